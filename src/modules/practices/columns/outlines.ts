import { type Bounds, type Position, boundsOf } from '#kernel/map/bounds.ts';
import type { TileAddress } from '#kernel/map/tile-address.ts';
import type { Area } from '../practice-area.ts';
import { toWorld } from './place-code.ts';
import type { PracticeColumns } from './practice-columns.ts';

/** What a practice covers, beside its point: what somebody drew, or about where its communes are. */
export interface Outline {
  row: number;
  /** Its north-western and south-eastern corners in the map's square world. */
  from: Corner;
  to: Corner;
  /** The outline itself where it is worked out; what was drawn is read when it is shown. */
  about: Area | null;
}

type Corner = ReturnType<typeof toWorld>;

/** The places of communes, by INSEE code, and of those of an EPCI, by SIREN; none for a code we have no place of. */
export type PlacesOf = (code: string) => readonly Position[];

/**
 * The outlines of all practices that have one. We ship no borders of communes: a practice of several, or of an EPCI, is
 * surrounded by a line that holds their middles and some kilometres around. Those of the same places share one outline.
 */
export function outlinesOf(columns: PracticeColumns, placesOf: PlacesOf): Outline[] {
  const { reach, places } = columns.coded;
  const isWide = reach.tableOf(([value]) => value === 'communes' || value === 'epci');
  const bySet = new Map<number, Outline['about']>();
  const found: Outline[] = [];
  for (let row = 0; row < columns.size; row += 1) {
    if (columns.audience[row] === 0 && !columns.owners.has(row)) continue;
    const drawn = columns.areas.get(row);
    if (drawn) found.push({ row, ...cornersOf(drawn), about: null });
    if (drawn || isWide[reach.codes[row] ?? 0] !== 1) continue;
    const set = places.codes[row] ?? 0;
    if (!bySet.has(set)) bySet.set(set, around((places.sets[set] ?? []).flatMap(placesOf)));
    const about = bySet.get(set) ?? null;
    const bounds = about?.type === 'Polygon' ? boundsOf(ringOf(about.coordinates[0] ?? [])) : null;
    if (bounds) found.push({ row, ...cornersOf(bounds), about });
  }
  return found;
}

function cornersOf([west, south, east, north]: Bounds): Pick<Outline, 'from' | 'to'> {
  return { from: toWorld({ lng: west, lat: north }), to: toWorld({ lng: east, lat: south }) };
}

/** Most outlines on one tile: more would hide each other. */
const mostShown = 60;
/** Pixels that an outline takes at least: of a smaller one its point says as much. */
const leastPixels = 10;
/** Pixels along the side of a tile. */
const tilePixels = 512;
/** What is drawn around a tile, as a share of its side. */
const margin = 1 / 8;

/** Those of the kept rows that a tile shows, the largest first, so that the smaller are drawn over them. */
export function outlinesIn(
  outlines: readonly Outline[],
  kept: Uint8Array,
  { z, x, y }: TileAddress,
): Outline[] {
  const across = 2 ** z;
  const [west, east] = [(x - margin) / across, (x + 1 + margin) / across];
  const [north, south] = [(y - margin) / across, (y + 1 + margin) / across];
  const least = leastPixels / (across * tilePixels);
  return outlines
    .filter(
      ({ row, from, to }) =>
        kept[row] === 1 &&
        to.x >= west &&
        from.x <= east &&
        to.y >= north &&
        from.y <= south &&
        sizeOf({ from, to }) >= least,
    )
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
    .slice(0, mostShown);
}

/** The longer side of its rectangle in the map's square world. */
function sizeOf({ from, to }: Pick<Outline, 'from' | 'to'>): number {
  return Math.max(to.x - from.x, to.y - from.y);
}

/** Degrees of latitude around the middle of a commune that count as its ground: some three kilometres. */
const ground = 0.027;
/** Corners of that ground. */
const corners = 12;

/** A line around the middles of communes and their ground; null around none. */
export function around(places: readonly Position[]): Area | null {
  if (places.length === 0) return null;
  const points = places.flatMap(([lng, lat]) =>
    Array.from({ length: corners }, (_, corner): Position => {
      const angle = (2 * Math.PI * corner) / corners;
      // A degree of longitude shrinks with the cosine of the latitude.
      const shrink = Math.cos((lat * Math.PI) / 180);
      return [lng + (ground * Math.cos(angle)) / shrink, lat + ground * Math.sin(angle)];
    }),
  );
  return { type: 'Polygon', coordinates: [convexHull(points).map((point) => [...point])] };
}

/**
 * The smallest convex ring around points, closed, anticlockwise (Andrew 1979, "Another efficient algorithm for convex
 * hulls in two dimensions").
 *
 * @example convexHull([[0, 0], [2, 0], [1, 1], [2, 2], [0, 2]]) // [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
 */
export function convexHull(points: readonly Position[]): Position[] {
  const sorted = points.toSorted(([x, y], [otherX, otherY]) => x - otherX || y - otherY);
  const lower = chain(sorted);
  const upper = chain(sorted.toReversed());
  const ring = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  const [first] = ring;
  return first ? [...ring, first] : [];
}

/** One side of the hull: points that turn left. */
function chain(sorted: readonly Position[]): Position[] {
  const kept: Position[] = [];
  for (const point of sorted) {
    while (kept.length > 1 && turn(kept.at(-2) ?? point, kept.at(-1) ?? point, point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Positive when the way turns left. */
function turn([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

function ringOf(points: readonly number[][]): Position[] {
  return points.map(([lng = 0, lat = 0]) => [lng, lat]);
}
