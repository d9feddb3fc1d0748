import { fromVectorTileJs, GeoJSONWrapper } from '@maplibre/vt-pbf';
import { clipRing } from '#kernel/map/clip.ts';
import type { Position } from '#kernel/map/bounds.ts';
import type { TileAddress } from '#kernel/map/tile-address.ts';
import { type CellCluster, extent } from '../columns/map-cells.ts';
import { toWorld } from '../columns/place-code.ts';
import { type Area, polygonsOf } from '../practice-area.ts';
import { areaLayer, clusterLayer, pointLayer, type MapPoint, type OutlineKind } from './map-point.ts';

/** A practice and where it stands in the tile. */
export interface DrawnPoint {
  x: number;
  y: number;
  point: MapPoint;
}

/** A practice and what it covers. */
export interface DrawnArea {
  area: Area;
  kind: OutlineKind;
  /** Whether it stands among the points too. */
  hasPoint: boolean;
  point: MapPoint;
}

export interface TileContent {
  clusters: readonly CellCluster[];
  points: readonly DrawnPoint[];
  areas: readonly DrawnArea[];
}

type Told = Record<string, string | number | boolean | null>;

/**
 * A tile as a Mapbox Vector Tile (specification 2.1) with up to three layers: `clusters` {id, count, opensAt}, `points`
 * {id, title, language, address, purpose, status, count} and `areas`, the same with {kind, hasPoint}; no byte at all
 * where there is nothing.
 */
export function encodeTile(
  { clusters, points, areas }: TileContent,
  tile: TileAddress,
): Uint8Array<ArrayBuffer> {
  const drawn = (x: number, y: number, tags: Told) => ({
    type: 1 as const,
    geometry: [[x, y]] as [number, number][],
    tags,
  });
  const layers = {
    [areaLayer]: areas.flatMap(({ area, kind, hasPoint, point }) =>
      polygonsOf(area).flatMap((rings) => {
        const geometry = ringsIn(rings, tile);
        return geometry.length > 0
          ? [{ type: 3 as const, geometry, tags: { ...point, kind, hasPoint } }]
          : [];
      }),
    ),
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

/** What is drawn around a tile, so that no line shows where tiles meet: an eighth of its side. */
const margin = extent / 8;

/** The rings of a polygon in units of a tile, the outer one first, cut to what the tile shows; none when it is elsewhere. */
function ringsIn(rings: readonly number[][][], { z, x, y }: TileAddress): [number, number][][] {
  const across = 2 ** z;
  const edge = [-margin, -margin, extent + margin, extent + margin] as const;
  const [outer = [], ...holes] = rings.map((ring, place) => {
    const inTile = ring.map(([lng = 0, lat = 0]): Position => {
      const world = toWorld({ lng, lat });
      return [(world.x * across - x) * extent, (world.y * across - y) * extent];
    });
    return turned(withoutRepeats(clipRing(inTile, edge)), place === 0);
  });
  return outer.length < 4 ? [] : [outer, ...holes.filter((ring) => ring.length >= 4)];
}

function withoutRepeats(ring: readonly Position[]): [number, number][] {
  const rounded = ring.map(([x, y]): [number, number] => [Math.round(x), Math.round(y)]);
  return rounded.filter(([x, y], place) => x !== rounded[place - 1]?.[0] || y !== rounded[place - 1]?.[1]);
}

/** Outer rings of a tile turn one way and holes the other (specification 2.1, section 4.3.4.4). */
function turned(ring: [number, number][], isOuter: boolean): [number, number][] {
  const twice = ring.reduce((sum, [x, y], place) => {
    const [beforeX, beforeY] = ring[place - 1] ?? [x, y];
    return sum + beforeX * y - x * beforeY;
  }, 0);
  return twice > 0 === isOuter ? ring : ring.toReversed();
}
