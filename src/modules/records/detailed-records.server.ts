import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { findJournalEntry } from '#kernel/journal.server.ts';
import type { Json } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type Details, changeRecord, stateBefore } from './change-record.server.ts';
import { isMerge, isUndoable } from './history.ts';
import { type RecordCore, type RecordFields, can, stateOf } from './record.ts';

/** A record with what its kind keeps beside the core. */
export interface DetailedRecord<Own> {
  record: RecordCore;
  details: Own;
}

/** How a kind keeps its own rows: with this, its records are edited and undone as those of every other kind. */
export interface DetailedKind<Own extends object> {
  /** The record with its details, if the actor may see it. */
  find(context: Context, where: { id: string }): Promise<DetailedRecord<Own> | undefined>;
  update(context: Context, recordId: Id, details: Own): Promise<void>;
  /** The details as the journal keeps them: each of their fields, by its name. */
  stateOf(details: Own): Details;
  /** The details that a state of the journal tells, where it does not simply name each of their fields. */
  withState?(details: Own, state: Details): Own;
}

/** What a record becomes. */
export interface NewState<Own> {
  fields: RecordFields;
  details: Own;
}

export type SaveError<Own> =
  | { code: 'not-found' | 'not-allowed' | 'mirrored' }
  | { code: 'changed-meanwhile'; current: DetailedRecord<Own> };

/**
 * Saves a changed record and its details, whole or not at all. `prepare` checks what was typed against what stands
 * there. When someone else saved since `version`, nothing is written and what stands there is handed back.
 *
 * @param edit.version the one the person saw; that which is read, for a change that rests on nothing they saw
 */
export function editDetailed<Own extends object, Refusal = never>(
  context: Context,
  kind: DetailedKind<Own>,
  edit: {
    recordId: string;
    version?: number;
    prepare: (
      current: DetailedRecord<Own>,
      inside: Context,
    ) => Result<NewState<Own>, Refusal> | Promise<Result<NewState<Own>, Refusal>>;
  },
): Promise<Result<RecordCore, Refusal | SaveError<Own>>> {
  return inTransaction<Result<RecordCore, Refusal | SaveError<Own>>>(context.db, async (db) => {
    const inside = { ...context, db };
    const current = await kind.find(inside, { id: edit.recordId });
    if (!current) return err({ code: 'not-found' });
    if (current.record.mirrorOf) return err({ code: 'mirrored' });
    if (!can(context.actor, 'edit', current.record)) return err({ code: 'not-allowed' });
    const prepared = await edit.prepare(current, inside);
    if (!prepared.ok) return prepared;
    return save(inside, kind, {
      current,
      version: edit.version ?? current.record.version,
      state: prepared.value,
    });
  });
}

/** Gives the fields of one journal entry the values they had before it; refused when one of them changed since. */
export function undoDetailed<Own extends object>(
  context: Context,
  kind: DetailedKind<Own>,
  undo: { recordId: string; entryId: string },
): Promise<Result<RecordCore, SaveError<Own> | { code: 'changed-since'; fields: string[] }>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const current = await kind.find(inside, { id: undo.recordId });
    const { territoryId } = context;
    const entry = await findJournalEntry(db, { territoryId, entryId: undo.entryId });
    if (!current || entry?.recordId !== undo.recordId || !isUndoable(entry.action) || isMerge(entry.action)) {
      return err({ code: 'not-found' });
    }
    if (current.record.mirrorOf) return err({ code: 'mirrored' });
    if (!can(context.actor, 'edit', current.record)) return err({ code: 'not-allowed' });
    const before = stateBefore({ ...stateOf(current.record), ...kind.stateOf(current.details) }, entry);
    if (!before.ok) return before;
    const { version } = current.record;
    return save(inside, kind, {
      current,
      version,
      state: fromState(kind, current, before.value),
      undoes: entry.id,
    });
  });
}

async function save<Own extends object>(
  context: Context,
  kind: DetailedKind<Own>,
  change: { current: DetailedRecord<Own>; version: number; state: NewState<Own>; undoes?: Id },
): Promise<Result<RecordCore, SaveError<Own>>> {
  const { current, version, state, undoes } = change;
  const saved = await changeRecord(context, {
    current: current.record,
    version,
    fields: state.fields,
    details: { before: kind.stateOf(current.details), after: kind.stateOf(state.details) },
    ...(undoes && { undoes }),
  });
  if (!saved.ok) {
    if (saved.error.code !== 'changed-meanwhile') return err(saved.error);
    // Read again: whoever saved first may have done so while this one was under way.
    const latest = await kind.find(context, { id: current.record.id });
    return latest ? err({ code: 'changed-meanwhile', current: latest }) : err({ code: 'not-found' });
  }
  const { record, changes } = saved.value;
  // Nothing changed, nothing is written: what was read may no longer be what stands there.
  if (Object.keys(changes).length > 0) await kind.update(context, record.id, state.details);
  return ok(record);
}

/** Rebuilds fields and details from the flat state of the journal, which names every field of both. */
export function fromState<Own extends object>(
  kind: DetailedKind<Own>,
  current: DetailedRecord<Own>,
  state: Record<string, Json>,
): NewState<Own> {
  const pick = (model: object) => Object.fromEntries(Object.keys(model).map((key) => [key, state[key]]));
  return {
    fields: { ...current.record, ...pick(stateOf(current.record)) },
    details: kind.withState?.(current.details, state) ?? { ...current.details, ...pick(current.details) },
  };
}
