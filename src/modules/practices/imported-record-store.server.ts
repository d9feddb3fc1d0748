import { type ColumnType, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { PurgeRules, PurgeScope } from '#modules/records/index.server.ts';
import type { ImportedState } from './import/imported-practice.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    imported_record: ImportedRecordTable;
    import_change: ImportChangeTable;
  }
}

interface ImportedRecordTable {
  record_id: Id;
  territory_id: Id;
  written: ColumnType<ImportedState, string, string>;
  contact_mark: string;
  digest: string;
  withdrawn: boolean;
}

interface ImportChangeTable {
  import_id: Id;
  record_id: Id;
  territory_id: Id;
  kind: 'created' | 'changed';
  version: number;
  entry_id: Id | null;
  contact_before: Id | null;
  contact_changed: boolean;
  written_before: ColumnType<ImportedState | null, string | null, never>;
  contact_mark_before: string;
  digest_before: string;
}

/** What the last import wrote in a record. */
export interface ImportMemory {
  recordId: Id;
  /** Every field that an import wrote, with its value. */
  written: ImportedState;
  /** A keyed hash of the contact written; empty for none. */
  contactMark: string;
  /** Of all that the last file said, to see at a glance that it says the same. */
  digest: string;
  /** The record was taken away by undoing its import. */
  withdrawn: boolean;
}

/** What was written in some records; those that no import wrote are left out. */
export async function findMemories(context: Context, ids: readonly Id[]): Promise<Map<Id, ImportMemory>> {
  const rows = await context.db
    .selectFrom('imported_record')
    .select(['record_id', 'written', 'contact_mark', 'digest', 'withdrawn'])
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
  return new Map(
    rows.map((row) => [
      row.record_id,
      {
        recordId: row.record_id,
        written: row.written,
        contactMark: row.contact_mark,
        digest: row.digest,
        withdrawn: row.withdrawn,
      },
    ]),
  );
}

/** The digests of some records: enough to pass over those whose file says nothing new. */
export async function findDigests(
  context: Context,
  ids: readonly Id[],
): Promise<Map<Id, Pick<ImportMemory, 'digest' | 'withdrawn'>>> {
  const rows = await context.db
    .selectFrom('imported_record')
    .select(['record_id', 'digest', 'withdrawn'])
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map(({ record_id, ...memory }) => [record_id, memory]));
}

export async function saveMemories(context: Context, memories: readonly ImportMemory[]): Promise<void> {
  if (memories.length === 0) return;
  await context.db
    .insertInto('imported_record')
    .columns(['record_id', 'territory_id', 'written', 'contact_mark', 'digest', 'withdrawn'])
    .expression(
      sql`select "recordId", ${context.territoryId}::uuid, written, "contactMark", digest, withdrawn
        from json_to_recordset(${JSON.stringify(memories)}::json) as given(
          "recordId" uuid, written jsonb, "contactMark" text, digest text, withdrawn boolean)`,
    )
    .onConflict((conflict) =>
      conflict.column('record_id').doUpdateSet({
        written: (eb) => eb.ref('excluded.written'),
        contact_mark: (eb) => eb.ref('excluded.contact_mark'),
        digest: (eb) => eb.ref('excluded.digest'),
        withdrawn: (eb) => eb.ref('excluded.withdrawn'),
      }),
    )
    .execute();
}

/** Has the next import compare these records in every field. */
export async function forgetDigests(context: Context, ids: readonly Id[]): Promise<void> {
  await context.db
    .updateTable('imported_record')
    .set({ digest: '' })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
}

/** Notes that undoing an import took these records away: an import of the same file may bring them back. */
export async function markWithdrawn(context: Context, ids: readonly Id[]): Promise<void> {
  await context.db
    .updateTable('imported_record')
    .set({ withdrawn: true })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
}

/** Forgets what was written in records that no import had written before the one that is undone. */
export async function forgetMemories(context: Context, ids: readonly Id[]): Promise<void> {
  await context.db
    .deleteFrom('imported_record')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
}

