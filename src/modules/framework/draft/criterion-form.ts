import type { FieldProblem } from '#kernel/field-problems.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Locale } from '#kernel/translate.ts';
import { type CriterionPart, criterionParts } from '../criterion-facts.ts';
import type { Anchor, Criterion } from '../framework-content.ts';
import { isSoundNumberScale } from '../number-scale.ts';
import type { Words } from '../words.ts';
import { newId } from './edit-content.ts';

export const answerKinds = ['sentences', 'yes-no', 'number'] as const;
export type AnswerKind = (typeof answerKinds)[number];
export const mostLevels = 10;
/** Characters of a text. */
const longest = 2000;

/** The form of a criterion as it was typed, in one language: what is not understood comes back to be mended. */
export interface CriterionForm extends Record<CriterionPart, string> {
  title: string;
  question: string;
  answeredBy: string;
  levels: { sentence: string; bound: string }[];
  unit: string;
  better: string;
  indicators: { title: string; unit: string; how: string }[];
  /** One a line. */
  stakes: string;
  sdgs: string[];
  sources: string[];
  /** Whether texts in the other language stay beside those that were rewritten. */
  keepOthers: boolean;
}

export function readCriterionForm(form: FormData): CriterionForm {
  const typed = (name: string) => storableText(String(form.get(name) ?? '').replaceAll('\r\n', '\n'));
  const all = (name: string) => form.getAll(name).map(String);
  const rows = (list: string, most: number) =>
    Array.from({ length: most }, (_, i) => `${list}-${i + 1}`).filter((row) => form.has(`${row}-title`));
  return {
    ...(Object.fromEntries(criterionParts.map((part) => [part, typed(part)])) as Record<
      CriterionPart,
      string
    >),
    title: typed('title'),
    question: typed('question'),
    answeredBy: typed('answeredBy'),
    levels: Array.from({ length: mostLevels }, (_, i) => i + 1)
      .filter((level) => form.has(`level-${level}`))
      .map((level) => ({ sentence: typed(`level-${level}`), bound: typed(`bound-${level}`) })),
    unit: typed('unit'),
    better: typed('better'),
    indicators: rows('indicator', 20).map((row) => ({
      title: typed(`${row}-title`),
      unit: typed(`${row}-unit`),
      how: typed(`${row}-how`),
    })),
    stakes: typed('stakes'),
    sdgs: all('sdgs'),
    sources: all('sources'),
    keepOthers: form.has('keepOthers'),
  };
}

/** The form a criterion is edited with, in one language: what is written in the other one only is left empty. */
export function criterionFormOf(criterion: Criterion | undefined, locale: Locale): CriterionForm {
  const text = (words: Words | undefined) => words?.[locale] ?? '';
  const { measure } = criterion ?? {};
  return {
    ...(Object.fromEntries(criterionParts.map((part) => [part, text(criterion?.[part])])) as Record<
      CriterionPart,
      string
    >),
    title: text(criterion?.title),
    question: text(criterion?.question),
    answeredBy: measure ? 'number' : (criterion?.answeredBy ?? 'sentences'),
    levels: (criterion?.scale ?? []).map((anchor, i) => ({
      sentence: text(anchor),
      bound: String(measure?.bounds[i - 1] ?? '').replace('.', locale === 'fr' ? ',' : '.'),
    })),
    unit: text(measure?.unit),
    better: measure?.better ?? 'higher',
    indicators: (criterion?.indicators ?? []).map(({ title, unit, how }) => ({
      title: text(title),
      unit: text(unit),
      how: text(how),
    })),
    stakes: (criterion?.stakes ?? []).map(text).filter(Boolean).join('\n'),
    sdgs: (criterion?.sdgs ?? []).map(String),
    sources: criterion?.sources ?? [],
    keepOthers: false,
  };
}

/** What the form is read against: the criterion as it stands, if any, and what is around it. */
export interface CriterionBase {
  criterion?: Criterion | undefined;
  locale: Locale;
  /** Ids that nothing new may bear. */
  taken: ReadonlySet<string>;
  /** Ids of the sources that can be cited. */
  sources: readonly string[];
  /** The sentences of yes and no, when none are written. */
  yesNo: readonly [no: string, yes: string];
}

/**
 * The criterion that a form makes. A text that is rewritten loses its translation, which would say something else, unless
 * its author keeps it; one written for the first time in this language is a translation, and stands beside the other.
 */
