import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from './context.ts';
import { type Id, newId } from './ids.ts';
import type { Changes } from './journal.server.ts';
import { type Json, canonicalJson } from './json.ts';

/** One entry among many, for work that changes thousands of records in one transaction. */
export interface BatchEntry {
  id: Id;
  recordId: Id;
  action: string;
  changes: Changes;
  undoes?: Id | null;
}

/** `appendToJournal` for many records at once; in the order given. */
export async function appendBatchToJournal(
  context: Pick<Context, 'db' | 'clock' | 'territoryId' | 'actor'>,
  entries: readonly BatchEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { territoryId, actor, clock } = context;
  const rows = JSON.stringify(
    entries.map(({ id, recordId, action, changes, undoes }) => ({
      id,
      subject: recordId,
      done: action,
      changes,
      undoes: undoes ?? null,
    })),
  );
  await context.db
    .insertInto('journal_entry')
    .columns(['id', 'territory_id', 'record_id', 'actor_id', 'action', 'changes', 'undoes', 'happened_at'])
    .expression(
      sql`select given.id, ${territoryId}::uuid, given.subject, ${actor.personId}::uuid, given.done,
          given.changes, given.undoes, ${clock.now()}::timestamptz
        from json_to_recordset(${rows}::json)
          as given(id uuid, subject uuid, done text, changes jsonb, undoes uuid)`,
    )
    .execute();
}

/** A personal value that is to be set aside, with what the journal holds in its place. */
export interface SealedValue {
  id: Id;
  value: Json;
  salt: string;
  reference: Json;
}

/** Makes what the journal may refer to of values of people who have no account here; {@link keepSealed} writes them. */
export function sealPersonalValues(values: readonly Json[]): SealedValue[] {
  return values.map((value) => {
    const sealed = { id: newId(), value, salt: randomBytes(16).toString('base64url') };
    return { ...sealed, reference: referenceTo(sealed) };
  });
}

/** `setAsidePersonalValue` for many values at once. */
export async function keepSealed(context: Context, sealed: readonly SealedValue[]): Promise<void> {
  if (sealed.length === 0) return;
  const kept = sealed.map(({ id, value, salt }) => ({ id, value, salt }));
  await context.db
    .insertInto('personal_value')
    .columns(['id', 'territory_id', 'person_id', 'value', 'salt'])
    .expression(
      sql`select given.id, ${context.territoryId}::uuid, null::uuid, given.value, given.salt
        from json_to_recordset(${JSON.stringify(kept)}::json) as given(id uuid, value jsonb, salt text)`,
    )
    .execute();
}

function referenceTo({ id, value, salt }: { id: Id; value: Json; salt: string }): Json {
  const commitment = createHash('sha256').update(salt).update(canonicalJson(value)).digest('base64url');
  return { personal: id, commitment };
}

/** Values that were set aside and not erased since. */
export async function personalValues(context: Context, ids: readonly Id[]): Promise<Map<Id, Json>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('personal_value')
    .select(['id', 'value'])
    .where('territory_id', '=', context.territoryId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, value }) => [id, value]));
}

/** What some entries changed, by the id of the entry. */
export async function changesOfEntries(context: Context, ids: readonly Id[]): Promise<Map<Id, Changes>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('journal_entry')
    .select(['id', 'changes'])
    .where('territory_id', '=', context.territoryId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, changes }) => [id, changes]));
}
