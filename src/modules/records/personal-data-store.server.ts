import { type ExpressionBuilder, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { appendBatchToJournal } from '#kernel/journal-batch.server.ts';
import type { ToldRow } from '#kernel/personal-data.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { type Kind, addressOf } from './record.ts';

/** Kinds that hold what others gave: they are never one person's to take away. */
const heldByAll: readonly Kind[] = ['framework', 'evaluation'];

/** The records that someone made or helped to write, deleted ones included. */
export async function recordsBy(context: Context, personId: Id): Promise<ToldRow[]> {
  const rows = await context.db
    .selectFrom('record')
    .select(['id', 'kind', 'slug', 'short_id as shortId', 'title', 'pitch', 'body', 'visibility'])
    .select(['licence', 'created_by', 'created_at', 'updated_at', 'deleted_at'])
    .where('territory_id', '=', context.territoryId)
    .where((eb) =>
      eb.or([eb(eb.val(personId), '=', eb.fn.any('author_ids')), eb('created_by', '=', personId)]),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    title: row.title,
    kind: row.kind,
    url: context.origin + addressOf(row),
    pitch: row.pitch,
    text: toMarkdown(row.body),
    visibility: row.visibility,
    licence: row.licence,
    made: row.created_by === personId,
    at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    deleted_at: row.deleted_at?.toISOString() ?? '',
  }));
}

/** The comments someone wrote, those taken away or hidden included. */
export async function commentsBy(context: Context, personId: Id): Promise<ToldRow[]> {
  const rows = await context.db
    .selectFrom('comment')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'comment.record_id')
        .onRef('record.territory_id', '=', 'comment.territory_id'),
    )
    .select(['comment.body', 'comment.created_at', 'comment.deleted_at', 'comment.hidden_at', 'record.title'])
    .where('comment.territory_id', '=', context.territoryId)
    .where('author_id', '=', personId)
    .orderBy('comment.created_at')
    .orderBy('comment.id')
    .execute();
  return rows.map((row) => ({
    record: row.title,
    text: toMarkdown(row.body),
    at: row.created_at.toISOString(),
    deleted_at: row.deleted_at?.toISOString() ?? '',
    hidden_at: row.hidden_at?.toISOString() ?? '',
  }));
}

/** The pictures and documents someone sent, with what they said of them. */
export async function filesBy(context: Context, personId: Id): Promise<ToldRow[]> {
  const rows = await context.db
    .selectFrom('attachment')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'attachment.record_id')
        .onRef('record.territory_id', '=', 'attachment.territory_id'),
    )
    .select(['attachment.name', 'attachment.kind', 'attachment.description', 'credit', 'attachment.licence'])
    .select(['attachment.created_at', 'attachment.removed_at', 'record.title', 'record.short_id'])
    .where('attachment.territory_id', '=', context.territoryId)
    .where('attachment.created_by', '=', personId)
    .orderBy('attachment.created_at')
    .orderBy('attachment.id')
    .execute();
  return rows.map((row) => ({
    record: row.title,
    name: row.name,
    kind: row.kind,
    text: row.description,
    credit: row.credit,
    licence: row.licence,
    url: `${context.origin}/fichiers/${row.short_id}`,
    at: row.created_at.toISOString(),
    deleted_at: row.removed_at?.toISOString() ?? '',
  }));
}

/**
 * The records that one person alone wrote, by hand, and that no other record points to. What an import brought in is not
 * their writing.
 *
 * @param which `unseen`: only those that nobody else sees, drafts and what they took away
 */
export async function recordsOnlyBy(context: Context, personId: Id, which: 'all' | 'unseen'): Promise<Id[]> {
  const query = context.db
    .selectFrom('record')
    .select('record.id')
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', 'not in', heldByAll)
    .where('author_ids', '=', sql<Id[]>`array[${personId}]::uuid[]`)
    .where((eb) => wasMadeBy(eb, { territoryId: context.territoryId, personId }))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('record_link')
            .select('record_link.id')
            .where('record_link.territory_id', '=', context.territoryId)
            .whereRef('record_link.to_id', '=', 'record.id'),
        ),
      ),
    )
    .forUpdate();
  const unseen = query.where((eb) =>
    eb.or([eb('visibility', '=', 'draft'), eb('deleted_at', 'is not', null)]),
  );
  const rows = await (which === 'all' ? query : unseen).execute();
  return rows.map(({ id }) => id);
}

function wasMadeBy(
  { exists, selectFrom }: ExpressionBuilder<Tables, 'record'>,
  { territoryId, personId }: { territoryId: Id; personId: Id },
) {
  return exists(
    selectFrom('journal_entry')
      .select('journal_entry.id')
      .where('journal_entry.territory_id', '=', territoryId)
      .whereRef('journal_entry.record_id', '=', 'record.id')
      .where('journal_entry.actor_id', '=', personId)
      .where(sql<boolean>`journal_entry.action = record.kind || '.created'`),
  );
}

/** Takes records away for good, with all that hangs on them; the journal says that they are no more, to whatever follows it. */
export async function purgeRecords(context: Context, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  const purged = await context.db
    .deleteFrom('record')
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', sql<Id>`any(${ids}::uuid[])`)
    .returning(['id', 'kind'])
    .execute();
  await appendBatchToJournal(
    context,
    purged.map(({ id, kind }) => ({ id: newId(), recordId: id, action: `${kind}.deleted`, changes: {} })),
  );
}

/** Takes someone's comments away for good; only those that nobody sees any more, with `unseen`. */
export async function purgeComments(context: Context, personId: Id, which: 'all' | 'unseen'): Promise<void> {
  const theirs = context.db
    .deleteFrom('comment')
    .where('territory_id', '=', context.territoryId)
    .where('author_id', '=', personId);
  await (which === 'all' ? theirs : theirs.where('deleted_at', 'is not', null)).execute();
}

/** Takes someone's files away for good; only those that nobody sees, with `unseen`. Their bytes stay to be purged. */
export async function purgeFilesBy(context: Context, personId: Id, which: 'all' | 'unseen'): Promise<void> {
  const theirs = context.db
    .deleteFrom('attachment')
    .where('territory_id', '=', context.territoryId)
    .where('created_by', '=', personId);
  const unseen = theirs.where((eb) =>
    eb.or([eb('attached_at', 'is', null), eb('removed_at', 'is not', null)]),
  );
  const gone = await (which === 'all' ? theirs : unseen).returning('id').execute();
  for (const { id } of gone) {
    const field = `attachment.${id}`;
    await sql`
      update journal_entry set changes = jsonb_set(changes, array[${field}], '{"before": null, "after": null}')
      where territory_id = ${context.territoryId} and changes ? ${field}`.execute(context.db);
  }
}

/** Puts other words where a person is credited by exactly that name, typed by whoever it was. */
export async function renameInCredits(context: Context, name: string, someone: string): Promise<void> {
  if (name === '') return;
  await context.db
    .updateTable('record')
    .set({ co_authors: sql`array_replace(co_authors, ${name}, ${someone})` })
    .where('territory_id', '=', context.territoryId)
    .where((eb) => eb(eb.val(name), '=', eb.fn.any('co_authors')))
    .execute();
  await context.db
    .updateTable('attachment')
    .set({ credit: someone })
    .where('territory_id', '=', context.territoryId)
    .where('credit', '=', name)
    .execute();
}
