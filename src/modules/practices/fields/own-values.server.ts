import { type Context, visitor } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { shortIdOfAddress } from '#modules/records/index.ts';
import { namedPractices, practicesCalled, practicesNaming } from './named-practice-store.server.ts';
import {
  type NamedPractice,
  type OwnAsked,
  type OwnFact,
  type OwnTyped,
  askedFields,
  factsOf,
  typedOf,
} from './own-answers.ts';
import type { OwnFilter } from './own-filters.ts';
import {
  type OwnField,
  type OwnForm,
  type OwnName,
  listOf,
  ownName,
  publicFields,
  seenFields,
} from './own-field.ts';
import {
  type OwnValue,
  type OwnValues,
  fitsKind,
  readOwnValue,
  standingValue,
  valueLimits,
} from './own-value.ts';
import { readOwnForm } from './read-own-form.server.ts';

/**
 * Checks what was typed in the fields that a form asked, and puts it over what was there. What the actor does not see, and
 * what the form did not ask, stays as it was.
 *
 * @returns the names of the fields that were not understood, or left empty though an answer is asked for
 */
export async function prepareOwnValues(
  context: Context,
  typed: OwnTyped | undefined,
  base: OwnValues,
): Promise<Result<OwnValues, OwnName[]>> {
  if (!typed || Object.keys(typed).length === 0) return ok(base);
  const form = await readOwnForm(context);
  const values: Record<string, OwnValue> = { ...base };
  const invalid: OwnName[] = [];
  for (const field of seenFields(form, context.actor)) {
    const name = ownName(field);
    const texts = typed[name];
    if (!texts) continue;
    const read = await readAnswer(context, form, { field, texts, before: base[field.key] });
    if (!read.ok || (field.required && read.value === null)) invalid.push(name);
    else if (read.value === null) delete values[field.key];
    else if (!meansTheSame(form, field, [read.value, base[field.key]])) values[field.key] = read.value;
  }
  return invalid.length > 0 ? err(invalid) : ok(values);
}

/** Left as it was when nobody changed what it means, also when its choice was merged since. */
function meansTheSame(
  form: OwnForm,
  field: OwnField,
  [one, other]: readonly [OwnValue, OwnValue | undefined],
): boolean {
  if (!fitsKind(field.kind, other)) return false;
  return sameJson(standingValue(form, field, one), standingValue(form, field, other));
}

async function readAnswer(
  context: Context,
  form: OwnForm,
  { field, texts, before }: { field: OwnField; texts: readonly string[]; before: OwnValue | undefined },
): Promise<Result<OwnValue | null, unknown>> {
  const read = readOwnValue(field, listOf(form, field), texts);
  if (!read.ok || field.kind !== 'practices') return read;
  const kept = await unseenAmong(context, before);
  const names = Array.isArray(read.value) ? read.value : [];
  const found = await resolvePractices(context, names);
  if (names.some((name) => !found.has(name))) return err('unknown');
  const ids = [...new Set([...names.flatMap((name) => found.get(name) ?? []), ...kept])];
  if (ids.length > valueLimits.practices) return err('too many');
  return ok(ids.length > 0 ? ids : null);
}

/** Practices that were named and that the actor does not see: whoever edits without seeing them does not take them away. */
async function unseenAmong(context: Context, before: OwnValue | undefined): Promise<Id[]> {
  if (!fitsKind('practices', before)) return [];
  const ids = [before].flat().map(String);
  const seen = await namedPractices(context, ids);
  return ids.filter((id) => !seen.has(id));
}

