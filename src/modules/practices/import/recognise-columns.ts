import { type Result, err, ok } from '#kernel/result.ts';
import { cleanText, plainWords } from './clean-text.ts';
import { columnRules } from './column-rules.ts';
import { findContacts, readPhones } from './contacts.ts';
import type { ExplicitMapping } from './explicit-mapping.ts';
import { readLooseDate } from '#kernel/dates/loose-date.ts';
import type { OwnKind } from '../fields/own-field.ts';
import type { ImportError } from './import-codes.ts';
import { type OwnUse, isOwnUse } from './own-columns.ts';
import { detectSeparator, type ValueSeparator } from './multiple-values.ts';
import { drawsSurface } from '../practice-area.ts';
import { parseGeometry } from './formats/parse-geometry.ts';
import { parseCoordinate, parsePair } from './parse-coordinates.ts';
import { fieldsOfSeveralColumns, type ImportField } from './practice-draft.ts';

export interface RecognisedColumn {
  header: string;
  /** `extra`: kept under its own name; `ignored`: left out because someone decided so. */
  field: ImportField | OwnUse | 'extra' | 'ignored';
  /** How surely, from 0 to 1; 1 when the mapping says so. */
  score: number;
  /** What parts several values in a cell. */
  separator: ValueSeparator;
  /** Of the territory's own field that it goes to. */
  kind?: OwnKind;
}

/** Cells of a row by name of column. */
export type Cells = Readonly<Record<string, string>>;

/** A cell of a row; a column may be called `constructor`, which every object has. */
export function cellOf(cells: Cells, header: string): string {
  return Object.hasOwn(cells, header) ? (cells[header] ?? '') : '';
}

/** At least this sure, else the column is kept as it is. */
const leastScore = 0.35;

/**
 * Finds what each column holds, from its name and from some of its cells: a column called `Contact` full of e-mail
 * addresses is one of e-mails, a `Latitude` that holds no number is none. A field takes one column, the surest, except
 * those that several can fill. `mapping` decides for the columns it names.
 *
 * @param sample cells of the first rows; without them names decide alone
 */
export function recogniseColumns(
  headers: readonly string[],
  sample: readonly Cells[],
  mapping: ExplicitMapping = {},
): Result<RecognisedColumn[], ImportError> {
  const unknown = Object.keys(mapping).find((header) => !headers.includes(header));
  if (unknown !== undefined) return err({ code: 'mapping-unknown-column', params: { column: unknown } });
  const columns = headers.map((header) => ({
    header,
    cells: sample.map((row) => cleanText(cellOf(row, header))),
  }));
  const free = columns.filter(({ header }) => !Object.hasOwn(mapping, header));
  const guesses = free.flatMap(({ header, cells }) => guess(header, cells));
  const chosen = withTitle(choose(guesses, takenBy(mapping)), free, mapping);
  const recognised = columns.map(({ header, cells }): RecognisedColumn => {
    const isGiven = Object.hasOwn(mapping, header);
    const field = isGiven ? (mapping[header] ?? 'ignored') : (chosen.get(header)?.field ?? 'extra');
    const score = isGiven ? 1 : (chosen.get(header)?.score ?? 0);
    return { header, field, score, separator: separatorOf(field, cells) };
  });
  const hasTitle = recognised.some(({ field }) => field === 'title');
  return hasTitle
    ? ok(recognised)
    : err({ code: 'no-title-column', params: { columns: headers.slice(0, 30).join(', ') } });
}

/** Keywords are parted by commas everywhere; themes as the column shows. */
function separatorOf(field: RecognisedColumn['field'], cells: readonly string[]): ValueSeparator {
  if (field === 'tags') return ',';
  return field === 'themes' ? detectSeparator(cells) : null;
}

interface Guess {
  header: string;
  field: ImportField;
  score: number;
}

function takenBy(mapping: ExplicitMapping): Set<ImportField> {
  return new Set(
    Object.values(mapping).filter(
      (use) => use !== null && use !== 'extra' && !isOwnUse(use),
    ) as ImportField[],
  );
}

