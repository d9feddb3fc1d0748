import type { Json } from '#kernel/json.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import { type Geometry, isGeometry } from './geometry.ts';

const names: Readonly<Record<string, string>> = {
  POINT: 'Point',
  MULTIPOINT: 'MultiPoint',
  LINESTRING: 'LineString',
  MULTILINESTRING: 'MultiLineString',
  POLYGON: 'Polygon',
  MULTIPOLYGON: 'MultiPolygon',
};

const wkt =
  /^\s*(?:SRID=\d+;)?\s*(POINT|MULTIPOINT|LINESTRING|MULTILINESTRING|POLYGON|MULTIPOLYGON)\s*(?:ZM?|M)?\s*(\([-+\d.eE\s,()]*\))\s*$/i;

/** Reads a drawing that a cell holds, in GeoJSON or in WKT (OGC 06-103r4, 7.2); null when it holds none. */
export function parseGeometry(text: string): Geometry | null {
  if (text.startsWith('{')) {
    const value = text.includes('"coordinates"') ? parseJson(text) : undefined;
    return isGeometry(value) ? value : null;
  }
  const [, name = '', inside = ''] = wkt.exec(text) ?? [];
  const type = names[name.toUpperCase()];
  if (type === undefined) return null;
  // `((1 2, 3 4))` as `[[[1,2],[3,4]]]`: a pair becomes a list, brackets those of JSON.
  const json = inside
    .replaceAll(
      /[-+\d.eE]+(?:\s+[-+\d.eE]+)+/g,
      (position) => `[${position.trim().split(/\s+/).map(Number).join(',')}]`,
    )
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  const coordinates = parseJson(json);
  return coordinates === undefined ? null : { type, coordinates: unfolded(type, coordinates) };
}

/** `POINT (1 2)` has brackets around its position, and `MULTIPOINT ((1 2), (3 4))` may have some around each. */
function unfolded(type: string, coordinates: Json): Json {
  const list = Array.isArray(coordinates) ? coordinates : [];
  if (type === 'Point') return list[0] ?? null;
  if (type !== 'MultiPoint') return list;
  return list.map((one) => (Array.isArray(one) && Array.isArray(one[0]) ? one[0] : one));
}
