import type { Context } from '#kernel/context.ts';
import { type Database, inTransaction } from '#kernel/database.server.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { findJournalEntry } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import {
  type Kind,
  type RecordCore,
  type RecordFields,
  can as canRecord,
  stateOf,
  newRecordFields,
} from '#modules/records/index.ts';
import {
  type LinkType,
  changeRecord,
  createRecord,
  findRecord,
  linkRecords,
  stateBefore,
} from '#modules/records/index.server.ts';
import {
  type Action,
  type ActionDetails,
  type ActionInput,
  actionShape,
  actionState,
  can,
} from './action.ts';
import { findAction, insertActionDetails, updateActionDetails } from './action-store.server.ts';

/** The fields that were not understood; each has a message `action-plans.error.<field>`. */
export interface InvalidAction {
  code: 'invalid';
  fields: string[];
}

export type OpenError = InvalidAction | { code: 'not-allowed' | 'not-found' };

export type EditError =
  InvalidAction | { code: 'not-found' | 'not-allowed' } | { code: 'changed-meanwhile'; current: Action };

interface Prepared {
  fields: RecordFields;
  details: ActionDetails;
}

/** The action as it stands before anyone filled it in. */
const newAction: Prepared = {
  fields: newRecordFields,
  details: { who: '', due: '', status: 'planned', progress: '' },
};

/** What an action is opened with. */
export interface Opening {
  input: ActionInput;
  /** The lever it carries out. */
  leverId?: Id | undefined;
  /** The evaluation it follows from. */
  evaluationId?: Id | undefined;
  /** Where it comes from, for one that was not written here. */
  source?: { name: string; recordId: string };
}

/** Opens an action that everyone sees at once, and links it to the lever and to the evaluation it comes from: whole or absent. */
export async function openAction(context: Context, opening: Opening): Promise<Result<RecordCore, OpenError>> {
  if (!can(context.actor, 'open-action')) return err({ code: 'not-allowed' });
  const prepared = prepare(opening.input, newAction);
  if (!prepared.ok) return prepared;
  const { details } = prepared.value;
  const fields = {
    ...prepared.value.fields,
    ...(opening.source && { sourceName: opening.source.name, sourceRecordId: opening.source.recordId }),
  };
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    if (!(await originsExist(inside, opening))) return err({ code: 'not-found' });
    const record = await createRecord(inside, { kind: 'action', fields, details: actionState(details) });
    await insertActionDetails(inside, record.id, details);
    for (const { toId, type } of originsOf(opening)) {
      const linked = await linkRecords(inside, { fromId: record.id, toId, type });
      if (!linked.ok) throw new Error(`An action just opened could not be linked: ${linked.error.code}`);
    }
    return ok(record);
  });
}

function originsOf({ leverId, evaluationId }: Opening): { kind: Kind; toId: Id; type: LinkType }[] {
  return [
    ...(leverId ? [{ kind: 'lever' as const, toId: leverId, type: 'carries-out' as const }] : []),
    ...(evaluationId
      ? [{ kind: 'evaluation' as const, toId: evaluationId, type: 'follows-from' as const }]
      : []),
  ];
}

async function originsExist(context: Context, opening: Opening): Promise<boolean> {
  for (const { kind, toId } of originsOf(opening)) {
    if ((await findRecord(context, { id: toId }))?.kind !== kind) return false;
  }
  return true;
}

/** Saves an edited action, unless someone else saved since `version`: then both texts are handed back. */
export function editAction(
  context: Context,
  edit: { recordId: Id; version: number; input: ActionInput },
): Promise<Result<RecordCore, EditError>> {
  return changing(context, edit.recordId, async (inside, current) => {
    const prepared = prepare(edit.input, { fields: current.record, details: current.details });
    if (!prepared.ok) return prepared;
    return saveAction(inside, { current, version: edit.version, ...prepared.value });
  });
}

