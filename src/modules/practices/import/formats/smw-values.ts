import { joinValues } from '../multiple-values.ts';
import type { ImportField } from '../practice-draft.ts';
import { isObject, itemsOf, own, textOf } from './json-values.ts';

/** Namespaces of MediaWiki whose names stand before the title of a page. */
const fileNamespace = 6;

/** What a printout holds by its type, see `SMW\DataTypeRegistry`. */
export const useOfType: Readonly<Record<string, ImportField>> = {
  _ema: 'email',
  _tel: 'phone',
  _geo: 'point',
};

/**
 * The values of a printout as one text, read by the type that the answer gives them: pages by their title, dates from
 * their raw form, positions, quantities with their unit, records as lines.
 */
export function printoutText(values: unknown, typeId: string): string {
  const list = Array.isArray(values) ? values : values === undefined || values === null ? [] : [values];
  return joinValues(list.map((value: unknown) => valueText(value, typeId)));
}

/** Whether a printout holds files of the wiki. */
export function holdsFiles(values: unknown): boolean {
  return itemsOf(values).some((item) => own(item.value, 'namespace') === fileNamespace);
}

function valueText(value: unknown, typeId: string): string {
  if (!isObject(value)) return literalText(textOf(value), typeId);
  if (Object.hasOwn(value, 'fulltext')) return pageTitle(value);
  if (Object.hasOwn(value, 'lat')) return `${textOf(own(value, 'lat'))}|${textOf(own(value, 'lon'))}`;
  if (Object.hasOwn(value, 'raw') || Object.hasOwn(value, 'timestamp')) return dateText(value);
  if (Object.hasOwn(value, 'unit'))
    return `${textOf(own(value, 'value'))} ${textOf(own(value, 'unit'))}`.trim();
  return recordText(value);
}

function literalText(text: string, typeId: string): string {
  if (typeId === '_boo') return { t: 'true', f: 'false' }[text] ?? text;
  if (typeId === '_ema') return text.replace(/^mailto:/i, '');
  if (typeId === '_tel') return text.replace(/^tel:/i, '');
  return typeId === '_uri' ? text : fromMediaWiki(text);
}

/** Title of a page as people read it: the one it shows, else its name without its namespace. */
export function pageTitle(page: unknown): string {
  const shown = textOf(own(page, 'displaytitle'));
  const name = textOf(own(page, 'fulltext'));
  const namespace = Number(own(page, 'namespace') ?? 0);
  return shown || (namespace === 0 ? name : name.replace(/^[^:]{1,80}:(?=.)/, ''));
}

/**
 * `1/2018/1/31/14/5` is 31 January 2018, of the Gregorian calendar (`1`); a month or a day may be missing. Else the seconds
 * since 1970.
 */
function dateText(value: unknown): string {
  const [calendar, year = '', month, day] = textOf(own(value, 'raw')).split('/');
  if (calendar === '1' && /^\d{1,4}$/.test(year)) {
    const parts = [month, day].filter((part) => part !== undefined && part !== '');
    return [year.padStart(4, '0'), ...parts.map((part) => (part ?? '').padStart(2, '0'))].join('-');
  }
  const seconds = Number(own(value, 'timestamp'));
  const instant = new Date(seconds * 1000);
  return Number.isFinite(seconds) && !Number.isNaN(instant.getTime())
    ? instant.toISOString().slice(0, 10)
    : '';
}

/** A record of several values: `{Rue: {label, typeid, item: […]}}`. */
function recordText(value: object): string {
  const lines = Object.entries(value).map(([name, part]) => {
    const items = printoutText(own(part, 'item'), textOf(own(part, 'typeid')));
    const label = textOf(own(part, 'label')) || name;
    return items === '' ? '' : `${label} : ${items.replaceAll('\u241F', ', ')}`;
  });
  return lines.filter(Boolean).join('\n');
}

/** Writing of MediaWiki, with the signs that our own texts have. */
export function fromMediaWiki(text: string): string {
  if (!/[[{='_]{2}|\[https?:/.test(text)) return text;
  return text
    .replaceAll(/^={2,6}[ \t]*([^=\n]{1,300}?)[ \t]*={2,6}[ \t]*$/gm, '## $1')
    .replaceAll(/\[\[(?:[^[\]|\n]{1,300}\|)?([^[\]|\n]{1,300})\]\]/g, '$1')
    .replaceAll(/\[(https?:\/\/[^\s\]]{1,500})\s([^\]\n]{1,300})\]/g, '$2 ($1)')
    .replaceAll(/\[(https?:\/\/[^\s\]]{1,500})\]/g, '$1')
    .replaceAll(/\{\{[^{}]{0,2000}\}\}|__[A-Z]{2,30}__/g, '')
    .replaceAll(/'''(?=\S)([^'\n]{1,500})'''/g, '**$1**')
    .replaceAll(/''(?=\S)([^'\n]{1,500})''/g, '*$1*');
}
