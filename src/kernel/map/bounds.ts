/**
 * A rectangle of the globe in degrees (WGS 84): west, south, east, north, with west ≤ east and south ≤ north.
 * One that crosses the 180th meridian cannot be said with it.
 */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** A longitude and a latitude in degrees (WGS 84), the order of GeoJSON. */
export type Position = readonly [lng: number, lat: number];

/** The poles have no place in Web Mercator, which ends here: atan(sinh(π)) in degrees. */
const mercatorEnd = 85.0511;

/** Around a single point, the map still shows some 20 km each way. */
const leastSpan = 0.2;

/** The smallest bounds that hold every position; null when there is none. */
export function boundsOf(positions: Iterable<Position>): Bounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of positions) {
    west = Math.min(west, lng);
    south = Math.min(south, lat);
    east = Math.max(east, lng);
    north = Math.max(north, lat);
  }
  return west <= east ? [west, south, east, north] : null;
}

/**
 * How far a reader may move around a territory: a square whose side is `times` (3) the longer side of the
 * territory, seen on the ground. Wide enough for a tall screen to show a wide territory whole, and the reverse.
 */
export function surroundingsOf([west, south, east, north]: Bounds, times = 3): Bounds {
  const [lng, lat] = [(west + east) / 2, (south + north) / 2];
  // A degree of longitude shrinks with the cosine of the latitude.
  const shrink = Math.cos((lat * Math.PI) / 180);
  const reach = (times / 2) * Math.max((east - west) * shrink, north - south, leastSpan);
  return [
    Math.max(-180, lng - reach / shrink),
    Math.max(-mercatorEnd, lat - reach),
    Math.min(180, lng + reach / shrink),
    Math.min(mercatorEnd, lat + reach),
  ];
}

export function isWithin([lng, lat]: Position, [west, south, east, north]: Bounds): boolean {
  return lng >= west && lng <= east && lat >= south && lat <= north;
}
