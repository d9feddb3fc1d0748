import type { Context } from '#kernel/context.ts';
import type { Changes, JournalEntry } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import { type DescribedChange, describeChanges } from '#modules/records/index.ts';
import { type OwnTeller, ownChanges } from '#modules/records/index.server.ts';
import { namedPractices } from './named-practice-store.server.ts';
import { canSeeField, fieldNamed, isOwnName, listOf } from './own-field.ts';
import { optionLabel } from './own-value.ts';
import { readOwnForm } from './read-own-form.server.ts';

/** Words for what these entries say of the territory's own fields, as far as the actor sees the fields and the practices they name. */
export async function tellOwnFields(
  context: Context,
  entries: readonly Pick<JournalEntry, 'changes'>[],
): Promise<OwnTeller> {
  const said = entries.flatMap(({ changes }) => Object.entries(changes).filter(([name]) => isOwnName(name)));
  if (said.length === 0) return () => undefined;
  const form = await readOwnForm(context);
  const ids = said.flatMap(([name, { before, after }]) =>
    fieldNamed(form, name)?.kind === 'practices' ? [...texts(before), ...texts(after)] : [],
  );
  const named = await namedPractices(context, [...new Set(ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)))]);
  return (name, value) => {
    const field = fieldNamed(form, name);
    if (!field || !canSeeField(context.actor, field)) return undefined;
    const { kind, label } = field;
    if (kind === 'practices')
      return { label, texts: texts(value).flatMap((id) => named.get(id)?.title ?? []) };
    const list = listOf(form, field);
    return { label, texts: texts(value).map((text) => (list ? optionLabel(list, text) : text)) };
  };
}

/** What two states of a practice say differently, in words; of the territory's own fields only those that the actor sees. */
export async function describeDifferences(context: Context, changes: Changes): Promise<DescribedChange[]> {
  const own = ownChanges({ changes }, await tellOwnFields(context, [{ changes }]));
  return [...describeChanges(changes, Object.keys(changes).filter(isOwnName)), ...own];
}

function texts(value: Json): string[] {
  if (value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Whether an entry changes something in a field of the territory's own that the actor does not see. */
export async function touchesUnseen(
  context: Context,
  { changes }: Pick<JournalEntry, 'changes'>,
): Promise<boolean> {
  const names = Object.keys(changes).filter(isOwnName);
  if (names.length === 0) return false;
  const form = await readOwnForm(context);
  return names.some((name) => {
    const field = fieldNamed(form, name);
    // What is off may be given back by whoever would see it.
    return !field || !canSeeField(context.actor, { ...field, removed: false });
  });
}
