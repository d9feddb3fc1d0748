import { fromVectorTileJs, GeoJSONWrapper } from '@maplibre/vt-pbf';
import Supercluster from 'supercluster';
import type { TileAddress } from '#kernel/map/tile-address.ts';
import { clusterLayer, deepestTile, pointLayer, type MapPoint } from './map-point.ts';

type Grouping = Supercluster<MapPoint, Record<never, never>>;

/** Practices grouped for every zoom level; never changed once built. */
export interface ClusterIndex {
  /** How many practices it holds. */
  size: number;
  grouping: Grouping;
}

/** Units along the side of a tile: an eighth of a pixel at the tile's own level, where it is 512 pixels wide. */
const extent = 4096;

/** Practices less than 44 pixels apart are drawn as one: a fingertip tells two circles apart. */
const radius = (44 * extent) / 512;

/**
 * Groups practices by nearness for the zoom levels 0 to 14, in O(n log n).
 * The points must have a longitude and a latitude on the globe.
 */
export function buildIndex(points: readonly MapPoint[]): ClusterIndex {
  const grouping: Grouping = new Supercluster({ extent, radius, maxZoom: deepestTile - 1 });
  grouping.load(
    points.map((point) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [point.lng, point.lat] },
      properties: point,
    })),
  );
  return { size: points.length, grouping };
}

/**
 * A tile as a Mapbox Vector Tile (specification 2.1) with up to two layers: `clusters` {id, count, opensAt} and
 * `points` {id, title, language, address, purpose, status}; no byte at all where there is nothing. Something near an edge
 * stands in both tiles, so that its circle is drawn whole.
 */
export function tile({ grouping }: ClusterIndex, { z, x, y }: TileAddress): Uint8Array<ArrayBuffer> {
  const features = grouping.getTile(z, x, y)?.features ?? [];
  const clusters = features.flatMap(({ geometry, tags }) =>
    'cluster' in tags ? [{ type: 1 as const, geometry, tags: clusterTags(grouping, tags) }] : [],
  );
  const points = features.flatMap(({ geometry, tags }) =>
    'cluster' in tags ? [] : [{ type: 1 as const, geometry, tags: pointTags(tags) }],
  );
  const layers = { [clusterLayer]: clusters, [pointLayer]: points };
  const filled = Object.entries(layers).filter(([, content]) => content.length > 0);
  if (filled.length === 0) return new Uint8Array();
  return new Uint8Array(
    fromVectorTileJs({
      layers: Object.fromEntries(
        filled.map(([name, content]) => {
          const layer = new GeoJSONWrapper(content, { version: 2, extent });
          layer.name = name;
          return [name, layer];
        }),
      ),
    }),
  );
}

function clusterTags(grouping: Grouping, { cluster_id, point_count }: Supercluster.ClusterProperties) {
  return { id: cluster_id, count: point_count, opensAt: grouping.getClusterExpansionZoom(cluster_id) };
}

function pointTags({ id, title, language, address, purpose, status }: MapPoint) {
  return { id, title, language, address, purpose, status };
}
