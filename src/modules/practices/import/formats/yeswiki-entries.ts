import type { ImportWarning } from '../import-codes.ts';
import { joinValues } from '../multiple-values.ts';
import type { SourceQuestion } from '../own-columns.ts';
import type { Cells } from '../recognise-columns.ts';
import { isObject, itemsOf, own, textOf } from './json-values.ts';
import { siteOf } from './site-of.ts';
import type { KnownColumns } from './source-table.ts';
import { type YesWikiColumn, type YesWikiSchema, columnsOf, placeProperties } from './yeswiki-columns.ts';
import { fromWikiText } from './yeswiki-text.ts';

/** Entries of a wiki as a table of texts. */
export interface EntryTable {
  headers: string[];
  known: KnownColumns;
  rows: Cells[];
  questions: ReadonlyMap<string, SourceQuestion>;
  sourceName: string;
  warnings: ImportWarning[];
}

/** Whether a JSON value holds entries of Bazar, by id or in a list. */
export function holdsEntries(value: unknown): boolean {
  return entriesIn(value).length > 0;
}

function entriesIn(value: unknown): { key: string; value: unknown }[] {
  const features = own(value, 'type') === 'FeatureCollection' ? itemsOf(own(value, 'features')) : null;
  const items = isEntry(value) ? [{ key: '', value }] : (features?.map(entryOfFeature) ?? itemsOf(value));
  return items.filter((item) => isEntry(item.value));
}

/** A wiki also gives its entries as places: whole, under `properties`. */
function entryOfFeature({ value }: { value: unknown }): { key: string; value: unknown } {
  const entry = own(value, 'properties');
  const [longitude, latitude] = itemsOf(own(own(value, 'geometry'), 'coordinates'));
  const place = { bf_latitude: textOf(latitude?.value), bf_longitude: textOf(longitude?.value) };
  return { key: '', value: isObject(entry) ? { geolocation: place, ...entry } : entry };
}

function isEntry(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.hasOwn(value, 'id_fiche') || Object.hasOwn(value, 'id_typeannonce');
}

/**
 * Reads entries of YesWiki: keys of lists become their labels, the position is found wherever the wiki keeps it,
 * the questions of the form become the headers. An entry that the wiki does not show to everyone says so.
 */
export function readEntries(value: unknown, schema: YesWikiSchema): EntryTable {
  const items = entriesIn(value);
  const used = formsOf(items, schema);
  const properties = new Set(items.flatMap((item) => Object.keys(item.value as object)));
  const named = [...properties].filter((property) => !placeProperties.has(property));
  const columns = columnsOf(new Set([...ensured, ...named]), { ...schema, forms: used.forms });
  const titles = new Map(items.map((item) => [idOf(item), textOf(own(item.value, 'bf_titre'))]));
  const reading = { columns, titles, isPublic: (formId: string) => isPublic(formId, used.forms) };
  const known = columns.flatMap(({ header, use }) => (use === undefined ? [] : [[header, use] as const]));
  return {
    headers: columns.map(({ header }) => header),
    known: Object.fromEntries(known),
    rows: items.map((item) => rowOf(item, reading)),
    questions: new Map(columns.flatMap(({ header, question }) => (question ? [[header, question]] : []))),
    sourceName: siteOf(items.map((item) => textOf(own(item.value, 'url')))),
    warnings: [...used.warnings, ...missingLists(columns)],
  };
}

/** Columns that are filled from elsewhere when the entries lack them. */
const ensured = ['id_fiche', 'bf_latitude', 'bf_longitude', 'statut_fiche'] as const;

function idOf({ key, value }: { key: string; value: unknown }): string {
  return textOf(own(value, 'id_fiche')) || key;
}

/** The forms that the entries answer, and what is to be told of those that are missing. */
function formsOf(items: readonly { value: unknown }[], { forms }: YesWikiSchema) {
  const ids = new Set(items.map((item) => textOf(own(item.value, 'id_typeannonce'))));
  const missing = [...ids].filter((id) => !forms.some((form) => form.id === id));
  const warnings: ImportWarning[] =
    missing.length === 0
      ? []
      : [
          {
            field: null,
            code: 'form-missing',
            params: { forms: missing.filter(Boolean).slice(0, 10).join(', ') },
          },
        ];
  return { forms: forms.filter((form) => ids.has(form.id)), warnings };
}

/** A title that not everyone may read hides its entry. */
function isPublic(formId: string, forms: YesWikiSchema['forms']): boolean {
  const form = forms.find(({ id }) => id === formId);
  const title = form?.fields.find(({ property }) => property === 'bf_titre');
  return (form?.isPublic ?? true) && (title?.access ?? 'public') === 'public';
}

function missingLists(columns: readonly YesWikiColumn[]): ImportWarning[] {
  const missing = columns.filter(({ list, labels }) => list !== '' && labels === null);
  return missing.map(({ list, header }) => ({
    field: null,
    code: 'list-missing',
    params: { list, column: header },
  }));
}

interface Reading {
  columns: readonly YesWikiColumn[];
  /** Titles by id of entry, for questions whose answer is another entry. */
  titles: ReadonlyMap<string, string>;
  isPublic(formId: string): boolean;
}

function rowOf(item: { key: string; value: unknown }, reading: Reading): Cells {
  const entry = item.value;
  const place = placeOf(entry);
  const isShown = reading.isPublic(textOf(own(entry, 'id_typeannonce')));
  const filled: Readonly<Record<string, string>> = {
    id_fiche: idOf(item),
    bf_latitude: place.latitude,
    bf_longitude: place.longitude,
    ...(!isShown && { statut_fiche: '0' }),
  };
  const cells = reading.columns.map((column) => {
    const given = Object.hasOwn(filled, column.property) ? filled[column.property] : undefined;
    return [column.header, given ?? cellOf(own(entry, column.property), column, reading)] as const;
  });
  return Object.fromEntries(cells.filter(([, text]) => text !== ''));
}

/** The position: in its two properties, in an object, or in one text of an older wiki, `47.74|-3.41`. */
function placeOf(entry: unknown): { latitude: string; longitude: string } {
  const inside = own(entry, 'geolocation');
  const latitude = textOf(own(entry, 'bf_latitude')) || textOf(own(inside, 'bf_latitude'));
  const longitude = textOf(own(entry, 'bf_longitude')) || textOf(own(inside, 'bf_longitude'));
  if (latitude !== '' || longitude !== '') return { latitude, longitude };
  const [north = '', east = ''] = textOf(own(entry, 'carte_google')).split('|');
  return { latitude: north.trim(), longitude: east.trim() };
}

function cellOf(value: unknown, column: YesWikiColumn, { titles }: Reading): string {
  if (isObject(value) || Array.isArray(value)) {
    return joinValues(itemsOf(value).map((item) => labelOf(textOf(item.value), column, titles)));
  }
  const text = textOf(value);
  if (column.isChoice) {
    return joinValues(text.split(',').map((key) => labelOf(key.trim(), column, titles)));
  }
  return column.isLong ? fromWikiText(text) : text;
}

function labelOf(
  key: string,
  { labels, isChoice }: YesWikiColumn,
  titles: ReadonlyMap<string, string>,
): string {
  return isChoice ? labels?.get(key) || titles.get(key) || key : key;
}
