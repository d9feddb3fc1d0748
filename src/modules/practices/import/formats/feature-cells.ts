import type { Json } from '#kernel/json.ts';
import type { ImportWarning } from '../import-codes.ts';
import { flattenJson, isObject, textOfJson } from './flatten-json.ts';
import { isGeometry, representativePoint } from './geometry.ts';
import type { RecordCells } from './json-table.server.ts';
import type { KnownColumns } from './source-table.ts';

/** Columns of a feature beside its properties. In metres, when the file is. */
export const geometryColumns = { x: 'geometry.longitude', y: 'geometry.latitude', id: 'feature.id' } as const;

export const knownOfFeatures: KnownColumns = {
  [geometryColumns.x]: 'longitude',
  [geometryColumns.y]: 'latitude',
};

const unread: ImportWarning = { field: 'point', code: 'coordinates-not-understood', params: {} };

/** A GeoJSON feature as cells; null when the value is none. Members beside its properties are kept too. */
export function cellsOfFeature(value: Json): RecordCells {
  if (!isObject(value) || value['type'] !== 'Feature') return null;
  const { type: _, id = null, geometry = null, properties = null, bbox: __, ...others } = value;
  const cells = flattenJson({ ...others, ...(isObject(properties) && properties) });
  if (id !== null) cells.set(geometryColumns.id, textOfJson(id));
  if (!isGeometry(geometry)) return { cells };
  const point = representativePoint(geometry);
  if (!point) return { cells, warnings: [unread] };
  cells.set(geometryColumns.x, String(point.x));
  cells.set(geometryColumns.y, String(point.y));
  return { cells };
}
