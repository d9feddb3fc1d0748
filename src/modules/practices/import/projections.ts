import proj4 from 'proj4';
import { isOnContinent } from './france.ts';
import type { Point } from './practice-draft.ts';

/** A system of plane coordinates used in France; ranges in metres, a little wider than the country. */
interface System {
  toDegrees(x: number, y: number): Point;
  x: readonly [min: number, max: number];
  y: readonly [min: number, max: number];
}

function system(definition: string, x: System['x'], y: System['y']): System {
  const projection = proj4(definition);
  return {
    x,
    y,
    toDegrees(east, north) {
      const [longitude, latitude] = projection.inverse([east, north]);
      return { latitude, longitude };
    },
  };
}

const grs80 = '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs';

/** EPSG:2154, official since 2000. */
const lambert93 = system(
  `+proj=lcc +lat_1=49 +lat_2=44 +lat_0=46.5 +lon_0=3 +x_0=700000 +y_0=6600000 ${grs80}`,
  [50_000, 1_300_000],
  [6_000_000, 7_200_000],
);

/** EPSG:3942 to 3950: nine conic zones, one for each degree of latitude, that local authorities use. */
function conicZone(latitude: number): System {
  const north = (latitude - 41) * 1_000_000 + 200_000;
  return system(
    `+proj=lcc +lat_1=${latitude - 0.75} +lat_2=${latitude + 0.75} +lat_0=${latitude} +lon_0=3 +x_0=1700000 +y_0=${north} ${grs80}`,
    [1_000_000, 2_400_000],
    [north - 180_000, north + 180_000],
  );
}

/** EPSG:27572, the official system before Lambert-93. */
const lambert2 = system(
  '+proj=lcc +lat_1=46.8 +lat_0=46.8 +lon_0=0 +k_0=0.99987742 +x_0=600000 +y_0=2200000 +a=6378249.2 +b=6356515 ' +
    '+towgs84=-168,-60,320,0,0,0,0 +pm=paris +units=m +no_defs',
  [0, 1_300_000],
  [1_600_000, 2_700_000],
);

/** EPSG:3857, of web maps. */
const webMercator = system('EPSG:3857', [-620_000, 1_100_000], [5_000_000, 6_700_000]);

const systems: readonly System[] = [
  lambert93,
  webMercator,
  lambert2,
  ...[42, 43, 44, 45, 46, 47, 48, 49, 50].map(conicZone),
];

/**
 * Points that metres may mean, the likeliest first: Lambert-93, Web Mercator, Lambert II, then the conic zones. Only
 * those that fall in continental France or Corsica.
 *
 * @example fromMetres(268346.7, 6742632.33)[0] // { latitude: 47.642…, longitude: -2.754… }
 */
export function fromMetres(x: number, y: number): Point[] {
  return systems
    .filter((one) => x >= one.x[0] && x <= one.x[1] && y >= one.y[0] && y <= one.y[1])
    .map((one) => one.toDegrees(x, y))
    .filter(isOnContinent);
}
