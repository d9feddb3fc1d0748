import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { type Result, ok } from '#kernel/result.ts';
import { type FormDescription, type MadeForm, describedForm } from './describe-form.ts';
import { insertList, saveField, shapeForm } from './shape-form.server.ts';
import { saveList } from './shape-lists.server.ts';

/**
 * Makes the lists and fields that a description names and that are not there yet, see {@link describedForm}; each that could
 * not be made says why. Facilitators only.
 */
export async function ensureOwnForm(
  context: Context,
  description: FormDescription,
): Promise<Result<MadeForm, { code: 'not-allowed' }>> {
  const shaped = await shapeForm<MadeForm>(context, async (inside, form) => {
    const described = describedForm(form, description, newId);
    for (const { before, after } of described.lists) {
      if (before) await saveList(inside, before, { list: after });
      else await insertList(inside, after);
    }
    const { fields, lists } = described.form;
    for (const field of described.added) {
      const others = { lists, fields: fields.filter(({ position }) => position < field.position) };
      const saved = await saveField(inside, others, { field, action: 'own-field.created' });
      if (!saved.ok) throw new Error(`${field.key} was described and cannot be made: ${saved.error.code}`);
    }
    return ok(described.made);
  });
  if (!shaped.ok && shaped.error.code !== 'not-allowed') throw new Error(shaped.error.code);
  return shaped as Result<MadeForm, { code: 'not-allowed' }>;
}
