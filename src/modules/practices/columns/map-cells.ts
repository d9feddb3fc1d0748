import type { TileAddress } from '#kernel/map/tile-address.ts';
import { deepestTile } from '../map/map-point.ts';
import { cellCode, partingLevel, placeLevel, toWorld } from './place-code.ts';
import type { PracticeColumns } from './practice-columns.ts';

/** Places in the order of the curve, beside what drawing them takes: read one after the other, without a leap in memory. */
export interface PlaceIndex {
  rows: Uint32Array;
  codes: Float64Array;
  lngs: Float32Array;
  lats: Float32Array;
}

/** Several practices drawn as one. */
export interface CellCluster {
  id: number;
  count: number;
  /** The zoom at which they part. */
  opensAt: number;
  /** Where it is drawn, in units of the tile. */
  x: number;
  y: number;
}

/** One practice alone in its cell, or drawn by itself because the view is close. */
export interface CellPoint {
  row: number;
  x: number;
  y: number;
}

/** Units along the side of a tile: an eighth of a pixel at the tile's own level, where it is 512 pixels wide. */
export const extent = 4096;

/** Cells along the side of a tile, 64 pixels each: a fingertip tells two circles apart. */
const cellsLevel = 3;
/** The same where the grid of places is no finer. */
const levelIn = (z: number) => Math.min(z + cellsLevel, placeLevel);

/** How far from the middle of its cell a circle is drawn at most, so that two neighbours seldom touch: 14 pixels. */
const reach = 112;

/** At the closest view practices are drawn one by one, but for a crowd at one place, which no view would part. */
const crowd = 60;

/** `rows`: those with a place, in the order of the curve. */
export function placeIndexOf(
  { places, lng, lat }: Pick<PracticeColumns, 'places' | 'lng' | 'lat'>,
  rows: Uint32Array,
): PlaceIndex {
  return {
    rows,
    codes: Float64Array.from(rows, (row) => places[row] ?? 0),
    lngs: Float32Array.from(rows, (row) => lng[row] ?? 0),
    lats: Float32Array.from(rows, (row) => lat[row] ?? 0),
  };
}

/**
 * What a tile shows of the rows that are kept. The map is cut in cells, at every zoom those of the zoom before cut in four:
 * a cell with several practices is a cluster, at their middle. The cells around the tile count too, so that a circle at its
 * edge is drawn whole. Time: a few binary searches, and a look at each place in the tile.
 */
export function readCells(
  index: PlaceIndex,
  kept: Uint8Array,
  { z, x, y }: TileAddress,
): { clusters: CellCluster[]; points: CellPoint[] } {
  const clusters: CellCluster[] = [];
  const points: CellPoint[] = [];
  const level = levelIn(z);
  const cellsAcross = 2 ** (level - z);
  const across = 2 ** level;
  for (let row = -1; row <= cellsAcross; row += 1) {
    for (let column = -1; column <= cellsAcross; column += 1) {
      const cell = { column: x * cellsAcross + column, row: y * cellsAcross + row };
      if (cell.column < 0 || cell.row < 0 || cell.column >= across || cell.row >= across) continue;
      readCell(index, kept, { ...cell, level, tile: { z, x, y }, clusters, points });
    }
  }
  return { clusters, points };
}

interface Cell {
  column: number;
  row: number;
  level: number;
  tile: TileAddress;
  clusters: CellCluster[];
  points: CellPoint[];
}

function readCell(index: PlaceIndex, kept: Uint8Array, cell: Cell): void {
  const { rows, codes, lngs, lats } = index;
  const { column, row, level, tile, clusters, points } = cell;
  const size = 4 ** (placeLevel - level);
  const code = cellCode(column, row);
  const end = firstFrom(codes, (code + 1) * size);
  let [count, lng, lat, first, last] = [0, 0, 0, -1, -1];
  const start = firstFrom(codes, code * size);
  for (let at = start; at < end; at += 1) {
    if (kept[rows[at] ?? 0] !== 1) continue;
    count += 1;
    lng += lngs[at] ?? 0;
    lat += lats[at] ?? 0;
    if (first < 0) first = at;
    last = at;
  }
  if (count === 0) return;
  if (count === 1 || (tile.z >= deepestTile && count <= crowd)) {
    for (let at = first; at <= last; at += 1) {
      if (kept[rows[at] ?? 0] !== 1) continue;
      const place = inTile({ lng: lngs[at] ?? 0, lat: lats[at] ?? 0 }, tile);
      points.push({ row: rows[at] ?? 0, ...place });
    }
    return;
  }
  const across = 2 ** (level - tile.z);
  const side = extent / across;
  const middle = inTile({ lng: lng / count, lat: lat / count }, tile);
  const parting = partingLevel(codes[first] ?? 0, codes[last] ?? 0) - cellsLevel;
  clusters.push({
    id: code * 32 + level,
    count,
    opensAt: Math.min(Math.max(parting, tile.z + 1), deepestTile),
    x: near(middle.x, (column - tile.x * across + 0.5) * side),
    y: near(middle.y, (row - tile.y * across + 0.5) * side),
  });
}

function near(value: number, middle: number): number {
  return Math.round(Math.min(Math.max(value, middle - reach), middle + reach));
}

function inTile(place: { lng: number; lat: number }, { z, x, y }: TileAddress): { x: number; y: number } {
  const world = toWorld(place);
  return {
    x: Math.round((world.x * 2 ** z - x) * extent),
    y: Math.round((world.y * 2 ** z - y) * extent),
  };
}

/** The first place of the curve from this number on. */
function firstFrom(codes: Float64Array, code: number): number {
  let low = 0;
  let high = codes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((codes[middle] ?? 0) < code) low = middle + 1;
    else high = middle;
  }
  return low;
}
