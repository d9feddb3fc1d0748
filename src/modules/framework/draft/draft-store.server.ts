import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import {
  type DetailedRecord,
  type RecordName,
  isNamed,
  recordColumns,
  toRecordCore,
  visibleTo,
} from '#modules/records/index.server.ts';
import type { FrameworkContent } from '../framework-content.ts';
import type { Words } from '../words.ts';
import { type FrameworkDetails, part } from './draft-state.ts';

/** A framework as those who write it see it: what is being written, and the numbers that were published. */
export interface WrittenFramework extends DetailedRecord<FrameworkDetails> {
  published: PublishedNumber[];
}

/** A published version, without its content. */
export interface PublishedNumber {
  id: Id;
  number: number;
  publishedAt: Date;
  changeNote: FrameworkContent['changeNote'];
}

/** A framework the actor may see, with its draft; the caller checks that the actor may read drafts. */
export async function findWritten(context: Context, name: RecordName): Promise<WrittenFramework | undefined> {
  const row = await context.db
    .selectFrom('record')
    .select(recordColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'framework')
    .where(isNamed(name))
    .where(visibleTo(context))
    .executeTakeFirst();
  if (!row) return undefined;
  const versions = await versionsOf(context, row.id);
  const published = versions.filter(({ state }) => state === 'published');
  const draft = versions.find(({ state }) => state === 'draft')?.content ?? null;
  return {
    record: toRecordCore(row),
    details: { draft, retired: published.at(-1)?.retiredAt != null },
    published: published.flatMap(({ id, number, publishedAt, changeNote }) =>
      publishedAt ? [{ id, number, publishedAt, changeNote: changeNote ?? undefined }] : [],
    ),
  };
}

/** Every version, oldest first; of published ones the content stays where it is. */
function versionsOf(context: Context, recordId: Id) {
  return context.db
    .selectFrom('framework_version')
    .select([
      'id',
      'number',
      'state',
      'published_at as publishedAt',
      'retired_at as retiredAt',
      sql<FrameworkContent | null>`case when state = 'draft' then content end`.as('content'),
      sql<FrameworkContent['changeNote'] | null>`content -> 'changeNote'`.as('changeNote'),
    ])
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .orderBy('number')
    .execute();
}

/** Every framework that has a draft, by title; the caller checks that the actor may read drafts. */
export async function listDrafts(context: Context) {
  const rows = await context.db
    .selectFrom('record')
    .innerJoin('framework_version', 'framework_version.record_id', 'record.id')
    .select([
      'record.kind',
      'record.slug',
      'record.short_id as shortId',
      'record.id',
      'framework_version.content',
    ])
    .where('record.territory_id', '=', context.territoryId)
    .where('framework_version.territory_id', '=', context.territoryId)
    .where('framework_version.state', '=', 'draft')
    .where('record.kind', '=', 'framework')
    .where(visibleTo(context))
    .orderBy('record.title')
    .limit(100)
    .execute();
  return rows.map(({ content, ...record }) => ({ record, content }));
}

/** The change of a draft by which a decision was carried out, the latest if it was more than once; by its journal entry. */
export async function entryOfDecision(
  { db, territoryId }: Context,
  { framework, decisionId }: { framework: Id; decisionId: Id },
): Promise<Id | undefined> {
  const name = part.whole('adopted');
  const named = `%${decisionId}%`;
  const { rows } = await sql<{ id: Id }>`
    select id from journal_entry
    where territory_id = ${territoryId} and record_id = ${framework}
      and changes -> ${name} ->> 'after' like ${named}
      and coalesce(changes -> ${name} ->> 'before', '') not like ${named}
    order by sequence desc limit 1`.execute(db);
  return rows[0]?.id;
}

/** What dimensions and criteria were ever called in the drafts of a framework, by id: the latest title of each. */
export async function titlesEverGiven(
  { db, territoryId }: Context,
  framework: Id,
): Promise<Map<string, Words>> {
  const { rows } = await sql<{ name: string; title: Words }>`
    select distinct on (name) name, coalesce(nullif(said -> 'after', 'null'), said -> 'before') as title
    from journal_entry, jsonb_each(changes) as change (name, said)
    where territory_id = ${territoryId} and record_id = ${framework}
      and name ~ '^field[.](criterion|dimension)[.].*[.]title$'
    order by name, sequence desc`.execute(db);
  return new Map(rows.map(({ name, title }) => [name.split('.')[2] ?? '', title]));
}

/** Writes what is being written, under the number after the last one published; and whether the framework is retired. */
export async function saveDetails(context: Context, recordId: Id, details: FrameworkDetails): Promise<void> {
  await saveDraft(context, recordId, details.draft);
  await context.db
    .updateTable('framework_version')
    .set((eb) => ({
      retired_at: details.retired ? eb.fn.coalesce('retired_at', eb.val(context.clock.now())) : null,
    }))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .where('state', '=', 'published')
    .where('number', '=', lastNumber(context, recordId))
    .execute();
}

async function saveDraft(context: Context, recordId: Id, draft: FrameworkContent | null): Promise<void> {
  const { territoryId } = context;
  if (!draft) {
    await context.db
      .deleteFrom('framework_version')
      .where('territory_id', '=', territoryId)
      .where('record_id', '=', recordId)
      .where('state', '=', 'draft')
      .execute();
    return;
  }
  const { number } = await lastNumber(context, recordId).executeTakeFirstOrThrow();
  const content = JSON.stringify({ ...draft, version: (number ?? 0) + 1 });
  await context.db
    .insertInto('framework_version')
    .values({
      id: newId(),
      territory_id: territoryId,
      record_id: recordId,
      number: (number ?? 0) + 1,
      state: 'draft',
      content,
      published_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['territory_id', 'record_id']).where('state', '=', 'draft').doUpdateSet({ content }),
    )
    .execute();
}

/** The number of the last published version: null when there is none. */
function lastNumber(context: Context, recordId: Id) {
  return context.db
    .selectFrom('framework_version as last')
    .select((eb) => eb.fn.max<number | null>('last.number').as('number'))
    .where('last.territory_id', '=', context.territoryId)
    .where('last.record_id', '=', recordId)
    .where('last.state', '=', 'published');
}

/** Turns the draft into a published version, for good. */
export async function publishRow(context: Context, recordId: Id, content: FrameworkContent): Promise<Id> {
  const { id } = await context.db
    .updateTable('framework_version')
    .set({ state: 'published', content: JSON.stringify(content), published_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .where('state', '=', 'draft')
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