/** The surest guess first; at equal sureness, the column that comes first. */
function choose(guesses: readonly Guess[], taken: Set<ImportField>): Map<string, Guess> {
  const chosen = new Map<string, Guess>();
  for (const one of guesses.toSorted((first, other) => other.score - first.score)) {
    const isFree = !taken.has(one.field) || fieldsOfSeveralColumns.has(one.field);
    if (chosen.has(one.header) || !isFree || one.score < leastScore) continue;
    chosen.set(one.header, one);
    taken.add(one.field);
  }
  return chosen;
}

/** A name that nobody knows, for a column that has one; as sure as a guess may be, and as no rule is. */
const guessedScore = 0.4;

/** The column that was taken for the names although it is not called so; undefined when there is none. */
export function guessedTitle(columns: readonly RecognisedColumn[]): string | undefined {
  return columns.find(({ field, score }) => field === 'title' && score === guessedScore)?.header;
}

/**
 * Where no column is called a name, the one that looks most like names: texts of one line, short, each another. Only in a
 * file that tells of places or people, for a page of words is a table too.
 */
function withTitle(
  chosen: Map<string, Guess>,
  columns: readonly Column[],
  mapping: ExplicitMapping,
): Map<string, Guess> {
  const fields = [...chosen.values(), ...Object.values(mapping).map((field) => ({ field, score: 1 }))];
  if (fields.some(({ field }) => field === 'title')) return chosen;
  if (!fields.some(({ field, score }) => score >= 0.8 && tellsWhere.has(field ?? ''))) return chosen;
  const named = columns.find(({ header, cells }) => !chosen.has(header) && areNames(cells.filter(Boolean)));
  return named
    ? new Map([...chosen, [named.header, { header: named.header, field: 'title', score: guessedScore }]])
    : chosen;
}

interface Column {
  header: string;
  cells: readonly string[];
}

const tellsWhere: ReadonlySet<string> = new Set([
  'communeName',
  'address',
  'postalCode',
  'email',
  'phone',
  'point',
]);

