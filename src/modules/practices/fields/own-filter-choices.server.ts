import type { Context } from '#kernel/context.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import { prepareFilters } from '../list-practices.server.ts';
import type { PracticeFilters } from '../practice-filters.ts';
import { countOwnValues } from '../practice-list-store.server.ts';
import { type OwnField, type OwnForm, type OwnKind, type OwnName, listOf, ownName } from './own-field.ts';
import { liveOptions, standingOption } from './own-list.ts';
import { readSeenForm } from './read-own-form.server.ts';

/** A filter that the territory added, with what it may be narrowed to. */
export interface OwnFilterChoice {
  /** Its parameter in addresses. */
  name: OwnName;
  label: string;
  kind: OwnKind;
  /** The choices of a list, each with how many practices choosing it would leave; none for the other kinds. */
  options: { value: string; label: string; count: number }[];
}

/**
 * The filters that the territory added and that the actor sees, each choice counted with the other filters as they are.
 * What is asked of them is read by `readPracticeQuery`.
 */
export async function ownFilterChoices(context: Context, given: PracticeFilters): Promise<OwnFilterChoice[]> {
  const form = await readSeenForm(context);
  const fields = form.fields.filter(({ isFilter }) => isFilter);
  if (fields.length === 0) return [];
  const key = `own-filters ${audienceOf(context)} ${JSON.stringify(given)}`;
  return context.memory.recall(context, key, () =>
    Promise.all(
      fields.map(async (field) => ({
        name: ownName(field),
        label: field.label,
        kind: field.kind,
        options: await countOptions(context, { form, field, given }),
      })),
    ),
  );
}

async function countOptions(
  context: Context,
  { form, field, given }: { form: OwnForm; field: OwnField; given: PracticeFilters },
): Promise<OwnFilterChoice['options']> {
  const list = listOf(form, field);
  if (!list) return [];
  const own = given.own?.filter(({ key }) => key !== field.key) ?? [];
  const { filters, search } = await prepareFilters(context, { ...given, own });
  const counts = new Map<string, number>();
  for (const { value, count } of await countOwnValues(context, { filters, search, field })) {
    const standing = value === null ? undefined : standingOption(list, value);
    if (standing) counts.set(standing.key, (counts.get(standing.key) ?? 0) + count);
  }
  return liveOptions(list).map(({ key, label }) => ({ value: key, label, count: counts.get(key) ?? 0 }));
}
