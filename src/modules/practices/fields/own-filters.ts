import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type OwnField, type OwnForm, canFilter, listOf, ownName } from './own-field.ts';
import { keysMeaning, optionCalled } from './own-list.ts';
import { readOwnValue } from './own-value.ts';

/** What a list is narrowed by, in a territory's own field. */
export type OwnFilter =
  | { key: string; kind: 'choice' | 'choices' | 'practices'; anyOf: string[] }
  /** From and to, both included; null where there is no end. */
  | { key: string; kind: 'number'; from: number | null; to: number | null }
  | { key: string; kind: 'date'; from: string | null; to: string | null };

/** Most values of one field that an address asks for. */
const mostValues = 50;

export function isOwnParameter(name: string): boolean {
  return name.startsWith('field.');
}

/**
 * Reads `field.<key>=…` of an address: keys of choices (several mean any of them), short ids of practices, a number or a date, or
 * two of them as `2014..2016`, of which one may be missing. A parameter that is not understood is named.
 *
 * @param form with the fields that the reader sees: others count as unknown
 */
export function readOwnFilters(
  query: URLSearchParams,
  form: OwnForm,
): Result<OwnFilter[], { code: 'unknown-parameter' | 'invalid-parameter'; field: string }> {
  const filters: OwnFilter[] = [];
  for (const name of new Set([...query.keys()].filter(isOwnParameter))) {
    const values = query.getAll(name).filter((value) => value.trim() !== '');
    if (values.length === 0) continue;
    const field = form.fields.find((one) => ownName(one) === name);
    if (!field || !canFilter(field.kind)) return err({ code: 'unknown-parameter', field: name });
    const filter = values.length <= mostValues ? readFilter(form, field, values) : undefined;
    if (!filter) return err({ code: 'invalid-parameter', field: name });
    filters.push(filter);
  }
  return ok(filters);
}

function readFilter(form: OwnForm, field: OwnField, values: readonly string[]): OwnFilter | undefined {
  const { key, kind } = field;
  const list = listOf(form, field);
  const [first = ''] = values;
  switch (kind) {
    case 'choice':
    case 'choices': {
      const found = values.map((value) => list && optionCalled(list, value)?.key);
      if (!list || !found.every((one) => one !== undefined)) return undefined;
      return { key, kind, anyOf: [...new Set(found.flatMap((one) => keysMeaning(list, one)))] };
    }
    case 'practices': {
      const ids = values.map((value) => /(?:^|-)([0-9a-z]{8})$/.exec(value.toLowerCase())?.[1]);
      return ids.every((id) => id !== undefined) ? { key, kind, anyOf: ids } : undefined;
    }
    case 'number': {
      const ends = endsOf(first, values.length, (text) => {
        const read = readOwnValue(field, undefined, [text]);
        return read.ok ? (read.value as number) : null;
      });
      return ends && { key, kind, ...ends };
    }
    case 'date': {
      const ends = endsOf<string>(first, values.length, parsePartialDate);
      return ends && { key, kind, ...ends };
    }
    default:
      return undefined;
  }
}

/** `5`, `5..`, `..10` or `5..10`. */
function endsOf<End>(
  text: string,
  count: number,
  read: (text: string) => End | null,
): { from: End | null; to: End | null } | undefined {
  if (count !== 1) return undefined;
  const parts = text.split('..').map((part) => part.trim());
  if (parts.length > 2 || parts.every((part) => part === '')) return undefined;
  const ends = parts.map((part) => (part === '' ? null : read(part)));
  if (parts.some((part, place) => part !== '' && ends[place] === null)) return undefined;
  const [from = null, to = null] = ends;
  return { from, to: parts.length === 1 ? from : to };
}
