import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, newId, shortIdOf } from '#kernel/ids.ts';
import type { Kind, RecordCore, RecordFields } from './record.ts';
import { recordColumns, recordValues, toRecordCore } from './record-store.server.ts';

/** By what a record that comes from elsewhere is met again: its id at the source, else its fingerprint. */
export interface Origin {
  sourceName: string;
  sourceRecordId: string;
  fingerprint: string;
}

export interface NewRecord {
  fields: RecordFields;
  fingerprint: string;
}

/** Columns that inserting and updating have in common, with their types. */
const valueTypes = `slug text, title text, pitch text, body jsonb, body_text text, language text, visibility text,
  licence text, source_name text, source_url text, source_record_id text, tags text[],
  topic_ids uuid[], chat_url text, co_authors text[], confirmed_on date`;

/** Inserts records without authors: who brought a file did not write it. */
export async function insertRecords(
  context: Context,
  kind: Kind,
  records: readonly (NewRecord & { id: Id })[],
): Promise<void> {
  const rows = records.map(({ id, fields, fingerprint }) => ({
    ...rowOf(fields),
    id,
    short_id: shortIdOf(id),
    fingerprint,
  }));
  const now = context.clock.now();
  await context.db
    .insertInto('record')
    .columns([
      'id',
      'territory_id',
      'kind',
      'short_id',
      'slug',
      'title',
      'pitch',
      'body',
      'body_text',
      'language',
      'visibility',
      'licence',
      'source_name',
      'source_url',
      'source_record_id',
      'fingerprint',
      'tags',
      'topic_ids',
      'chat_url',
      'co_authors',
      'confirmed_on',
      'created_by',
      'created_at',
      'updated_at',
    ])
    .expression(
      sql`select id, ${context.territoryId}::uuid, ${kind}, short_id, slug, title, pitch, body, body_text, language,
          visibility, licence, source_name, source_url, source_record_id, fingerprint, tags, topic_ids, chat_url,
          co_authors, confirmed_on,
          ${context.actor.personId}::uuid, ${now}::timestamptz, ${now}::timestamptz
        from json_to_recordset(${JSON.stringify(rows)}::json)
          as given(id uuid, short_id text, fingerprint text, ${sql.raw(valueTypes)})`,
    )
    .execute();
}

/**
 * Lets PostgreSQL know of the records that this transaction has written: it would go on planning for the few that it knew of,
 * and read all of them each time one is looked for. Only the columns by which they are; skipped while someone else does it.
 */
export async function noteManyRecords({ db }: Pick<Context, 'db'>): Promise<void> {
  await sql`analyze (skip_locked) record (id, territory_id, kind, short_id, title, source_name, source_record_id, fingerprint,
    visibility, deleted_at, updated_at)`.execute(db);
}

function rowOf(fields: RecordFields) {
  return { ...recordValues(fields), body: fields.body };
}

/**
 * Ids for new records, whose short form nobody has here: among 200,000 records, one in fifty territories would meet a double.
 * `besides` were given out and are not written yet.
 */
export async function newRecordIds(
  context: Context,
  count: number,
  besides: readonly Id[] = [],
): Promise<Id[]> {
  const promised = new Set(besides.map(shortIdOf));
  const byShortId = new Map<string, Id>();
  while (byShortId.size < count) {
    const wanted = Array.from({ length: count - byShortId.size }, () => newId());
    const taken = await takenShortIds(context, wanted.map(shortIdOf));
    for (const id of wanted) {
      const shortId = shortIdOf(id);
      if (!taken.has(shortId) && !promised.has(shortId)) byShortId.set(shortId, id);
    }
  }
  return [...byShortId.values()];
}

async function takenShortIds(context: Context, shortIds: readonly string[]): Promise<Set<string>> {
  // One step into the index for each, see `meet`.
  const { rows } = await sql<{ shortId: string }>`
    select given.short_id as "shortId"
    from json_to_recordset(${JSON.stringify(shortIds.map((short_id) => ({ short_id })))}::json)
      as given(short_id text)
    cross join lateral (
      select from record
      where record.territory_id = ${context.territoryId} and record.short_id = given.short_id
      limit 1
    ) as taken`.execute(context.db);
  return new Set(rows.map(({ shortId }) => shortId));
}

