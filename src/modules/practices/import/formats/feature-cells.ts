import type { Json } from '#kernel/json.ts';
import { areaFrom, drawsSurface } from '../../practice-area.ts';
import { openDataCells } from '../../practice-cells.ts';
import type { ImportWarning } from '../import-codes.ts';
import { isOwnExport } from '../own-export.ts';
import { flattenJson, isObject, textOfJson } from './flatten-json.ts';
import { type Geometry, isGeometry, representativePoint } from './geometry.ts';
import type { RecordCells } from './json-table.server.ts';
import type { KnownColumns } from './source-table.ts';

/** Columns of a feature beside its properties. The point is in metres, when the file is; an area is GeoJSON. */
export const geometryColumns = {
  x: 'geometry.longitude',
  y: 'geometry.latitude',
  area: 'geometry.area',
  id: 'feature.id',
} as const;

export const knownOfFeatures: KnownColumns = {
  [geometryColumns.x]: 'longitude',
  [geometryColumns.y]: 'latitude',
  [geometryColumns.area]: 'area',
};

const unread: ImportWarning = { field: 'point', code: 'coordinates-not-understood', params: {} };
const unreadArea: ImportWarning = { field: 'area', code: 'area-not-understood', params: {} };
const lineAsPoint: ImportWarning = { field: 'point', code: 'line-as-point', params: {} };

/** A GeoJSON feature as cells; null when the value is none. Members beside its properties are kept too. */
export function cellsOfFeature(value: Json): RecordCells {
  if (!isObject(value) || value['type'] !== 'Feature') return null;
  const { type: _, id = null, geometry = null, properties = null, bbox: __, ...others } = value;
  const own = ownCells({ id, geometry, properties });
  if (own) return { cells: own };
  const cells = flattenJson({ ...others, ...(isObject(properties) && properties) });
  if (id !== null) cells.set(geometryColumns.id, textOfJson(id));
  return { cells, warnings: isGeometry(geometry) ? placeInto(cells, geometry) : [] };
}

/** Puts into the cells of a record where its geometry is; what is to be told of that. */
export function placeInto(cells: Map<string, string>, geometry: Geometry): ImportWarning[] {
  const point = representativePoint(geometry);
  if (!point) return [unread];
  cells.set(geometryColumns.x, String(point.x));
  cells.set(geometryColumns.y, String(point.y));
  if (!drawsSurface(geometry)) return drawsLine(geometry) ? [lineAsPoint] : [];
  // Made simple here: the outline of a town may be longer than any cell.
  const area = areaFrom(geometry);
  if (!area) return [unreadArea];
  cells.set(geometryColumns.area, JSON.stringify(area));
  return [];
}

/** The cells of a feature that we exported, as its row in our CSV has them; null for any other. */
function ownCells({ id, geometry, properties }: Record<'id' | 'geometry' | 'properties', Json>) {
  if (!isObject(properties) || !isOwnExport(['id', ...Object.keys(properties)])) return null;
  const isArea = drawsSurface(geometry);
  const point = !isArea && isGeometry(geometry) ? representativePoint(geometry) : null;
  const said = openDataCells({
    lat: point?.y,
    lng: point?.x,
    ...properties,
    id,
    area: isArea ? (areaFrom(geometry) ?? geometry) : null,
  });
  return new Map(Object.entries(said));
}

function drawsLine({ type, geometries = null }: Geometry): boolean {
  if (type !== 'GeometryCollection') return type === 'LineString' || type === 'MultiLineString';
  return Array.isArray(geometries) && geometries.some((one) => isGeometry(one) && drawsLine(one));
}
