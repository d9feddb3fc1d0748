import simplify from 'simplify-js';
import { z } from 'zod';
import type { Position } from '#kernel/map/bounds.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';

/** A surface on the ground (RFC 7946, sections 3.1.6 and 3.1.7): rings of [longitude, latitude], the outer one first. */
export type Area =
  { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] };

/** Most points of an area that is kept: enough for the outline of a group of communes on a screen. */
export const mostAreaPoints = 400;

/** Most characters of a drawing that is read. */
const longestAreaText = 2_000_000;

const position = z
  .array(z.number())
  .min(2)
  .max(4)
  .refine(([lng = 999, lat = 999]) => Math.abs(lng) <= 180 && Math.abs(lat) <= 90);
const ring = z
  .array(position)
  .min(4)
  .refine((points) => String(points[0]?.slice(0, 2)) === String(points.at(-1)?.slice(0, 2)));
const polygon = z.array(ring).min(1);

const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
]);

/** Most geometries of a collection that are looked at. */
const mostParts = 1000;

/** The surfaces among the geometries of a collection; its points and lines draw none. */
const gathered = z
  .object({ type: z.literal('GeometryCollection'), geometries: z.array(z.unknown()).max(mostParts) })
  .transform(({ geometries }) => geometries.filter(drawsSurface))
  .pipe(z.array(geometry).min(1))
  .transform((parts): Area => ({ type: 'MultiPolygon', coordinates: parts.flatMap(polygonsOf) }));

const feature = z.object({ type: z.literal('Feature'), geometry: z.union([geometry, gathered]) });

const drawing = z.union([
  geometry,
  gathered,
  feature.transform((one) => one.geometry),
  z
    .object({ type: z.literal('FeatureCollection'), features: z.array(feature).min(1) })
    .transform(({ features }): Area => ({
      type: 'MultiPolygon',
      coordinates: features.flatMap((one) => polygonsOf(one.geometry)),
    })),
]);

/**
 * The area that a GeoJSON text draws: a geometry, a feature, or all the features of a collection; made simpler so that it
 * has {@link mostAreaPoints} points at most, to about a metre.
 *
 * @returns null for what is no GeoJSON, draws no surface, or is too detailed to be made simple
 */
export function readArea(text: string): Area | null {
  return text.length > longestAreaText ? null : areaFrom(parseJson(text));
}

/** The same, of what a GeoJSON text says. */
export function areaFrom(value: unknown): Area | null {
  const read = drawing.safeParse(value);
  return read.success ? simplifyArea(read.data) : null;
}

/** Whether a GeoJSON geometry claims to draw a surface, however badly. */
export function drawsSurface(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type !== 'GeometryCollection') return value.type === 'Polygon' || value.type === 'MultiPolygon';
  return 'geometries' in value && Array.isArray(value.geometries) && value.geometries.some(drawsSurface);
}

/**
 * Fewer points for about the same outline (Ramer 1972, Douglas and Peucker 1973): the distance that a line may move by
 * doubles until there are few enough. Rings that become a line are left out. What is simple enough stays as it is.
 *
 * @example simplifyArea(square) // five points of a square stay five points, written with five decimals
 */
export function simplifyArea(area: Area): Area | null {
  // A hundred thousandth of a degree is about a metre.
  const rounded = rebuilt(area, (points) => withoutRepeats(points));
  if (!rounded || areaPoints(rounded).length <= mostAreaPoints) return rounded;
  let simpler: Area | null = rounded;
  for (let tolerance = 0.000_02; simpler && tolerance < 1; tolerance *= 2) {
    // Each turn goes on from the one before: an outline of a hundred thousand points is walked whole once or twice.
    simpler = rebuilt(simpler, (points) => simplified(points, tolerance));
    if (simpler && areaPoints(simpler).length <= mostAreaPoints) return simpler;
  }
  return null;
}

function rebuilt(area: Area, change: (ring: number[][]) => number[][]): Area | null {
  const polygons = polygonsOf(area).flatMap((rings) => {
    const kept = rings.map(change);
    // Without its outer ring, a hole is a hole in nothing.
    return (kept[0]?.length ?? 0) < 4 ? [] : [kept.filter((points) => points.length >= 4)];
  });
  const [only] = polygons;
  if (!only) return null;
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons };
}

function withoutRepeats(points: number[][]): number[][] {
  const rounded = points.map(([lng = 0, lat = 0]) => [round(lng), round(lat)]);
  return rounded.filter((point, index) => index === 0 || String(point) !== String(rounded[index - 1]));
}

function simplified(points: number[][], tolerance: number): number[][] {
  const given = points.map(([x = 0, y = 0]) => ({ x, y }));
  return simplify(given, tolerance, true).map(({ x, y }) => [x, y]);
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5 + 0;
}

/** The polygons of an area, each with its outer ring first. */
export function polygonsOf(area: Area): number[][][][] {
  return area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
}

/** Every point of an area. */
export function areaPoints(area: Area): Position[] {
  return polygonsOf(area).flatMap((rings) =>
    rings.flatMap((points) => points.map(([lng = 0, lat = 0]) => [lng, lat] as const)),
  );
}

/**
 * A point that stands for an area on a map of points: the middle of its largest ring, by the shoelace formula
 * (Bourke 1988, "Calculating the area and centroid of a polygon"). It may lie outside of a crescent.
 *
 * @example middleOf({ type: 'Polygon', coordinates: [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]] }) // { lat: 1, lng: 1 }
 */
export function middleOf(area: Area): { lat: number; lng: number } {
  const [largest] = polygonsOf(area)
    .map(([outer = []]) => shoelace(outer))
    .toSorted((one, other) => Math.abs(other.twice) - Math.abs(one.twice));
  const [first = [0, 0]] = areaPoints(area);
  if (!largest || largest.twice === 0) return { lat: first[1], lng: first[0] };
  return { lat: round(first[1] + largest.y), lng: round(first[0] + largest.x) };

  /** Twice the signed area of a ring, and its middle; both from the first point, to keep the digits that matter. */
  function shoelace(points: readonly number[][]): { twice: number; x: number; y: number } {
    const [[x0, y0] = [0, 0]] = areaPoints(area);
    let [twice, x, y] = [0, 0, 0];
    for (let index = 1; index < points.length; index += 1) {
      const [ax, ay] = [(points[index - 1]?.[0] ?? 0) - x0, (points[index - 1]?.[1] ?? 0) - y0];
      const [bx, by] = [(points[index]?.[0] ?? 0) - x0, (points[index]?.[1] ?? 0) - y0];
      const cross = ax * by - bx * ay;
      twice += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    return twice === 0 ? { twice, x: 0, y: 0 } : { twice, x: x / (3 * twice), y: y / (3 * twice) };
  }
}