/** The practices that are called so, by their address, their short id or their exact title, when only one is. */
export async function resolvePractices(context: Context, names: readonly string[]): Promise<Map<string, Id>> {
  if (names.length === 0) return new Map();
  const shortIds = new Map(names.map((name) => [name, shortIdOfAddress(name)]));
  const wanted = { shortIds: [...shortIds.values()].filter(Boolean), titles: [...names] };
  const found = await practicesCalled(context, wanted);
  return new Map(
    names.flatMap((name) => {
      const byId = found.find(({ shortId }) => shortId === shortIds.get(name));
      const byTitle = found.filter(({ title }) => title === name);
      const one = byId ?? (byTitle.length === 1 ? byTitle[0] : undefined);
      return one ? [[name, one.id] as const] : [];
    }),
  );
}

/** What a form asks of this person, and what the practice says so far. */
export async function askOwnFields(context: Context, values: OwnValues = {}): Promise<OwnAsked> {
  const form = await readOwnForm(context);
  const { actor } = context;
  const named = await namedIn(context, form, [values]);
  const typed = seenFields(form, actor).flatMap((field) => {
    const value = values[field.key];
    return value === undefined ? [] : [[ownName(field), typedOf(form, field, { value, named })] as const];
  });
  return { fields: askedFields(form, actor, values), values: Object.fromEntries(typed) };
}

/** What several practices say in the fields that the actor sees, in the same order. */
export async function ownFactsOf(context: Context, all: readonly OwnValues[]): Promise<OwnFact[][]> {
  if (all.every((values) => Object.keys(values).length === 0)) return all.map(() => []);
  const form = await readOwnForm(context);
  const named = await namedIn(context, form, all);
  return all.map((values) => factsOf(form, context.actor, { values, named }));
}

/** The practices that these values name and that the actor sees. */
async function namedIn(
  context: Context,
  form: OwnForm,
  all: readonly OwnValues[],
): Promise<Map<Id, NamedPractice>> {
  const naming = seenFields(form, context.actor).filter(({ kind }) => kind === 'practices');
  const ids = all.flatMap((values) =>
    naming.flatMap(({ key, kind }) => (fitsKind(kind, values[key]) ? values[key] : [])),
  );
  return namedPractices(context, [...new Set(ids.map(String))]);
}

/** The practices that name this one, by the field in which they do; only fields and practices that the actor sees. */
export async function namedByOthers(
  context: Context,
  id: Id,
): Promise<{ label: string; practices: NamedPractice[] }[]> {
  const form = await readOwnForm(context);
  const naming = seenFields(form, context.actor).filter(({ kind }) => kind === 'practices');
  const all = await Promise.all(
    naming.map(async (field) => ({
      label: field.label,
      practices: await practicesNaming(context, field, id),
    })),
  );
  return all.filter(({ practices }) => practices.length > 0);
}

/** What practices say in public fields, as programs and open data get it, by the keys of fields and of choices, in the same order. */
export async function publicOwnValues(
  context: Context,
  all: readonly OwnValues[],
): Promise<Record<string, OwnValue>[]> {
  if (all.every((values) => Object.keys(values).length === 0)) return all.map(() => ({}));
  const form = await readOwnForm(context);
  // Whoever asks: a practice that not everyone sees is named in no file.
  const named = await namedIn({ ...context, actor: visitor }, form, all);
  const fields = publicFields(form);
  return all.map((values) =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const stored = values[field.key];
        if (!fitsKind(field.kind, stored)) return [];
        if (field.kind !== 'practices') return [[field.key, standingValue(form, field, stored)]];
        const seen = [stored].flat().flatMap((id) => named.get(String(id)) ?? []);
        return seen.length > 0 ? [[field.key, seen.map(({ address }) => context.origin + address)]] : [];
      }),
    ),
  );
}

/** Filters with the ids of practices in place of the short ids that an address gives. */
export async function withOwnIds(
  context: Context,
  own: readonly OwnFilter[] | undefined,
): Promise<OwnFilter[] | undefined> {
  if (!own) return undefined;
  return Promise.all(
    own.map(async (filter) => {
      if (filter.kind !== 'practices') return filter;
      const found = await resolvePractices(context, filter.anyOf);
      return { ...filter, anyOf: [...found.values()] };
    }),
  );
}
