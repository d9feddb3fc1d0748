import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import type { Inspiration, Lever, Source } from './lever.ts';

/** A source as it was typed. */
export type SourceTyped = Source;
/** A real case as it was typed. */
export type InspirationTyped = Inspiration;

/** What the form of a lever holds, as it was typed: what is not understood comes back to be mended. */
export interface LeverFormValues {
  title: string;
  pitch: string;
  how: string;
  language: string;
  phase: string;
  posture: string;
  competent: string[];
  means: string[];
  brakes: string[];
  callsOn: string[];
  criteria: string[];
  inspirations: InspirationTyped[];
  sources: SourceTyped[];
}

/** Fields with one line or one text, and those with several boxes to tick, by the names of their controls. */
export const leverTexts = ['title', 'pitch', 'how', 'language', 'phase', 'posture'] as const;
export const leverLists = ['competent', 'means', 'brakes', 'callsOn', 'criteria'] as const;
export type LeverText = (typeof leverTexts)[number];
export type LeverList = (typeof leverLists)[number];

/** Most sources, and most real cases, that a form carries. */
const mostRows = 20;
/** Rows that a form offers beside those that are filled in. */
const freeRows = 1;

const emptySource: SourceTyped = { title: '', publisher: '', date: '', url: '' };
const emptyInspiration: InspirationTyped = { place: '', when: '', what: '', source: emptySource };

/** The form of a lever to be written. */
export const emptyLeverForm: LeverFormValues = {
  title: '',
  pitch: '',
  how: '',
  language: '',
  phase: '',
  posture: '',
  competent: [],
  means: [],
  brakes: [],
  callsOn: [],
  criteria: [],
  inspirations: [],
  sources: [],
};

/**
 * What a form sent, as it was typed. Its rows are numbered from 1 (`sources-1-title`, `inspirations-2-source-url`) and
 * read as far as they follow each other. Browsers send line ends as CR LF: they are read as the LF that was there.
 */
export function readLeverForm(form: FormData): LeverFormValues {
  const typed = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  const sourceAt = (row: string): SourceTyped => ({
    title: typed(`${row}-title`),
    publisher: typed(`${row}-publisher`),
    date: typed(`${row}-date`),
    url: typed(`${row}-url`),
  });
  return {
    ...(Object.fromEntries(leverTexts.map((name) => [name, typed(name)])) as Record<LeverText, string>),
    ...(Object.fromEntries(leverLists.map((name) => [name, form.getAll(name).map(String)])) as Record<
      LeverList,
      string[]
    >),
    inspirations: rowsOf(form, 'inspirations', 'place').map((row) => ({
      place: typed(`${row}-place`),
      when: typed(`${row}-when`),
      what: typed(`${row}-what`),
      source: sourceAt(`${row}-source`),
    })),
    sources: rowsOf(form, 'sources', 'title').map(sourceAt),
  };
}

function rowsOf(form: FormData, list: string, first: string): string[] {
  const rows = Array.from({ length: mostRows }, (_, index) => `${list}-${index + 1}`);
  const end = rows.findIndex((row) => !form.has(`${row}-${first}`));
  return end === -1 ? rows : rows.slice(0, end);
}

/** The values that a form for this lever starts with. */
export function leverFormOf({ record, details }: Lever): LeverFormValues {
  const { phase, posture, competent, means, brakes, callsOn, criteria, inspirations, sources } = details;
  const { title, pitch, language } = record;
  return {
    title,
    pitch,
    language,
    how: toMarkdown(record.body),
    phase,
    posture,
    competent,
    means,
    brakes,
    callsOn,
    criteria,
    inspirations,
    sources,
  };
}

/** The rows that the form shows: those that say something, then some that are free. */
export function withFreeRows({ inspirations, sources }: LeverFormValues): {
  inspirations: InspirationTyped[];
  sources: SourceTyped[];
} {
  return {
    inspirations: padded(inspirations, emptyInspiration, isBlankInspiration),
    sources: padded(sources, emptySource, isBlankSource),
  };
}

function padded<Row>(rows: readonly Row[], empty: Row, isBlank: (row: Row) => boolean): Row[] {
  const used = rows.findLastIndex((row) => !isBlank(row)) + 1;
  return Array.from({ length: Math.min(used + freeRows, mostRows) }, (_, index) => rows[index] ?? empty);
}

export function isBlankSource({ title, publisher, date, url }: SourceTyped): boolean {
  return [title, publisher, date, url].every((text) => text.trim() === '');
}

export function isBlankInspiration({ place, when, what, source }: InspirationTyped): boolean {
  return isBlankSource(source) && [place, when, what].every((text) => text.trim() === '');
}