function areNames(filled: readonly string[]): boolean {
  const isName = (cell: string) =>
    cell.length <= 120 && /\p{L}{3}/u.test(cell) && !/^https?:|@|^[{[]/.test(cell);
  return filled.length > 0 && filled.every(isName) && new Set(filled).size > filled.length * 0.8;
}

function guess(header: string, cells: readonly string[]): Guess[] {
  const filled = cells.filter(Boolean);
  if (/^#\d+$/.test(header)) return guessByContent(header, filled);
  const names = namesOf(header);
  const best = new Map<ImportField, number>();
  for (const { field, score, pattern } of columnRules) {
    const matched = names.find(
      (name) => pattern.test(name.text) && (!name.isInner || innerFields.has(field)),
    );
    if (matched) best.set(field, Math.max(best.get(field) ?? 0, score * matched.weight));
  }
  const private_ = privateField(filled);
  if (private_) best.set(private_, Math.max(best.get(private_) ?? 0, 0.97));
  return [...best].flatMap(([field, score]) =>
    fits({ field, score }, filled) ? [{ header, field, score }] : [],
  );
}

/** Of a column without a name; only what can hardly be anything else. */
const contents: readonly (readonly [field: ImportField, shape: RegExp])[] = [
  ['postalCode', /^(0[1-9]|[1-8]\d|9[0-578])\d{3}$/],
  ['latitude', /^(4[1-9]|5[01])[.,]\d{3,}$/],
  ['longitude', /^-?[0-9][.,]\d{3,}$/],
  ['website', /^(https?:\/\/|www\.)\S+$/],
];

function guessByContent(header: string, filled: readonly string[]): Guess[] {
  if (filled.length === 0) return [];
  const field =
    privateField(filled) ?? contents.find(([, shape]) => filled.every((cell) => shape.test(cell)))?.[0];
  return field ? [{ header, field, score: 0.9 }] : [];
}

/** What the last part of a name like `address.postalCode` may tell; `owner.name` is nobody's title. */
const innerFields: ReadonlySet<ImportField> = new Set<ImportField>([
  'latitude',
  'longitude',
  'point',
  'address',
  'postalCode',
  'communeName',
  'communeCode',
  'website',
  'email',
  'phone',
  'externalId',
  'openingHours',
]);

interface Name {
  text: string;
  weight: number;
  /** Only the last part of a name with dots. */
  isInner: boolean;
}

/** The name as words, without what stands in brackets; and with it, a little less sure. */
function namesOf(header: string): Name[] {
  // The register of companies adds to each name what it is about.
  const spaced = header
    .replace(/(?<=[a-z])(Etablissement|UniteLegale)$/, '')
    .replaceAll(/(?<=[a-z]{2})(?=[A-Z][a-z])/g, ' ');
  const bare = plainWords(spaced.replaceAll(/\([^)]*\)?/g, ' '));
  const whole = plainWords(spaced);
  const inner = /^\S+\.([^.]+)$/.exec(spaced)?.[1];
  return [
    { text: bare, weight: 1, isInner: false },
    ...(whole === bare ? [] : [{ text: whole, weight: 0.95, isInner: false }]),
    ...(inner === undefined ? [] : [{ text: plainWords(inner), weight: 0.95, isInner: true }]),
  ];
}

/** Columns of people's addresses and numbers, whatever their name: nothing of them may become public. */
function privateField(filled: readonly string[]): ImportField | null {
  const share = (test: (cell: string) => boolean) => filled.filter(test).length / filled.length;
  const short = filled.filter((cell) => cell.length < 80);
  if (filled.length < 3 || short.length < filled.length) return null;
  if (share((cell) => findContacts(cell).emails.length > 0) > 0.8) return 'email';
  return share((cell) => findContacts(cell).phones.length > 0) > 0.8 ? 'phone' : null;
}

const shapes: Partial<Record<ImportField, (cell: string) => boolean>> = {
  latitude: (cell) => parseCoordinate(cell) !== null,
  longitude: (cell) => parseCoordinate(cell) !== null,
  x: (cell) => parseCoordinate(cell) !== null,
  y: (cell) => parseCoordinate(cell) !== null,
  point: (cell) => parsePair(cell) !== null,
  postalCode: (cell) => /\d{4,5}/.test(cell.replaceAll(' ', '')),
  communeCode: (cell) => /^(\d{4,5}|2[AB]\d{3})([.,]0+)?$/i.test(cell.replaceAll(' ', '')),
  communeName: (cell) => /\p{L}{2}/u.test(cell) && cell.length < 100,
  title: (cell) => /\p{L}/u.test(cell) && !/^https?:/i.test(cell),
  updatedOn: (cell) => readLooseDate(cell) !== null,
  createdOn: (cell) => readLooseDate(cell) !== null,
  since: (cell) => readLooseDate(cell) !== null,
  website: (cell) => /\.\p{L}{2,}/u.test(cell),
  sourceUrl: (cell) => /^https?:/.test(cell),
  phone: (cell) => readPhones(cell) !== null || /\d{2}/.test(cell),
  email: (cell) => /@|\bat\b|arobase/i.test(cell),
  count: (cell) => /^\d+$/.test(cell),
  area: (cell) => cell.startsWith('{') && drawsSurface(parseGeometry(cell)),
};

/** Whether the cells look like that field: most of them must. Columns without cells are taken by their name. */
function fits({ field, score }: Pick<Guess, 'field' | 'score'>, filled: readonly string[]): boolean {
  if (filled.length === 0) return true;
  if (field === 'externalId') return isIdentifier(filled, score >= 1);
  if (field === 'themes' && score <= weakTheme) return doRecur(filled);
  if (field === 'title' && score < 1 && !areMostly(filled, isShort)) return false;
  const shape = shapes[field];
  return shape === undefined || areMostly(filled, shape);
}

/** Names of columns that mean a theme only when their cells say the same things again and again. */
const weakTheme = 0.5;

function doRecur(filled: readonly string[]): boolean {
  return (
    filled.length >= 10 &&
    new Set(filled).size * 3 <= filled.length &&
    filled.every((cell) => cell.length < 60)
  );
}

function areMostly(cells: readonly string[], test: (cell: string) => boolean): boolean {
  return cells.filter(test).length * 2 > cells.length;
}

/** Nobody calls a place by a page of text, unless the column says that it is its name. */
function isShort(cell: string): boolean {
  return cell.length < 1000;
}

/** Ids hardly repeat; a `N°` that only numbers the rows is none, since it changes with their order. */
function isIdentifier(filled: readonly string[], isCalledId: boolean): boolean {
  const distinct = new Set(filled).size / filled.length;
  if (isCalledId) return distinct > 0.5;
  const isRowNumber = filled.every((cell, index) => Number(cell) === index + Number(filled[0]));
  return !isRowNumber && distinct > 0.95;
}