export function criterionFrom(form: CriterionForm, base: CriterionBase): Result<Criterion, FieldProblem[]> {
  const { criterion: before, locale } = base;
  const problems: FieldProblem[] = [];
  const text = (field: string, typed: string, words?: Words): Words | undefined => {
    const trimmed = typed.trim();
    const excess = trimmed.length - longest;
    if (excess > 0) problems.push({ field, tooLong: { excess, max: longest } });
    return reworded(words, trimmed, { locale, keepOthers: form.keepOthers });
  };
  const required = (field: string, typed: string, words?: Words): Words => {
    const said = text(field, typed, words);
    if (!said) problems.push({ field });
    return said ?? {};
  };
  const title = required('title', form.title, before?.title);
  const question = required('question', form.question, before?.question);
  const scale = scaleFrom(form, base, { text, problems });
  const parts = Object.fromEntries(
    criterionParts.flatMap((part) => {
      const said = text(part, form[part], before?.[part]);
      return said ? [[part, said]] : [];
    }),
  );
  const indicators = indicatorsFrom(form, before, { text, required });
  const stakes = stakesFrom(form, before, locale);
  const sdgs = [...new Set(form.sdgs.map(Number))].filter((goal) => goal >= 1 && goal <= 17);
  if (problems.length > 0) return err(problems);
  return ok({
    id: before?.id ?? newId(title, base.taken),
    title,
    question,
    ...parts,
    ...scale,
    ...(indicators.length > 0 && { indicators }),
    ...(stakes.length > 0 && { stakes }),
    ...(sdgs.length > 0 && { sdgs }),
    sources: base.sources.filter((id) => form.sources.includes(id)),
  });
}

/** A text after it was typed again in one language; undefined when nothing is left of it. */
export function reworded(
  words: Words | undefined,
  typed: string,
  { locale, keepOthers }: { locale: Locale; keepOthers: boolean },
): Words | undefined {
  const before = words?.[locale];
  if (typed === (before ?? '')) return words;
  const { [locale]: _, ...others } = words ?? {};
  const kept = before === undefined || keepOthers ? others : {};
  const after: Words = { ...kept, ...(typed !== '' && { [locale]: typed }) };
  return Object.keys(after).length > 0 ? after : undefined;
}

type Text = (field: string, typed: string, words?: Words) => Words | undefined;

function scaleFrom(
  form: CriterionForm,
  { criterion: before, locale, yesNo }: CriterionBase,
  { text, problems }: { text: Text; problems: FieldProblem[] },
): Pick<Criterion, 'scale' | 'measure' | 'answeredBy'> {
  const asYesNo = form.answeredBy === 'yes-no';
  const rows = asYesNo ? [0, 1].map((i) => form.levels[i] ?? { sentence: '', bound: '' }) : form.levels;
  const sentences = rows.map(({ sentence }, i) => {
    const said = text(`level-${i + 1}`, sentence, wordsOf(before?.scale[i]));
    return said ?? (asYesNo ? { [locale]: yesNo[i] } : undefined);
  });
  const count = sentences.findLastIndex((said) => said !== undefined) + 1;
  const scale: Anchor[] = sentences.slice(0, count).map((said, i) => {
    if (!said) problems.push({ field: `level-${i + 1}` });
    return { level: i + 1, ...said };
  });
  if (count < 2) problems.push({ field: `level-${count + 1}` });
  if (asYesNo) return { scale, answeredBy: 'yes-no' };
  if (form.answeredBy !== 'number') return { scale };
  const unit = text('unit', form.unit, before?.measure?.unit);
  if (!unit) problems.push({ field: 'unit' });
  const better = form.better === 'lower' ? 'lower' : 'higher';
  const bounds = rows.slice(1, count).map(({ bound }, i) => numberIn(bound, `bound-${i + 2}`, problems));
  const measure = { unit: unit ?? {}, better, bounds } as const;
  const isUnordered = problems.length === 0 && !isSoundNumberScale(measure, count);
  if (isUnordered) problems.push({ field: 'bound-2' });
  return { scale, measure };
}

function wordsOf(anchor: Anchor | undefined): Words | undefined {
  if (!anchor) return undefined;
  const { level: _, ...words } = anchor;
  return words;
}

/** A number as people type it: `1 200,5` or `1200.5`. */
function numberIn(typed: string, field: string, problems: FieldProblem[]): number {
  const compact = typed.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const number = compact === '' ? Number.NaN : Number(compact);
  if (!Number.isFinite(number)) problems.push({ field });
  return number;
}

/** The indicators in the order of their rows: a row whose title is emptied takes its indicator away. */
function indicatorsFrom(
  form: CriterionForm,
  before: Criterion | undefined,
  { text, required }: { text: Text; required: (...given: Parameters<Text>) => Words },
): NonNullable<Criterion['indicators']> {
  const taken = new Set((before?.indicators ?? []).map(({ id }) => id));
  return form.indicators.flatMap((row, i) => {
    const was = before?.indicators?.[i];
    if (row.title.trim() === '' && (!was || row.how.trim() === '')) return [];
    const name = `indicator-${i + 1}`;
    const title = required(`${name}-title`, row.title, was?.title);
    const how = required(`${name}-how`, row.how, was?.how);
    const unit = text(`${name}-unit`, row.unit, was?.unit);
    const id = was?.id ?? newId(title, taken);
    taken.add(id);
    return [{ id, title, how, ...(unit && { unit }) }];
  });
}

/** Stakes as lines: those that are still there keep their translation. */
function stakesFrom(form: CriterionForm, before: Criterion | undefined, locale: Locale): Words[] {
  const known = before?.stakes ?? [];
  const lines = form.stakes
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 20);
  const elsewhere = known.filter((stake) => stake[locale] === undefined);
  return [
    ...[...new Set(lines)].map(
      (line) => known.find((stake) => stake[locale] === line) ?? { [locale]: line.slice(0, longest) },
    ),
    ...elsewhere,
  ].slice(0, 20);
}
