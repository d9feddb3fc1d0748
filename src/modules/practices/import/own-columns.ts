import { readLooseDate } from '#kernel/dates/loose-date.ts';
import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { type Result, ok } from '#kernel/result.ts';
import {
  type DescribedField,
  type DescribedList,
  type FormDescription,
  ownKey,
  standingField,
} from '../fields/describe-form.ts';
import {
  type OwnField,
  type OwnForm,
  type OwnKind,
  type OwnName,
  type OwnVisibility,
  fieldNamed,
  hasList,
  isOwnName,
  listOf,
  ownName,
} from '../fields/own-field.ts';
import { isLabel, labelKey, optionCalled } from '../fields/own-list.ts';
import { type OwnValue, type ValueProblem, readOwnValue, valueLimits } from '../fields/own-value.ts';
import { shorten } from './clean-text.ts';
import { detectSeparator } from './multiple-values.ts';
import type { RecognisedColumn } from './recognise-columns.ts';

/** What a column may be made a field of. */
export const newKinds = ['text', 'number', 'date', 'choice', 'choices', 'link', 'practices'] as const;
export type NewKind = (typeof newKinds)[number];

/** A field of the territory's own by its name, or one to be made of that kind. */
export type OwnUse = OwnName | `new.${NewKind}`;

export function isOwnUse(use: string): use is OwnUse {
  return isOwnName(use) || newKinds.some((kind) => use === `new.${kind}`);
}

/** A question that the file itself describes, as the form of a wiki does. */
export interface SourceQuestion {
  key: string;
  label: string;
  kind: NewKind;
  visibility: OwnVisibility;
  /** The choices of its list, and the name by which several questions share it; null when they are not known. */
  list: { key: string; name: string; options: readonly { key: string; label: string }[] } | null;
}

/** Where the answers of a column go. */
export interface OwnTarget {
  header: string;
  name: OwnName;
  kind: OwnKind;
  /** The field to make when there is none, and whose list takes the choices of the file; null for one that was named. */
  question: SourceQuestion | null;
}

export interface OwnColumns {
  columns: RecognisedColumn[];
  targets: OwnTarget[];
  /** Columns of fields that are not in the form, or are off. */
  missing: { column: string; field: string }[];
}

export interface OwnReading {
  form: OwnForm;
  /** By header. */
  questions: ReadonlyMap<string, SourceQuestion>;
  /** Whether questions of the file whose answers no field takes become fields. */
  takesQuestions: boolean;
}

/**
 * Finds the columns that go to fields of the territory's own: those that a mapping sends there, and the questions of the file
 * that nothing else takes.
 *
 * @param options.decided headers of which a person decided
 * @param options.cellsOf some cells of a column
 */
export function ownColumnsOf(
  recognised: readonly RecognisedColumn[],
  { form, questions, takesQuestions }: OwnReading,
  { decided, cellsOf }: { decided: ReadonlySet<string>; cellsOf: (header: string) => readonly string[] },
): OwnColumns {
  const found: OwnColumns = { columns: [], targets: [], missing: [] };
  const taken = new Set<OwnName>();
  for (const column of recognised) {
    const { header } = column;
    const use = column.field;
    const question = questions.get(header);
    const target = isOwnUse(use)
      ? targetOf(header, { use, question, form })
      : use === 'extra' && !decided.has(header) && question && takesQuestions
        ? targetOf(header, { use: `new.${question.kind}`, question, form })
        : undefined;
    const isFree = target && !taken.has(target.name);
    if (isFree) {
      taken.add(target.name);
      found.targets.push(target);
      const separator = target.kind === 'choices' ? detectSeparator(cellsOf(header)) : null;
      found.columns.push({ ...column, field: target.name, separator, kind: target.kind });
    } else {
      if (isOwnUse(use) && !target) found.missing.push({ column: header, field: use });
      found.columns.push(isOwnUse(use) ? { ...column, field: 'extra' } : column);
    }
  }
  return found;
}

