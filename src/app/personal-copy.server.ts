import type { StreamedFile } from '#kernel/archive/stream-archive.server.ts';
import type { Json } from '#kernel/json.ts';
import type { ToldRow, ToldTable } from '#kernel/personal-data.ts';
import { slugify } from '#kernel/slug.ts';
import { writeCsv } from '#kernel/tabular/write-csv.server.ts';
import type { Locale } from '#kernel/translate.ts';
import { type MessageKey, translators } from '#messages/index.ts';
import type { PersonalCopy } from '#modules/accounts/index.server.ts';

/** Spreadsheets take a file that begins so for UTF-8. */
const byteOrderMark = '\u{FEFF}';

/**
 * The files of someone's copy: a page that says what is in it, a table for spreadsheets for each kind of thing, in folders
 * by territory, and all of it once more as JSON for programs, by the English names of the fields.
 */
export function filesOfCopy(copies: readonly PersonalCopy[], locale: Locale): StreamedFile[] {
  const folders = copies.map((copy) => ({ ...copy, folder: folderOf(copy, locale) }));
  return [
    { name: `${word('personal.copy.readme', locale)}.html`, content: () => readme(folders, locale) },
    ...folders.flatMap(({ folder, tables }) =>
      tables.map((table) => ({
        name: `${folder}/${fileOf(table, locale)}`,
        content: () => csvOf(table, locale),
      })),
    ),
    { name: 'data.json', content: () => jsonOf(copies) },
  ];
}

function word(key: MessageKey, locale: Locale): string {
  return translators[locale](key);
}

function titleOf({ name }: ToldTable, locale: Locale): string {
  return word(`personal.table.${name}` as MessageKey, locale);
}

function folderOf({ territory }: PersonalCopy, locale: Locale): string {
  return slugify(territory === '' ? word('personal.copy.account', locale) : territory);
}

function fileOf(table: ToldTable, locale: Locale): string {
  return `${slugify(titleOf(table, locale))}.csv`;
}

async function* csvOf(table: ToldTable, locale: Locale): AsyncGenerator<string> {
  const headers = table.columns.map((column) => word(`personal.column.${column}` as MessageKey, locale));
  yield byteOrderMark;
  yield* writeCsv(headers, cells(table, headers));
}

async function* cells(table: ToldTable, headers: readonly string[]) {
  for await (const row of rowsOf(table)) {
    yield Object.fromEntries(
      table.columns.map((column, index) => [headers[index] ?? column, cellOf(row[column])]),
    );
  }
}

async function* rowsOf(table: ToldTable): AsyncGenerator<ToldRow> {
  yield* await table.rows();
}

function cellOf(value: Json | undefined): string | number | boolean | null {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
}

async function* jsonOf(copies: readonly PersonalCopy[]): AsyncGenerator<string> {
  yield '[';
  for (const [place, { territory, tables }] of copies.entries()) {
    yield `${place > 0 ? ',' : ''}\n{"territory":${JSON.stringify(territory)},"tables":{`;
    for (const [index, table] of tables.entries()) {
      yield `${index > 0 ? ',' : ''}\n${JSON.stringify(table.name)}:[`;
      let separator = '';
      for await (const row of rowsOf(table)) {
        yield `${separator}\n${JSON.stringify(row)}`;
        separator = ',';
      }
      yield ']';
    }
    yield '}}';
  }
  yield '\n]\n';
}

async function* readme(
  folders: readonly (PersonalCopy & { folder: string })[],
  locale: Locale,
): AsyncGenerator<string> {
  const title = escaped(word('personal.copy.title', locale));
  const said = (['personal.copy.what', 'personal.copy.anonymous', 'personal.copy.others'] as const).map(
    (key) => `<p>${escaped(word(key, locale))}</p>`,
  );
  yield `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${said.join('')}`;
  for (const { folder, territory, tables } of folders) {
    yield `<h2>${escaped(territory || word('personal.copy.account', locale))}</h2><ul>`;
    for (const table of tables) {
      yield `<li><a href="${folder}/${fileOf(table, locale)}">${escaped(titleOf(table, locale))}</a></li>`;
    }
    yield '</ul>';
  }
  yield `<p><a href="data.json">${escaped(word('personal.copy.json', locale))}</a></p></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
