import type { Point } from './practice-draft.ts';

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Boxes around continental France with Corsica, and around each overseas territory, in degrees. */
const boxes: readonly Box[] = [
  { west: -5.5, south: 41.2, east: 9.8, north: 51.2 },
  { west: -63.2, south: 14.3, east: -60.7, north: 18.2 },
  { west: -54.7, south: 2, east: -51.5, north: 6 },
  { west: 55.1, south: -21.5, east: 55.9, north: -20.8 },
  { west: 44.9, south: -13.1, east: 45.4, north: -12.5 },
  { west: -56.6, south: 46.7, east: -56, north: 47.2 },
  { west: -155, south: -28, east: -134, north: -7 },
  { west: -178.4, south: -14.5, east: -176, north: -13 },
  { west: 158, south: -23, east: 172.2, north: -17.9 },
];

/** Whether a point may be in France: its boxes hold some sea and neighbours too. */
export function isInFrance({ latitude, longitude }: Point): boolean {
  return boxes.some(
    (box) => longitude >= box.west && longitude <= box.east && latitude >= box.south && latitude <= box.north,
  );
}

export function isOnContinent(point: Point): boolean {
  return isInFrance(point) && point.latitude > 41 && point.longitude > -6;
}

/** Kilometres between two points (haversine, radius 6,371 km): Rennes to Redon, 48.11/-1.68 and 47.65/-2.08, 59. */
export function distanceKm(one: Point, other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const north = Math.sin(radians(other.latitude - one.latitude) / 2) ** 2;
  const east = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  const chord = north + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * east;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(chord)));
}
