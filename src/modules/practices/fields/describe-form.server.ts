import type { Context } from '#kernel/context.ts';
import { slugify } from '#kernel/slug.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { OwnField, OwnForm, OwnKind } from './own-field.ts';
import { type OwnList, withKeyed } from './own-list.ts';
import { selectOwnForm } from './own-form-store.server.ts';
import {
  type FieldInput,
  type FormRefusal,
  type Shaped,
  createField,
  createList,
  shapeForm,
} from './shape-form.server.ts';
import { saveList } from './shape-lists.server.ts';

/** A form as a file or another tool describes it. Keys are made fit for addresses; labels are texts. */
export interface FormDescription {
  lists: readonly { key: string; name: string; options: readonly { key: string; label: string }[] }[];
  fields: readonly (Omit<FieldInput, 'kind' | 'options'> & { key: string; kind: OwnKind })[];
}

/** What was made of a description: for each field, the one that stands for it here, or why there is none. */
export type MadeForm = ReadonlyMap<string, Result<OwnField, FormRefusal>>;

/** The key of a field or a choice here, for the one that another tool gives it: `bf_adresse` becomes `bf-adresse`. */
function ownKey(key: string): string {
  return slugify(key, 'champ').slice(0, 50);
}

/**
 * Makes the lists and fields that a description names and that are not there yet. What there is stays as facilitators
 * shaped it, whatever its label became: describing twice changes nothing. A list that there is takes the choices that it
 * lacks; a field of another kind is refused (`kind`). Facilitators only.
 */
export async function ensureOwnForm(
  context: Context,
  description: FormDescription,
): Promise<Result<MadeForm, FormRefusal>> {
  return shapeForm<MadeForm>(context, async (inside, form) => {
    const made = new Map<string, Result<OwnField, FormRefusal>>();
    let now = form;
    for (const list of description.lists) {
      const saved = await ensureList(inside, now, list);
      if (!saved.ok) return saved;
      now = { ...now, lists: new Map(now.lists).set(saved.value.id, saved.value) };
    }
    for (const field of description.fields) {
      made.set(field.key, await ensureField(inside, now, field));
      now = await selectOwnForm(inside);
    }
    return ok(made);
  });
}

async function ensureList(
  inside: Context,
  form: OwnForm,
  described: FormDescription['lists'][number],
): Promise<Shaped<OwnList>> {
  const key = ownKey(described.key);
  const known = [...form.lists.values()].find((list) => list.key === key);
  const keyed = described.options.map((option) => ({ ...option, key: ownKey(option.key) }));
  const options = withKeyed(known?.options ?? [], keyed);
  if (typeof options === 'string') return err({ code: options });
  if (known) return saveList(inside, known, { list: { ...known, options } });
  return createList(inside, form, { name: described.name, options, key });
}

async function ensureField(
  inside: Context,
  form: OwnForm,
  { key: given, list, ...described }: FormDescription['fields'][number],
): Promise<Result<OwnField, FormRefusal>> {
  const key = ownKey(given);
  const known = form.fields.find((field) => field.key === key);
  if (known) return known.kind === described.kind ? ok(known) : err({ code: 'kind' });
  return createField(inside, form, { ...described, key, ...(list && { list: ownKey(list) }) });
}
