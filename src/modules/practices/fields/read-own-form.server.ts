import type { Context } from '#kernel/context.ts';
import { historyOfTerritory } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import {
  type FormEvent,
  type OwnForm,
  canShapeForm,
  formActions,
  isUndoableFormAction,
  seenForm,
} from './own-field.ts';
import { selectOwnForm } from './own-form-store.server.ts';
import { countValues } from './own-value-store.server.ts';

/** The territory's own fields and lists, those that are off included: what is shown of them is for `seenFields` to say. */
export function readOwnForm(context: Context): Promise<OwnForm> {
  return context.memory.recall(context, 'own-form', () => selectOwnForm(context));
}

/** The form as the actor sees it: what addresses may name. */
export async function readSeenForm(context: Context): Promise<OwnForm> {
  return seenForm(await readOwnForm(context), context.actor);
}

/** How much of the history is told. */
const mostTold = 30;

export interface ShownForm {
  form: OwnForm;
  /** How many practices say something in each field, by its key. */
  counts: Map<string, number>;
  history: FormEvent[];
}

/** The form, what practices say in it, and what last happened to it, latest first, for those who shape it. */
export async function showOwnForm(context: Context): Promise<Result<ShownForm, { code: 'not-allowed' }>> {
  if (!canShapeForm(context.actor)) return err({ code: 'not-allowed' });
  const [form, counts] = [await readOwnForm(context), await countValues(context)];
  return ok({ form, counts, history: await readHistory(context, form) });
}

async function readHistory({ db, territoryId }: Context, form: OwnForm): Promise<FormEvent[]> {
  const entries = await historyOfTerritory(db, { territoryId, actions: formActions, limit: mostTold });
  const names = await namesOf(db, [...new Set(entries.flatMap(({ actorId }) => actorId ?? []))]);
  return entries.flatMap(({ id, action, changes, actorId, happenedAt }) => {
    const about = String(changes['field']?.after ?? changes['list']?.after);
    const field = form.fields.find((one) => one.id === about);
    const name = field?.label ?? form.lists.get(about)?.name;
    const told = formActions.find((one) => one === action);
    if (name === undefined || !told) return [];
    const author = (actorId && names.get(actorId)) || '';
    return [
      { id, about, action: told, at: happenedAt, author, name, undoable: isUndoableFormAction(action) },
    ];
  });
}