export interface RecordChange {
  id: Id;
  /** The version that was read, under lock: the new one is the next. */
  version: number;
  fields: RecordFields;
}

/**
 * Writes the new fields of records that {@link lockRecords} has read in this transaction; one that was deleted is
 * brought back.
 */
export async function updateRecords(context: Context, changes: readonly RecordChange[]): Promise<void> {
  const rows = changes.map(({ id, version, fields }) => ({ ...rowOf(fields), id, version }));
  const { numAffectedRows } = await sql`
    update record
    set slug = given.slug, title = given.title, pitch = given.pitch, body = given.body,
      body_text = given.body_text, language = given.language, visibility = given.visibility,
      licence = given.licence, source_name = given.source_name, source_url = given.source_url,
      tags = given.tags, topic_ids = given.topic_ids, chat_url = given.chat_url,
      co_authors = given.co_authors, confirmed_on = given.confirmed_on, version = given.version + 1, deleted_at = null,
      updated_at = ${context.clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(id uuid, version integer, ${sql.raw(valueTypes)})
    where record.territory_id = ${context.territoryId}
      and record.id = given.id and record.version = given.version`.execute(context.db);
  if (Number(numAffectedRows) !== changes.length) throw new Error('A record changed under its lock');
}

/** Marks records as deleted. */
export async function markAllDeleted(context: Context, ids: readonly Id[]): Promise<void> {
  await context.db
    .updateTable('record')
    .set({ deleted_at: context.clock.now(), version: sql`version + 1` })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
}

export interface MetRecord {
  /** Index among the origins asked for. */
  index: number;
  id: Id;
  deleted: boolean;
}

/** Records met again by their origin, deleted ones included; at most one for each origin. */
export async function findByOrigin(
  context: Context,
  kind: Kind,
  origins: readonly Origin[],
): Promise<MetRecord[]> {
  const numbered = origins.map((origin, index) => ({ ...origin, index }));
  const withId = numbered.filter(({ sourceRecordId }) => sourceRecordId !== '');
  const others = numbered.filter(({ sourceRecordId }) => sourceRecordId === '');
  return [
    ...(await meet(context, { kind, column: 'source_record_id', origins: withId })),
    ...(await meet(context, { kind, column: 'fingerprint', origins: others })),
  ];
}

async function meet(
  context: Context,
  wanted: {
    kind: Kind;
    column: 'source_record_id' | 'fingerprint';
    origins: readonly (Origin & { index: number })[];
  },
): Promise<MetRecord[]> {
  if (wanted.origins.length === 0) return [];
  const keys = wanted.origins.map((origin) => ({
    index: origin.index,
    source: origin.sourceName,
    key: wanted.column === 'fingerprint' ? origin.fingerprint : origin.sourceRecordId,
  }));
  const column = sql.ref(`record.${wanted.column}`);
  // One step into the index for each: joined as a whole, ever more of the table would be read for every batch.
  const { rows } = await sql<MetRecord>`
    select given.index, met.id, met.deleted
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as given(index integer, source text, key text)
    cross join lateral (
      select record.id, record.deleted_at is not null as deleted from record
      where record.territory_id = ${context.territoryId} and record.kind = ${wanted.kind}
        and record.source_name = given.source and ${column} = given.key and ${column} <> ''
      order by record.deleted_at nulls first limit 1
    ) as met`.execute(context.db);
  return rows;
}

/** Whole records by id, deleted ones included and whoever may see them; `lock` keeps everyone else from changing them. */
export async function lockRecords(
  context: Context,
  ids: readonly Id[],
  lock: boolean,
): Promise<Map<Id, RecordCore>> {
  if (ids.length === 0) return new Map();
  const query = context.db
    .selectFrom('record')
    .select(recordColumns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', sql<Id>`any(${ids}::uuid[])`)
    .orderBy('id');
  const rows = await (lock ? query.forUpdate() : query).execute();
  return new Map(rows.map((row) => [row.id, toRecordCore(row)]));
}
