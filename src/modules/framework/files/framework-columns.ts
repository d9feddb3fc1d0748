import type { Words } from '../words.ts';

/** What a line of the file is about. */
export const rowTypes = [
  'framework',
  'author',
  'from',
  'source',
  'dimension',
  'criterion',
  'level',
  'indicator',
  'stake',
] as const;
export type RowType = (typeof rowTypes)[number];

/** Columns that hold a text in each language: `title_fr`, `title_en`. */
export const wordColumns = [
  'title',
  'question',
  'description',
  'why',
  'compared_with',
  'conditions',
  'rebound',
  'not_applicable_if',
  'evidence',
  'unit',
  'notice',
  'how_to_answer',
  'change_note',
] as const;
export type WordColumn = (typeof wordColumns)[number];

const plainBefore = ['type', 'id', 'parent', 'level', 'bound'] as const;
const plainAfter = [
  'better',
  'answered_by',
  'sdgs',
  'sources',
  'name',
  'date',
  'url',
  'version',
  'licence',
  'starting_point',
] as const;
export type PlainColumn = (typeof plainBefore)[number] | (typeof plainAfter)[number];

/** Every column, in the order of the file. */
export const columns: readonly string[] = [
  ...plainBefore,
  ...wordColumns.flatMap((name) => [`${name}_fr`, `${name}_en`]),
  ...plainAfter,
];

/** Cells by column; one that is absent is empty. */
export type Cells = Record<string, string>;

/** Where the texts of a criterion stand. */
export const criterionColumns = {
  title: 'title',
  question: 'question',
  why: 'why',
  comparedWith: 'compared_with',
  conditions: 'conditions',
  rebound: 'rebound',
  notApplicableIf: 'not_applicable_if',
  evidence: 'evidence',
} as const satisfies Record<string, WordColumn>;

/** Where the texts of the whole stand. */
export const frameworkColumns = {
  title: 'title',
  description: 'description',
  notice: 'notice',
  howToAnswer: 'how_to_answer',
  changeNote: 'change_note',
} as const satisfies Record<string, WordColumn>;

export function wordCells(column: WordColumn, words: Words | undefined): Cells {
  return { [`${column}_fr`]: words?.fr ?? '', [`${column}_en`]: words?.en ?? '' };
}

/** The text of a column in the languages it was written in; undefined when it was not. */
export function wordsOf(cells: Cells, column: WordColumn): Words | undefined {
  const fr = (cells[`${column}_fr`] ?? '').trim();
  const en = (cells[`${column}_en`] ?? '').trim();
  return fr || en ? { ...(fr && { fr }), ...(en && { en }) } : undefined;
}
