import { distinct } from '../import/clean-text.ts';
import type { Comparable } from './likeable.ts';

/**
 * Texts by which practices that may be the same are found together, and are kept; nothing private is among them. Two practices that
 * are shown as a pair for their names have a word of them in common, or the ends of them.
 */
export function keysOf(one: Comparable): string[] {
  const { words, commune, site, text, point } = one;
  const ends = `${words[0]?.slice(0, 3) ?? ''}…${words.at(-1)?.slice(-3) ?? ''}`;
  return distinct([
    homonymKey(one),
    `commune ${commune} ${one.sortedName}`.slice(0, longestKey),
    `ends ${commune} ${ends}`.slice(0, longestKey),
    ...(site ? [`site ${site}`.slice(0, longestKey)] : []),
    ...(text ? [`text ${text}`.slice(0, longestKey)] : []),
    ...(point ? nearKeys(one, [cellOf(point)]) : []),
  ]);
}

/** The keys under which practices that may be the same as this one are kept: its own, and words of its name in the cells around. */
export function keysLookedUp(one: Comparable): string[] {
  const own = keysOf(one).filter((key) => key !== homonymKey(one));
  return distinct([...own, ...(one.point ? nearKeys(one, cellsAround(one.point)) : [])]);
}

/** What practices of the same name have in common. */
export function homonymKey({ sortedName }: Pick<Comparable, 'sortedName'>): string {
  return `name ${sortedName}`.slice(0, longestKey);
}

const longestKey = 300;

/** In degrees: a kilometre, and of longitude about as much between Dunkerque and Perpignan. */
const cell = { lat: 0.009, lng: 0.0136 };

type Cell = readonly [east: number, north: number];

function nearKeys({ words }: Comparable, cells: readonly Cell[]): string[] {
  return cells.flatMap(([east, north]) => words.map((word) => `near ${east} ${north} ${word}`));
}

function cellOf({ lat, lng }: NonNullable<Comparable['point']>): Cell {
  return [Math.floor(lng / cell.lng), Math.floor(lat / cell.lat)];
}

/** The cells in which half a kilometre from a point may end: four at most. */
function cellsAround({ lat, lng }: NonNullable<Comparable['point']>): Cell[] {
  const [west, south] = cellOf({ lat: lat - cell.lat / 2, lng: lng - cell.lng / 2 });
  const [east, north] = cellOf({ lat: lat + cell.lat / 2, lng: lng + cell.lng / 2 });
  const between = (first: number, last: number) => (first === last ? [first] : [first, last]);
  return between(west, east).flatMap((x) => between(south, north).map((y) => [x, y] as const));
}
