import {
  type ColumnType,
  type Expression,
  type ExpressionBuilder,
  type Generated,
  type Selectable,
  type SqlBool,
  sql,
} from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import { type Id, isId, newId, shortIdOf } from '#kernel/ids.ts';
import type { RichText } from '#kernel/rich-text/rich-text.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import { slugify } from '#kernel/slug.ts';
import type { HidingReason } from './hiding.ts';
import type { Kind, Language, RecordCore, RecordFields, Visibility } from './record.ts';
import { visibleTo } from './visibility.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    record: RecordTable;
  }
}

export interface RecordTable {
  id: Id;
  territory_id: Id;
  kind: Kind;
  short_id: string;
  slug: string;
  title: string;
  pitch: string;
  body: ColumnType<RichText, string, string>;
  body_text: string;
  language: Language;
  visibility: Visibility;
  body_reserved: Generated<boolean>;
  licence: string;
  source_name: string;
  source_url: string;
  source_record_id: string;
  fingerprint: Generated<string>;
  tags: string[];
  topic_ids: Id[];
  chat_url: string;
  co_authors: string[];
  author_ids: Id[];
  version: Generated<number>;
  created_by: Id | null;
  created_at: Date;
  updated_at: Date;
  confirmed_on: string | null;
  deleted_at: Date | null;
  merged_into: Generated<Id | null>;
  mirror_of: Generated<Id | null>;
  hidden_at: Generated<Date | null>;
  hidden_reason: Generated<HidingReason | null>;
  hidden_words: Generated<string>;
  /** What public texts of the territory's own fields say; written by the kind that has them. */
  own_text: Generated<string>;
  search: Generated<string>;
}

/** The columns a RecordCore is made of; `search`, `own_text` and `body_text` stay in the database. */
export const recordColumns = [
  'record.id',
  'record.kind',
  'record.short_id',
  'record.slug',
  'record.title',
  'record.pitch',
  'record.body',
  'record.language',
  'record.visibility',
  'record.licence',
  'record.source_name',
  'record.source_url',
  'record.source_record_id',
  'record.tags',
  'record.topic_ids',
  'record.chat_url',
  'record.co_authors',
  'record.author_ids',
  'record.mirror_of',
  'record.created_by',
  'record.version',
  'record.created_at',
  'record.updated_at',
  'record.confirmed_on',
  'record.deleted_at',
] as const;

export type RecordRow = Omit<
  Selectable<RecordTable>,
  | 'territory_id'
  | 'body_text'
  | 'own_text'
  | 'body_reserved'
  | 'fingerprint'
  | 'search'
  | 'merged_into'
  | `hidden_${string}`
>;

export function toRecordCore(row: RecordRow): RecordCore {
  return {
    id: row.id,
    kind: row.kind,
    shortId: row.short_id,
    slug: row.slug,
    title: row.title,
    pitch: row.pitch,
    body: row.body,
    language: row.language,
    visibility: row.visibility,
    licence: row.licence,
    sourceName: row.source_name,
    sourceUrl: row.source_url,
    sourceRecordId: row.source_record_id,
    tags: row.tags,
    topicIds: row.topic_ids,
    chatUrl: row.chat_url,
    coAuthors: row.co_authors,
    authorIds: row.author_ids,
    mirrorOf: row.mirror_of,
    createdBy: row.created_by,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    confirmedOn: row.confirmed_on,
    deletedAt: row.deleted_at,
  };
}

/** Columns common to inserting and updating. */
export function recordValues(fields: RecordFields) {
  return {
    slug: slugify(fields.title),
    title: fields.title,
    pitch: fields.pitch,
    body: JSON.stringify(fields.body),
    body_text: toPlainText(fields.body),
    language: fields.language,
    visibility: fields.visibility,
    licence: fields.licence,
    source_name: fields.sourceName,
    source_url: fields.sourceUrl,
    source_record_id: fields.sourceRecordId,
    tags: fields.tags,
    topic_ids: fields.topicIds,
    chat_url: fields.chatUrl,
    co_authors: fields.coAuthors,
    confirmed_on: fields.confirmedOn,
  };
}

export async function insertRecord(
  context: Context,
  record: { kind: Kind; fields: RecordFields; fingerprint?: string },
): Promise<RecordCore> {
  const id = newId();
  const now = context.clock.now();
  const { personId } = context.actor;
  const row = await context.db
    .insertInto('record')
    .values({
      ...recordValues(record.fields),
      id,
      territory_id: context.territoryId,
      kind: record.kind,
      short_id: shortIdOf(id),
      fingerprint: record.fingerprint ?? '',
      author_ids: personId ? [personId] : [],
      created_by: personId,
      created_at: now,
      updated_at: now,
      deleted_at: null,
    })
    .returning(recordColumns)
    .executeTakeFirstOrThrow();
  return toRecordCore(row);
}

/** Writes the new fields if nobody changed the record since `version`; undefined when somebody did. */
export async function updateRecordRow(
  context: Context,
  change: { id: Id; version: number; fields: RecordFields },
): Promise<RecordCore | undefined> {
  const { personId } = context.actor;
  const row = await context.db
    .updateTable('record')
    .set({
      ...recordValues(change.fields),
      version: change.version + 1,
      updated_at: context.clock.now(),
      ...(personId && { author_ids: withAuthor(personId) }),
    })
    .where('record.territory_id', '=', context.territoryId)
    .where('record.id', '=', change.id)
    .where('record.version', '=', change.version)
    .returning(recordColumns)
    .executeTakeFirst();
  return row && toRecordCore(row);
}

function withAuthor(personId: Id) {
  return sql<
    Id[]
  >`case when ${personId}::uuid = any(author_ids) then author_ids else author_ids || ${personId}::uuid end`;
}

/** Marks a record as deleted, or brings it back, as a change of now for whoever keeps a copy; false when it was so already. */
export async function setDeleted(
  context: Context,
  change: { id: Id; deletedAt: Date | null },
): Promise<boolean> {
  const { numUpdatedRows } = await context.db
    .updateTable('record')
    .set({ deleted_at: change.deletedAt, version: sql`version + 1` })
    .$if(change.deletedAt === null, (query) => query.set({ updated_at: context.clock.now() }))
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', change.id)
    .where('deleted_at', change.deletedAt ? 'is' : 'is not', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** What names one record: its id, or what its address ends with. Either may come from outside. */
export type RecordName = { id: string } | { shortId: string };

/** A condition on `record`: that it is the one so named. */
export function isNamed(name: RecordName) {
  return (eb: ExpressionBuilder<Tables, 'record'>): Expression<SqlBool> => {
    if ('shortId' in name) return eb('record.short_id', '=', name.shortId);
    return isId(name.id) ? eb('record.id', '=', name.id) : eb.lit(false);
  };
}

/** A record the actor may see. */
export async function findRecord(
  context: Context,
  where: RecordName | { kind: Kind; shortId: string },
): Promise<RecordCore | undefined> {
  let query = context.db
    .selectFrom('record')
    .select(recordColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where(visibleTo(context))
    .where(isNamed(where));
  if ('kind' in where) query = query.where('record.kind', '=', where.kind);
  const row = await query.executeTakeFirst();
  return row && toRecordCore(row);
}

/** Those of these records that the actor may see. */
export async function findRecords(context: Context, ids: readonly Id[]): Promise<Map<Id, RecordCore>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('record')
    .select(recordColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where('record.id', 'in', ids)
    .where(visibleTo(context))
    .execute();
  return new Map(rows.map((row) => [row.id, toRecordCore(row)]));
}
