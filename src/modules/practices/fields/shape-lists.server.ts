import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal, changesBetween, findJournalEntry } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { stateBefore } from '#modules/records/index.server.ts';
import { type OwnField, fieldState, isUndoableFormAction } from './own-field.ts';
import { writeList } from './own-form-store.server.ts';
import {
  type ListProblem,
  type OwnList,
  type OwnOption,
  labelKey,
  listLimits,
  listState,
  listWith,
  problemOfOptions,
  withLines,
  withMoved,
  withRenamed,
  withoutOption,
} from './own-list.ts';
import { type Shaped, listOfLines, saveField, shapeForm } from './shape-form.server.ts';

/** Makes a list that fields may share; facilitators only. */
export function addList(context: Context, list: { name: string; lines: string }): Promise<Shaped<OwnList>> {
  return shapeForm(context, (inside, form) =>
    listOfLines(inside, form, { name: storableLine(list.name), lines: list.lines }),
  );
}

export function renameList(context: Context, { key, name: typed }: { key: string; name: string }) {
  return changeList(context, key, (list) => {
    const name = storableLine(typed);
    const isName = labelKey(name) !== '' && [...name].length <= listLimits.label;
    return isName ? ok({ ...list, name }) : err({ code: 'name' });
  });
}

/** Adds choices at the end of a list, one a line; those that it has already stay as they are. Facilitators only. */
export function addOptions(context: Context, { list, lines }: { list: string; lines: string }) {
  return changeList(context, list, (current) => withOptions(current, withLines(current.options, lines)));
}

export function renameOption(context: Context, change: { list: string; key: string; label: string }) {
  return changeList(context, change.list, (list) => withOptions(list, withRenamed(list.options, change)));
}

/**
 * Takes a choice away, or merges it into another one of its list: practices that said it go on saying it, under the name of
 * the other when it was merged. Facilitators only.
 */
export function removeOption(context: Context, change: { list: string; key: string; into?: string }) {
  const into = change.into || null;
  return changeList(context, change.list, (list) =>
    withOptions(list, withoutOption(list.options, { key: change.key, into })),
  );
}

/** Puts a choice before the one above it, or after the one below; facilitators only. */
export function moveOption(
  context: Context,
  move: { list: string; key: string; up: boolean },
): Promise<Shaped<OwnList>> {
  return shapeForm(context, async (inside, form) => {
    const list = [...form.lists.values()].find(({ key }) => key === move.list);
    if (!list) return err({ code: 'not-found' });
    const moved = { ...list, options: withMoved(list.options, move) };
    await writeList(inside, moved);
    const changes = { list: { before: null, after: list.id }, moved: { before: null, after: move.key } };
    await appendToJournal(inside, { action: 'own-list.moved', changes });
    return ok(moved);
  });
}

function withOptions(
  list: OwnList,
  options: readonly OwnOption[] | ListProblem,
): Result<OwnList, { code: ListProblem }> {
  return typeof options === 'string' ? err({ code: options }) : ok({ ...list, options });
}

function changeList(
  context: Context,
  key: string,
  change: (list: OwnList) => Result<OwnList, { code: ListProblem | 'name' }>,
): Promise<Shaped<OwnList>> {
  return shapeForm(context, async (inside, form) => {
    const current = [...form.lists.values()].find((list) => list.key === key);
    if (!current) return err({ code: 'not-found' });
    const changed = change(current);
    return changed.ok ? saveList(inside, current, { list: changed.value }) : changed;
  });
}

/** Writes a list if something changed; the caller has checked who may. */
export async function saveList(
  inside: Context,
  before: OwnList,
  { list, undoes }: { list: OwnList; undoes?: Id },
): Promise<Shaped<OwnList>> {
  const changes = changesBetween(listState(before), listState(list));
  if (Object.keys(changes).length === 0) return ok(list);
  await writeList(inside, list);
  await appendToJournal(inside, {
    action: undoes ? 'own-list.change-undone' : 'own-list.changed',
    changes: { list: { before: null, after: list.id }, ...changes },
    undoes: undoes ?? null,
  });
  return ok(list);
}

/** Gives a field or a list back what one entry of the journal changed; refused when that was changed again since. */
export function undoFormChange(context: Context, entryId: string): Promise<Shaped<OwnField | OwnList>> {
  return shapeForm<OwnField | OwnList>(context, async (inside, form) => {
    const { db, territoryId } = inside;
    const entry = await findJournalEntry(db, { territoryId, entryId });
    if (!entry || !isUndoableFormAction(entry.action)) return err({ code: 'not-found' });
    const { field: aboutField, list: aboutList, ...changes } = entry.changes;
    const field = form.fields.find(({ id }) => id === aboutField?.after);
    const list = form.lists.get(String(aboutList?.after));
    if (field) {
      const before = stateBefore(fieldState(field), { changes });
      if (!before.ok) return err({ code: 'changed-since' });
      const restored = { ...field, ...before.value };
      return saveField(inside, form, {
        field: restored,
        action: 'own-field.change-undone',
        undoes: entry.id,
      });
    }
    if (!list) return err({ code: 'not-found' });
    const before = stateBefore(listState(list), { changes });
    if (!before.ok) return err({ code: 'changed-since' });
    const restored = listWith(list, before.value);
    const problem = problemOfOptions(restored);
    return problem ? err({ code: problem }) : saveList(inside, list, { list: restored, undoes: entry.id });
  });
}
