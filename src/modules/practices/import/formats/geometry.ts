import type { Json } from '#kernel/json.ts';

/** A geometry as GeoJSON (RFC 7946) has it, its coordinates not checked yet. */
export interface Geometry {
  type: string;
  coordinates?: Json;
  geometries?: Json;
}

type Position = readonly [x: number, y: number];

const types = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

export function isGeometry(value: unknown): value is Geometry {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return (
    typeof value.type === 'string' &&
    types.has(value.type) &&
    ('coordinates' in value || 'geometries' in value)
  );
}

/**
 * One point that stands for a geometry, in its own coordinates: the point itself; of several the one nearest to their
 * middle; half way along the longest line; a point inside the largest ring. Null when there is no finite coordinate.
 */
export function representativePoint(geometry: Geometry): { x: number; y: number } | null {
  const position = positionOf(geometry);
  return position && { x: position[0], y: position[1] };
}

function positionOf({ type, coordinates = null, geometries = null }: Geometry): Position | null {
  switch (type) {
    case 'Point':
      return toPosition(coordinates);
    case 'MultiPoint':
      return middleOf(toPositions(coordinates));
    case 'LineString':
      return halfWay(toPositions(coordinates));
    case 'MultiLineString':
      return halfWay(longest(toLists(coordinates), lengthOf));
    case 'Polygon':
      return insideOf(toLists(coordinates)[0] ?? []);
    case 'MultiPolygon':
      return insideOf(
        longest(
          listOf(coordinates).map((polygon) => toLists(polygon)[0] ?? []),
          areaOf,
        ),
      );
    case 'GeometryCollection':
      return listOf(geometries).reduce<Position | null>(
        (found, one) => found ?? (isGeometry(one) ? positionOf(one) : null),
        null,
      );
    default:
      return null;
  }
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function toPosition(value: Json): Position | null {
  const [x, y] = listOf(value).map((one) =>
    typeof one === 'string' && one.trim() !== '' ? Number(one) : one,
  );
  return typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y)
    ? [x, y]
    : null;
}

function toPositions(value: Json): Position[] {
  return listOf(value).flatMap((one) => {
    const position = toPosition(one);
    return position ? [position] : [];
  });
}

function toLists(value: Json): Position[][] {
  return listOf(value).map(toPositions);
}

function longest(lists: readonly Position[][], measure: (list: Position[]) => number): Position[] {
  return lists.reduce<Position[]>((best, one) => (measure(one) > measure(best) ? one : best), lists[0] ?? []);
}

function distance([x, y]: Position, [otherX, otherY]: Position): number {
  return Math.hypot(x - otherX, y - otherY);
}

function middleOf(positions: readonly Position[]): Position | null {
  const sum = positions.reduce<Position>(([x, y], [oneX, oneY]) => [x + oneX, y + oneY], [0, 0]);
  const middle: Position = [sum[0] / positions.length, sum[1] / positions.length];
  return positions.toSorted((one, other) => distance(one, middle) - distance(other, middle))[0] ?? null;
}

function lengthOf(line: readonly Position[]): number {
  return line.reduce((sum, one, index) => sum + (index === 0 ? 0 : distance(one, line[index - 1] ?? one)), 0);
}

function halfWay(line: readonly Position[]): Position | null {
  let left = lengthOf(line) / 2;
  for (const [index, to] of line.entries()) {
    const from = line[index - 1] ?? to;
    const step = distance(from, to);
    if (step >= left && step > 0) {
      const part = left / step;
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    }
    left -= step;
  }
  return line[0] ?? null;
}

/** Twice the signed area of a ring, by the shoelace formula, of each of its sides. */
function crosses(ring: readonly Position[]): { cross: number; x: number; y: number }[] {
  return ring.map(([x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    return { cross: x * nextY - nextX * y, x: x + nextX, y: y + nextY };
  });
}

function areaOf(ring: readonly Position[]): number {
  return Math.abs(crosses(ring).reduce((sum, { cross }) => sum + cross, 0)) / 2;
}

/** The centre of a ring when it lies inside, else the middle of the widest part of the ring at its height. */
function insideOf(ring: readonly Position[]): Position | null {
  const [first] = ring;
  if (!first) return null;
  // Relative to the first corner: far from the origin, areas drown in rounding.
  const near = ring.map(([x, y]): Position => [x - first[0], y - first[1]]);
  const sides = crosses(near);
  const double = sides.reduce((sum, { cross }) => sum + cross, 0);
  if (double === 0) return middleOf(ring);
  const x = sides.reduce((sum, side) => sum + side.x * side.cross, 0) / (3 * double);
  const y = sides.reduce((sum, side) => sum + side.y * side.cross, 0) / (3 * double);
  const spans = spansAt(near, y);
  const [from, to] =
    spans.find((span) => x >= span[0] && x <= span[1]) ??
    spans.toSorted((one, other) => other[1] - other[0] - (one[1] - one[0]))[0] ??
    ([x, x] as const);
  const inside = x >= from && x <= to ? x : (from + to) / 2;
  return [inside + first[0], y + first[1]];
}

/** Where a horizontal line runs inside a ring. */
function spansAt(ring: readonly Position[], y: number): Position[] {
  const crossings = ring
    .flatMap(([x, height], index) => {
      const [nextX, nextHeight] = ring[(index + 1) % ring.length] ?? [x, height];
      if (height > y === nextHeight > y) return [];
      return [x + ((y - height) / (nextHeight - height)) * (nextX - x)];
    })
    .toSorted((one, other) => one - other);
  return crossings.flatMap((x, index) => (index % 2 === 1 ? [[crossings[index - 1] ?? x, x] as const] : []));
}
