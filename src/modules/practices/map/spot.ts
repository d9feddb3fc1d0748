import { type Bounds, type Position, boundsOf, isWithin } from '#kernel/map/bounds.ts';
import { type Area, areaPoints, polygonsOf } from '../practice-area.ts';

/** A town that helps to see where something is. */
export interface SpotTown {
  name: string;
  population: number;
  position: Position;
}

/** A small drawing of where a practice is, in units of its own box. */
export interface Spot {
  width: number;
  height: number;
  /** What it covers, as the path of an SVG; empty for a place alone. */
  path: string;
  point: { x: number; y: number } | null;
  /** The name stands left of the town where it would leave the drawing. */
  towns: { x: number; y: number; name: string; isLeft: boolean }[];
  /** A length on the ground and in the drawing. */
  scale: { km: number; length: number };
  /** What it shows, for the large map to show the same. */
  view: Bounds;
}

const width = 320;
const height = 210;
/** Kilometres that the drawing shows at least: beside a house, the towns around tell where it is. */
const leastKm = 14;
/** Kilometres in a degree of latitude. */
const degreeKm = 111.2;
/** Around what is drawn, as a share of the whole. */
const margin = 0.16;
const mostTowns = 9;
/** A letter of a name, and its line. */
const letter = { width: 6, height: 13 };

/** Draws where a practice is; null when it is nowhere in particular. */
export function drawSpot(
  { area, point }: { area: Area | null; point: Position | null },
  towns: readonly SpotTown[],
): Spot | null {
  const drawn = boundsOf([...(area ? areaPoints(area) : []), ...(point ? [point] : [])]);
  if (!drawn) return null;
  const { view, toBox, kmAcross } = frame(drawn);
  const rings = area ? polygonsOf(area).flat() : [];
  const path = rings.map((ring) => `M${ring.map((at) => written(toBox(at))).join('L')}Z`).join('');
  const km = [50, 20, 10, 5, 2].find((length) => length < kmAcross / 3) ?? 1;
  return {
    width,
    height,
    path,
    point: point && rounded(toBox(point)),
    towns: namedTowns(
      towns.filter(({ position }) => isWithin(position, view)),
      toBox,
    ),
    scale: { km, length: Math.round((km / kmAcross) * width) },
    view,
  };
}

interface Box {
  x: number;
  y: number;
}

/** The part of the ground that is shown: on so little of it a degree of longitude is as long everywhere. */
function frame([west, south, east, north]: Bounds) {
  const [lng, lat] = [(west + east) / 2, (south + north) / 2];
  const lngKm = degreeKm * Math.cos((lat * Math.PI) / 180);
  const needed = Math.max((east - west) * lngKm, ((north - south) * degreeKm * width) / height);
  const kmAcross = Math.max(leastKm, needed / (1 - 2 * margin));
  const [halfLng, halfLat] = [kmAcross / 2 / lngKm, (kmAcross * height) / width / 2 / degreeKm];
  const view: Bounds = [lng - halfLng, lat - halfLat, lng + halfLng, lat + halfLat];
  const toBox = ([x = 0, y = 0]: readonly number[]): Box => ({
    x: ((x - view[0]) / (2 * halfLng)) * width,
    y: ((view[3] - y) / (2 * halfLat)) * height,
  });
  return { view, toBox, kmAcross };
}

/** The most populous first; a name that would cover another is left out with its town. */
function namedTowns(towns: readonly SpotTown[], toBox: (at: Position) => Box): Spot['towns'] {
  const kept: (Spot['towns'][number] & { left: number; right: number })[] = [];
  for (const { name, position } of towns.toSorted((one, other) => other.population - one.population)) {
    const { x, y } = rounded(toBox(position));
    const long = name.length * letter.width + 8;
    const isLeft = x + long > width;
    const [left, right] = isLeft ? [x - long, x + 4] : [x - 4, x + long];
    const isFree = kept.every(
      (other) => other.left > right || other.right < left || Math.abs(other.y - y) > letter.height,
    );
    const isInside = left >= 0 && y > letter.height && y < height - letter.height;
    if (isFree && isInside && kept.length < mostTowns) kept.push({ x, y, name, isLeft, left, right });
  }
  return kept.map(({ left: _left, right: _right, ...town }) => town);
}

function rounded({ x, y }: Box): Box {
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 };
}

function written(at: Box): string {
  const { x, y } = rounded(at);
  return `${x} ${y}`;
}