/** Says where an action stands, in one click; `progress`, when something was written, replaces what was said before. */
export function changeStatus(
  context: Context,
  change: { recordId: Id; version: number; status: string; progress: string },
): Promise<Result<RecordCore, EditError>> {
  return changing(context, change.recordId, async (inside, current) => {
    const read = actionShape.pick({ status: true, progress: true }).safeParse(change);
    if (!read.success) return err(invalid(read.error.issues));
    const details = {
      ...current.details,
      status: read.data.status,
      progress: read.data.progress || current.details.progress,
    };
    return saveAction(inside, { current, version: change.version, fields: current.record, details });
  });
}

export type UndoError = EditError | { code: 'changed-since'; fields: string[] };

/** Gives the fields of one journal entry the values they had before it. */
export function undoActionChange(
  context: Context,
  undo: { recordId: Id; entryId: string },
): Promise<Result<RecordCore, UndoError>> {
  return changing<UndoError>(context, undo.recordId, async (inside, current) => {
    const entry = isId(undo.entryId) ? await findEntry(inside, undo.entryId) : undefined;
    if (entry?.recordId !== undo.recordId || !undoable(entry.action)) return err({ code: 'not-found' });
    const before = stateBefore({ ...stateOf(current.record), ...actionState(current.details) }, entry);
    if (!before.ok) return before;
    const { version } = current.record;
    return saveAction(inside, { current, version, ...fromState(current, before.value), undoes: entry.id });
  });
}

/** Whether an entry of an action's history can be undone: changes of fields can, its opening and its links cannot. */
export function undoable(action: string): boolean {
  return action === 'action.changed' || action === 'action.change-undone';
}

function findEntry(context: Context, entryId: Id) {
  return findJournalEntry(context.db, { territoryId: context.territoryId, entryId });
}

/** Runs a change of an action the actor may edit, in one transaction. */
function changing<Failure>(
  context: Context,
  recordId: Id,
  change: (inside: Context, current: Action) => Promise<Result<RecordCore, Failure>>,
): Promise<Result<RecordCore, Failure | { code: 'not-found' | 'not-allowed' }>> {
  return inTransaction(context.db, async (db: Database) => {
    const inside = { ...context, db };
    const current = await findAction(inside, { id: recordId });
    if (!current) return err({ code: 'not-found' as const });
    if (!canRecord(context.actor, 'edit', current.record)) return err({ code: 'not-allowed' as const });
    return change(inside, current);
  });
}

async function saveAction(
  context: Context,
  change: Prepared & { current: Action; version: number; undoes?: Id },
): Promise<Result<RecordCore, EditError>> {
  const { current, details, version, fields, undoes } = change;
  const saved = await changeRecord(context, {
    current: current.record,
    version,
    fields,
    details: { before: actionState(current.details), after: actionState(details) },
    ...(undoes && { undoes }),
  });
  if (!saved.ok) {
    if (saved.error.code !== 'changed-meanwhile') return err(saved.error);
    // Read again: whoever saved first may have done so while this one was under way.
    const latest = await findAction(context, { id: current.record.id });
    return err({ code: 'changed-meanwhile', current: latest ?? current });
  }
  await updateActionDetails(context, current.record.id, details);
  return ok(saved.value.record);
}

/** Checks what was typed and puts it over what was there. */
function prepare(input: ActionInput, base: Prepared): Result<Prepared, InvalidAction> {
  const read = actionShape.safeParse(input);
  if (!read.success) return err(invalid(read.error.issues));
  const { title, what, ...details } = read.data;
  const body = checkRichText(parseMarkdown(what));
  if (!body.ok) return err({ code: 'invalid', fields: ['what'] });
  return ok({ fields: { ...base.fields, title, body: body.value }, details });
}

function invalid(issues: readonly { path: PropertyKey[] }[]): InvalidAction {
  return { code: 'invalid', fields: [...new Set(issues.map((issue) => String(issue.path[0])))] };
}

/** Rebuilds fields and details from the flat state of the journal, which names every field of both. */
function fromState(current: Action, state: Record<string, Json>): Prepared {
  const pick = (model: object) => Object.fromEntries(Object.keys(model).map((key) => [key, state[key]]));
  return {
    fields: { ...current.record, ...pick(stateOf(current.record)) },
    details: { ...current.details, ...pick(current.details) },
  };
}
