import type { JsonPath } from '#kernel/tabular/json-splitter.ts';
import { cellsOfFeature, knownOfFeatures } from './feature-cells.ts';
import { type JsonFormat, readJsonTable } from './json-table.server.ts';
import type { JsonOutline } from './outline-json.ts';
import { outlineOf } from './read-head.server.ts';
import { saidOfItself } from './said-of-itself.ts';
import type { KnownColumns, ReadSource } from './source-table.ts';

/** Features of a collection, of a bare list, one per line, or a single one. */
export const readGeojson: ReadSource = async (file, options) =>
  readJsonTable(file, options, geojsonFormat(await outlineOf(file)));

function geojsonFormat(outline: JsonOutline): JsonFormat {
  const isCollection = outline.members.has('features') || outline.about.get('type') === 'FeatureCollection';
  const depth = outline.root === 'list' ? 1 : 0;
  return {
    format: 'geojson',
    takes: isCollection ? isFeature : (path) => path.length === depth,
    cellsOf: cellsOfFeature,
    describe(about, headers) {
      const { credit, ...said } = saidOfItself(about);
      return { ...said, known: { ...knownOfFeatures, ...surveys(headers, credit) }, warnings: [] };
    },
  };
}

/** Element of a list called `features`, wherever that stands. */
export function isFeature(path: JsonPath): boolean {
  return typeof path.at(-1) === 'number' && path.at(-2) === 'features';
}

/** Where the file says whom to credit, a column of sources tells of surveys, as in OpenStreetMap. */
function surveys(headers: readonly string[], credit: string): KnownColumns {
  const columns = credit ? headers.filter((header) => /^(sources?|src)$/i.test(header)) : [];
  return Object.fromEntries(columns.map((header) => [header, 'extra'] as const));
}