/** What an import did to one record, kept so that it can be undone. */
export interface ImportChange {
  recordId: Id;
  kind: 'created' | 'changed';
  /** The version the import left: a later one is somebody's work. */
  version: number;
  /** The journal entry that tells the change; null when only the contact changed, or for a new record. */
  entryId: Id | null;
  /** The personal value that holds the contact before; null for none. */
  contactBefore: Id | null;
  contactChanged: boolean;
  /** What was remembered before; null when nothing was. */
  memoryBefore: Pick<ImportMemory, 'written' | 'contactMark' | 'digest'> | null;
}

export async function saveImportChanges(
  context: Context,
  importId: Id,
  changes: readonly ImportChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ memoryBefore, ...change }) => ({
    ...change,
    written: memoryBefore?.written ?? null,
    mark: memoryBefore?.contactMark ?? '',
    digest: memoryBefore?.digest ?? '',
  }));
  await context.db
    .insertInto('import_change')
    .columns([
      'import_id',
      'territory_id',
      'record_id',
      'kind',
      'version',
      'entry_id',
      'contact_before',
      'contact_changed',
      'written_before',
      'contact_mark_before',
      'digest_before',
    ])
    .expression(
      sql`select ${importId}::uuid, ${context.territoryId}::uuid, "recordId", kind, version, "entryId",
          "contactBefore", "contactChanged", nullif(written, 'null'::jsonb), mark, digest
        from json_to_recordset(${JSON.stringify(rows)}::json) as given(
          "recordId" uuid, kind text, version integer, "entryId" uuid, "contactBefore" uuid,
          "contactChanged" boolean, written jsonb, mark text, digest text)`,
    )
    .execute();
}

/** What an import did, in order of record. */
export async function nextImportChanges(
  context: Context,
  options: { importId: Id; after: Id | null; limit: number },
): Promise<ImportChange[]> {
  let query = context.db
    .selectFrom('import_change')
    .selectAll()
    .where('territory_id', '=', context.territoryId)
    .where('import_id', '=', options.importId);
  if (options.after) query = query.where('record_id', '>', options.after);
  const rows = await query.orderBy('record_id').limit(options.limit).execute();
  return rows.map((row) => ({
    recordId: row.record_id,
    kind: row.kind,
    version: row.version,
    entryId: row.entry_id,
    contactBefore: row.contact_before,
    contactChanged: row.contact_changed,
    memoryBefore: row.written_before && {
      written: row.written_before,
      contactMark: row.contact_mark_before,
      digest: row.digest_before,
    },
  }));
}

/**
 * A change that is undone leaves its records as an earlier import had left them, in a later version: notes that, so
 * that the earlier one can be undone too.
 */
export async function moveVersions(
  context: Context,
  options: { importId: Id; records: readonly { recordId: Id; from: number; to: number }[] },
): Promise<void> {
  if (options.records.length === 0) return;
  await sql`
    update import_change set version = given.target
    from jsonb_to_recordset(${JSON.stringify(
      options.records.map(({ recordId, from, to }) => ({ record_id: recordId, source: from, target: to })),
    )}::jsonb) as given(record_id uuid, source integer, target integer)
    where import_change.territory_id = ${context.territoryId} and import_change.record_id = given.record_id
      and import_change.import_id <> ${options.importId} and import_change.version = given.source`.execute(
    context.db,
  );
}

/** Those of these records that undoing an import took away: nobody decided against them. */
async function withdrawnAmong({ db, territoryId }: PurgeScope, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('imported_record')
    .select('record_id')
    .where('territory_id', '=', territoryId)
    .where('record_id', 'in', ids)
    .where('withdrawn', '=', true)
    .execute();
  return rows.map((row) => row.record_id);
}

/** Imports refer in the journal to the contacts that they wrote. */
export const practicePurge: PurgeRules = { mayReturn: withdrawnAmong, personalFields: ['contact'] };
