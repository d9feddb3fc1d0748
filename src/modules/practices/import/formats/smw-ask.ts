import type { ImportWarning } from '../import-codes.ts';
import type { Cells } from '../recognise-columns.ts';
import { isObject, itemsOf, own, textOf } from './json-values.ts';
import { siteOf } from './site-of.ts';
import { holdsFiles, pageTitle, printoutText, useOfType } from './smw-values.ts';
import type { KnownColumns } from './source-table.ts';

/** Pages of a wiki as a table of texts. */
export interface AskTable {
  headers: string[];
  known: KnownColumns;
  rows: Cells[];
  sourceName: string;
  warnings: ImportWarning[];
}

/** Whether a JSON value is an answer of Semantic MediaWiki: of its API, or of `Special:Ask`. */
export function isAskAnswer(value: unknown): boolean {
  const query = queryOf(value);
  return Array.isArray(own(query, 'printrequests')) && own(query, 'results') !== undefined;
}

/** The API puts the answer under `query`; the page `Special:Ask` gives it bare. */
function queryOf(value: unknown): unknown {
  return own(value, 'query') ?? value;
}

/** The three columns that the pages themselves give. */
const pageHeaders = { title: 'displaytitle', id: 'fulltext', address: 'fullurl' } as const;

interface Printout {
  /** Its name in the results. */
  label: string;
  header: string;
  typeId: string;
}

/**
 * Reads the answer of a query, of version 2 (results by page) or 3 (a list of one page each): pages become rows, what was
 * asked of them columns. More pages than the answer holds are told.
 */
export function readAsk(value: unknown): AskTable {
  const query = queryOf(value);
  const pages = pagesIn(own(query, 'results'));
  const printouts = printoutsOf(own(query, 'printrequests'));
  const rows = pages.map(({ name, page }): Cells => {
    const cells: [string, string][] = [
      [pageHeaders.title, pageTitle(page) || name],
      [pageHeaders.id, textOf(own(page, 'fulltext')) || name],
      [pageHeaders.address, absolute(textOf(own(page, 'fullurl')))],
      ...printouts.map(({ label, header, typeId }): [string, string] => [
        header,
        printoutText(own(own(page, 'printouts'), label), typeId),
      ]),
    ];
    return Object.fromEntries(cells.filter(([, text]) => text !== ''));
  });
  return {
    headers: [...Object.values(pageHeaders), ...printouts.map(({ header }) => header)],
    known: knownColumns(printouts, pages),
    rows,
    sourceName: siteOf(rows.map((row) => row[pageHeaders.address] ?? '')),
    warnings: warningsOf(value, pages.length),
  };
}

interface Page {
  name: string;
  page: unknown;
}

function pagesIn(results: unknown): Page[] {
  const entries = Array.isArray(results)
    ? results.flatMap((one: unknown) => (isObject(one) ? Object.entries(one) : []))
    : itemsOf(results).map(({ key, value }) => [key, value] as const);
  return entries.filter(([, page]) => isObject(page)).map(([name, page]) => ({ name, page }));
}

/** Mode 2 asks for the page itself, whose name every result bears anyway. */
function printoutsOf(requests: unknown): Printout[] {
  const taken = new Set<string>(Object.values(pageHeaders));
  return itemsOf(requests).flatMap(({ value }) => {
    const label = textOf(own(value, 'label'));
    if (label === '' || own(value, 'mode') === 2) return [];
    const header = taken.has(label) ? `${label} (${textOf(own(value, 'key')) || taken.size})` : label;
    if (taken.has(header)) return [];
    taken.add(header);
    return [{ label, header, typeId: textOf(own(value, 'typeid')) }];
  });
}

function knownColumns(printouts: readonly Printout[], pages: readonly Page[]): KnownColumns {
  let hasPoint = false;
  const said = printouts.flatMap(({ label, header, typeId }) => {
    const isFiles = pages.some(({ page }) => holdsFiles(own(own(page, 'printouts'), label)));
    const use = isFiles ? 'files' : useOfType[typeId];
    // A second position is another one than that of the page.
    if (use === undefined || (use === 'point' && hasPoint)) return [];
    hasPoint ||= use === 'point';
    return [[header, use] as const];
  });
  return {
    [pageHeaders.title]: 'title',
    [pageHeaders.id]: 'externalId',
    [pageHeaders.address]: 'sourceUrl',
    ...Object.fromEntries(said),
  };
}

function warningsOf(value: unknown, count: number): ImportWarning[] {
  const next = own(value, 'query-continue-offset') ?? own(queryOf(value), 'query-continue-offset');
  return next === undefined
    ? []
    : [{ field: null, code: 'more-pages-at-source', params: { count, offset: textOf(next) } }];
}

/** Some wikis give addresses without their protocol. */
function absolute(address: string): string {
  return address.startsWith('//') ? `https:${address}` : address;
}
