import { fromVectorTileJs, GeoJSONWrapper } from '@maplibre/vt-pbf';
import { type CellCluster, extent } from '../columns/map-cells.ts';
import { clusterLayer, pointLayer, type MapPoint } from './map-point.ts';

/** A practice and where it stands in the tile. */
export interface DrawnPoint {
  x: number;
  y: number;
  point: MapPoint;
}

/**
 * A tile as a Mapbox Vector Tile (specification 2.1) with up to two layers: `clusters` {id, count, opensAt} and
 * `points` {id, title, language, address, purpose, status}; no byte at all where there is nothing.
 */
export function encodeTile({
  clusters,
  points,
}: {
  clusters: readonly CellCluster[];
  points: readonly DrawnPoint[];
}): Uint8Array<ArrayBuffer> {
  const drawn = (x: number, y: number, tags: Record<string, string | number | null>) => ({
    type: 1 as const,
    geometry: [[x, y]] as [number, number][],
    tags,
  });
  const layers = {
    [clusterLayer]: clusters.map(({ id, count, opensAt, x, y }) => drawn(x, y, { id, count, opensAt })),
    [pointLayer]: points.map(({ x, y, point }) => drawn(x, y, { ...point })),
  };
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
