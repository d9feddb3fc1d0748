import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import type { Json } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import { isWebAddress } from '#kernel/web-address.ts';
import { type OwnField, type OwnForm, type OwnKind, hasList, listOf } from './own-field.ts';
import { type OwnList, optionCalled, standingOption } from './own-list.ts';

/**
 * What a practice says in a field: a text, an address of the web, a partial date or the key of a choice; a number; keys of
 * choices, or ids of practices.
 */
export type OwnValue = string | number | string[];

/** What a practice says in a territory's own fields, by their keys; what it does not say is not there. */
export type OwnValues = Readonly<Record<string, OwnValue>>;

/** Longest text and address, and most practices that one names. */
export const valueLimits = { text: 2000, link: 500, practices: 20 } as const;

export interface ValueProblem {
  code: 'not-understood';
  tooLong?: TooLong;
}

/**
 * Whether a value has the form that its kind gives it. An archive or an undoing may bring back one that has not: it is kept, and
 * shown nowhere.
 */
export function fitsKind(kind: OwnKind, value: Json | undefined): value is OwnValue {
  if (kind === 'number') return typeof value === 'number';
  if (kind === 'choices' || kind === 'practices') {
    return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
  }
  if (typeof value !== 'string') return false;
  if (kind === 'link') return isPlainAddress(value);
  if (kind === 'date') return parsePartialDate(value) === value;
  return value !== '';
}

/**
 * Reads what a person typed in a field, or a file says in a cell; null for nothing. Practices are read as they are named, one
 * a line: which they are is for `resolvePractices` to say.
 *
 * @example readOwnValue({ kind: 'number', … }, undefined, ['1 234,5']) // { ok: true, value: 1234.5 }
 */
export function readOwnValue(
  { kind }: Pick<OwnField, 'kind'>,
  list: OwnList | undefined,
  typed: readonly string[],
): Result<OwnValue | null, ValueProblem> {
  const texts = typed.map((text) => storableText(text).trim()).filter((text) => text !== '');
  const [text] = texts;
  if (text === undefined) return ok(null);
  switch (kind) {
    case 'text':
      return readText(text);
    case 'number':
      return orRefused(readNumber(text));
    case 'date':
      return orRefused(parsePartialDate(text));
    case 'link':
      return orRefused(text.length <= valueLimits.link && isPlainAddress(text) ? text : null);
    case 'choice':
      return orRefused(list && (optionCalled(list, text)?.key ?? null));
    case 'choices':
      return list ? readChoices(list, texts) : err({ code: 'not-understood' });
    case 'practices':
      return readNames(texts);
  }
}

function orRefused(value: OwnValue | null | undefined): Result<OwnValue, ValueProblem> {
  return value === null || value === undefined ? err({ code: 'not-understood' }) : ok(value);
}

function readText(text: string): Result<OwnValue, ValueProblem> {
  const tooLong = tooLongFor(text, valueLimits.text);
  return tooLong ? err({ code: 'not-understood', tooLong }) : ok(text.replaceAll(/\r\n?/g, '\n'));
}

/** A number as people write it, in French too: spaces between thousands, a comma; up to fifteen figures and six decimals. */
function readNumber(text: string): number | null {
  const plain = text.replaceAll(/\s/g, '').replace(',', '.').replace('−', '-');
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(plain) ? Number(plain) || 0 : null;
}

/** An address without a password in it. */
function isPlainAddress(text: string): boolean {
  if (!isWebAddress(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** Choices that were ticked, or that a cell parts by semicolons, bars or lines; by commas when no label holds them. */
function readChoices(list: OwnList, texts: readonly string[]): Result<OwnValue, ValueProblem> {
  const keys = new Set<string>();
  for (const text of texts) {
    const found = optionsIn(list, text);
    if (!found) return err({ code: 'not-understood' });
    for (const key of found) keys.add(key);
  }
  return ok(list.options.map(({ key }) => key).filter((key) => keys.has(key)));
}

function optionsIn(list: OwnList, text: string): string[] | undefined {
  for (const parts of [[text], text.split(/[;|\n]/), text.split(/[;|\n,]/)]) {
    const named = parts.map((part) => part.trim()).filter((part) => part !== '');
    const found = named.map((part) => optionCalled(list, part)?.key);
    if (found.length > 0 && found.every((key) => key !== undefined)) return found;
  }
  return undefined;
}

function readNames(texts: readonly string[]): Result<OwnValue, ValueProblem> {
  const names = texts.flatMap((text) => text.split(/\n|;\s+(?=https?:)/)).map((name) => name.trim());
  const kept = [...new Set(names.filter((name) => name !== ''))];
  const fits = kept.length <= valueLimits.practices && kept.every((name) => name.length <= 500);
  return fits ? ok(kept) : err({ code: 'not-understood' });
}

/** The choice that stands for a key today, in words; the key itself when the list never had it. */
export function optionLabel(list: OwnList | undefined, key: string): string {
  return (list && standingOption(list, key)?.label) ?? key;
}

/** A value with its choices by the keys that stand for them today, in the order of their list. */
export function standingValue(form: OwnForm, field: OwnField, value: OwnValue): OwnValue {
  const list = hasList(field.kind) ? listOf(form, field) : undefined;
  if (!list) return value;
  const standing = (key: string) => standingOption(list, key)?.key ?? key;
  if (!Array.isArray(value)) return standing(String(value));
  const order = list.options.map(({ key }) => key);
  return [...new Set(value.map(standing))].toSorted(
    (one, other) => order.indexOf(one) - order.indexOf(other),
  );
}
