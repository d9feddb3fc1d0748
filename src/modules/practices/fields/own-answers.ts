import type { Actor } from '#kernel/context.ts';
import { formatPartialDate } from '#kernel/dates/partial-date.ts';
import type { Id } from '#kernel/ids.ts';
import type { Locale } from '#kernel/translate.ts';
import type { Choice } from '#kernel/ui/ui.ts';
import {
  type OwnField,
  type OwnForm,
  type OwnKind,
  type OwnName,
  type OwnVisibility,
  isOwnName,
  listOf,
  ownName,
  seenFields,
} from './own-field.ts';
import { liveOptions, standingOption } from './own-list.ts';
import { type OwnValue, type OwnValues, fitsKind, optionLabel, standingValue } from './own-value.ts';

/** A field as a form asks it. */
export interface AskedField {
  name: OwnName;
  label: string;
  help: string;
  kind: OwnKind;
  visibility: OwnVisibility;
  required: boolean;
  /** Of its list, with one that was taken away when the practice says it; none for the other kinds. */
  choices: Choice[];
}

/** What was typed in the fields that a form asked, by their names. */
export type OwnTyped = Readonly<Record<string, readonly string[]>>;

/** A territory's own part of a form: what is asked, and what it starts or comes back with. */
export interface OwnAsked {
  fields: readonly AskedField[];
  values: OwnTyped;
}

/** The fields that this actor fills in, and sees. */
export function askedFields(form: OwnForm, actor: Actor, values: OwnValues): AskedField[] {
  return seenFields(form, actor).map((field) => {
    const { label, help, kind, visibility, required } = field;
    const choices = choicesFor(form, field, values[field.key]);
    return { name: ownName(field), label, help, kind, visibility, required, choices };
  });
}

function choicesFor(form: OwnForm, field: OwnField, value: OwnValue | undefined): Choice[] {
  const list = listOf(form, field);
  if (!list) return [];
  const said = value === undefined ? [] : [standingValue(form, field, value)].flat().map(String);
  const gone = said
    .map((key) => standingOption(list, key))
    .filter((option) => option?.removed === true)
    .map((option) => option as { key: string; label: string });
  return [...liveOptions(list), ...gone].map(({ key, label }) => ({ value: key, label }));
}

/** What a form sent in a territory's own part: only of the fields that it asked, so that nothing is taken for emptied. */
export function readOwnTyped(form: FormData): OwnTyped {
  const names = form.getAll('asked').map(String).filter(isOwnName);
  return Object.fromEntries(
    names.map((name) => [name, form.getAll(name).map((text) => String(text).replaceAll('\r\n', '\n'))]),
  );
}

/** A practice that another one names, for a reader who sees it. */
export interface NamedPractice {
  id: Id;
  title: string;
  address: string;
  language: string;
}

/** What a practice says in a field, for a reader who sees it. */
export interface OwnFact {
  name: OwnName;
  label: string;
  kind: OwnKind;
  visibility: OwnVisibility;
  inList: boolean;
  value: OwnValue;
  /** Its choices in words. */
  words: readonly string[];
  /** Those it names and that the reader sees. */
  practices: readonly NamedPractice[];
}

/**
 * What a practice says in the fields that this actor sees, in the order of the form; what it does not say is left out.
 *
 * @param named practices that the actor sees, by their ids
 */
export function factsOf(
  form: OwnForm,
  actor: Actor,
  { values, named }: { values: OwnValues; named: ReadonlyMap<Id, NamedPractice> },
): OwnFact[] {
  return seenFields(form, actor).flatMap((field) => {
    const stored = values[field.key];
    if (!fitsKind(field.kind, stored)) return [];
    const value = standingValue(form, field, stored);
    const list = listOf(form, field);
    const { label, kind, visibility, inList } = field;
    const words = list ? [value].flat().map((key) => optionLabel(list, String(key))) : [];
    const ids = kind === 'practices' && Array.isArray(value) ? value : [];
    const practices = ids.flatMap((id) => named.get(id) ?? []);
    if (kind === 'practices' && practices.length === 0) return [];
    return [{ name: ownName(field), label, kind, visibility, inList, value, words, practices }];
  });
}

/** A fact in words. */
export function factText({ kind, value, words, practices }: OwnFact, locale: Locale): string {
  if (kind === 'practices') return practices.map(({ title }) => title).join(', ');
  if (words.length > 0) return words.join(', ');
  if (kind === 'date') return formatPartialDate(String(value), locale);
  if (kind === 'number') return formatNumber(Number(value), locale);
  return String(value);
}

function formatNumber(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
}

/** What a form starts with, so that sending it back unchanged changes nothing. */
export function typedOf(
  form: OwnForm,
  field: OwnField,
  { value, named }: { value: OwnValue; named: ReadonlyMap<Id, NamedPractice> },
): string[] {
  if (!fitsKind(field.kind, value)) return [];
  if (field.kind !== 'practices') return [standingValue(form, field, value)].flat().map(String);
  const seen = [value].flat().flatMap((id) => named.get(String(id)) ?? []);
  return seen.length === 0 ? [] : [seen.map(({ address }) => address).join('\n')];
}

/** What someone else saved while this form was typed, where it differs, in words. */
export function ownDifferences(
  { fields, values }: OwnAsked,
  theirs: OwnTyped,
): { term: string; text: string }[] {
  return fields.flatMap((field) => {
    const [mine, other] = [typedText(field, values), typedText(field, theirs)];
    return mine === other ? [] : [{ term: field.label, text: other || '—' }];
  });
}

/** What was typed in a field, in words. */
export function typedText({ name, choices }: AskedField, typed: OwnTyped): string {
  return (typed[name] ?? [])
    .filter((text) => text !== '')
    .map((text) => choices.find(({ value }) => value === text)?.label ?? text)
    .join(', ');
}

/** What was typed over what a form started with: the fields that were touched, with both. */
export function ownChangesTyped(typed: OwnTyped, base: OwnTyped): { typed: OwnTyped; base: OwnTyped } {
  const names = Object.keys(typed).filter((name) => !sameAnswer(typed[name], base[name]));
  const of = (all: OwnTyped) => Object.fromEntries(names.map((name) => [name, all[name] ?? []]));
  return { typed: of(typed), base: of(base) };
}

/** Whether two answers are the same, however choices are ordered and whether an empty one was sent. */
export function sameAnswer(one: readonly string[] = [], other: readonly string[] = []): boolean {
  const said = (texts: readonly string[]) =>
    JSON.stringify(
      texts
        .map((text) => text.trim())
        .filter(Boolean)
        .toSorted(),
    );
  return said(one) === said(other);
}