/** Columns that are called as a field of the territory is in our exports: `field.saison`, in GeoJSON `fields.saison`. */
export function columnsNamedAsOwn(headers: readonly string[], form: OwnForm): Record<string, OwnName> {
  const named = headers.flatMap((header) => {
    const name = header.replace(/^fields\./, 'field.');
    return isOwnName(name) && fieldNamed(form, name) ? [[header, name] as const] : [];
  });
  return Object.fromEntries(named);
}

function targetOf(
  header: string,
  { use, question, form }: { use: OwnUse; question: SourceQuestion | undefined; form: OwnForm },
): OwnTarget | undefined {
  if (isOwnName(use)) {
    const field = fieldNamed(form, use);
    return field && !field.removed ? { header, name: use, kind: field.kind, question: null } : undefined;
  }
  const kind = newKinds.find((one) => use === `new.${one}`) ?? 'text';
  const asked: SourceQuestion = { ...(question ?? questionOf(header)), kind };
  const standing = standingField(form, asked);
  const name = ownName(standing ?? { key: ownKey(asked.key) });
  return { header, name, kind: standing?.kind ?? kind, question: asked };
}

/** Longest question, in characters, as the form takes it. */
const longestLabel = 100;

/** A column as a question; `field.saison`, of an export of ours, is the field that has this key there. */
function questionOf(header: string): Omit<SourceQuestion, 'kind'> {
  const text = header.replace(/^fields?\.(?=[a-z0-9-]+$)/, '');
  const label = text === header ? text : text.charAt(0).toUpperCase() + text.slice(1).replaceAll('-', ' ');
  return { key: text, label: shorten(label, longestLabel), visibility: 'public', list: null };
}

/**
 * The fields that an import makes, and the choices that it adds.
 *
 * @param said every answer of the file, by the name of the field, for those that are choices
 */
export function describedBy(
  targets: readonly OwnTarget[],
  form: OwnForm,
  said: ReadonlyMap<OwnName, readonly string[]>,
): FormDescription {
  const lists = new Map<string, DescribedList>();
  const fields: DescribedField[] = [];
  for (const { question, name, kind } of targets) {
    if (!question) continue;
    const field = { key: keyOf(name), label: question.label, kind, visibility: question.visibility };
    if (!hasList(kind)) {
      fields.push(field);
      continue;
    }
    const list = listFor(question, { form, name, said: said.get(name) ?? [] });
    const options = [...(lists.get(list.key)?.options ?? []), ...list.options];
    lists.set(list.key, { ...list, options });
    fields.push({ ...field, list: list.key });
  }
  return { lists: [...lists.values()], fields };
}

/** The key in the name of a field. */
export function keyOf(name: OwnName): string {
  return name.slice('field.'.length);
}

/** The choices that the file describes, then those that its answers name beside; none that the list here has or had. */
function listFor(
  { key, label, list }: SourceQuestion,
  { form, name, said }: { form: OwnForm; name: OwnName; said: readonly string[] },
): DescribedList {
  const field = fieldNamed(form, name);
  const known = field && listOf(form, field);
  const described = list?.options.filter((option) => isLabel(option.label)) ?? [];
  const labels = new Set(described.map((option) => labelKey(option.label)));
  const others = said.filter((text) => isLabel(text) && !labels.has(labelKey(text)));
  const added = others.filter((text) => !known || !optionCalled(known, text));
  return {
    key: known?.key ?? list?.key ?? key,
    name: shorten(list?.name || label, longestLabel),
    options: [...described, ...added.map((text) => ({ label: text }))],
  };
}

/**
 * Reads what a file says in a field: as a person would type it, and dates in all the ways in which files write them. A text
 * that is too long is shortened.
 */
export function readOwnCell(
  form: OwnForm,
  field: OwnField,
  texts: readonly string[],
): Result<{ value: OwnValue | null; isShortened: boolean }, ValueProblem> {
  const tidy = field.kind === 'date' ? texts.map(dateOf) : texts;
  const read = readOwnValue(field, listOf(form, field), tidy);
  if (read.ok) return ok({ value: read.value, isShortened: false });
  if (field.kind !== 'text' || !read.error.tooLong) return read;
  return ok({ value: shorten(texts[0] ?? '', valueLimits.text), isShortened: true });
}

function dateOf(text: string): string {
  return parsePartialDate(text) ?? readLooseDate(text)?.date ?? text;
}
