import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { proposalTally } from './archive-tally-store.server.ts';
import { authors, changes, commentAuthor, ownValues } from './archive-told-store.server.ts';
import { type PartName, rowShapes, territoryShape } from './archive-shapes.ts';
import {
  hasResult,
  ifLeaving,
  isShownEvidence,
  isTold,
  leaving,
  sumOfFile,
} from './archive-terms-store.server.ts';

/** Where rows are read: one territory, in a transaction that sees one moment. */
type Place = Pick<Context, 'db' | 'territoryId'>;

interface PartTable {
  table: string;
  /** What says in which order rows are written: the same wherever they stand. */
  order: string;
  /** Columns that name a record: only rows of records that leave are written. */
  of: readonly string[];
  /** Columns that are not written as they stand. */
  told?: Readonly<Record<string, string>>;
  where?: string;
}

const tables: Readonly<Record<PartName, PartTable>> = {
  topics: { table: 'topic', order: 'id', of: [] },
  'own-lists': { table: 'own_list', order: 'id', of: [] },
  'own-fields': { table: 'own_field', order: 'id', of: [] },
  records: { table: 'record', order: 'id', of: ['id'], told: { co_authors: authors } },
  practices: { table: 'practice', order: 'record_id', of: ['record_id'], told: { fields: ownValues } },
  'framework-versions': { table: 'framework_version', order: 'id', of: ['record_id'] },
  evaluations: {
    table: 'evaluation',
    order: 'record_id',
    of: ['record_id'],
    told: {
      // The result of a session that was withdrawn is shown to nobody.
      result: `case when row.state in ('closed', 'published') then row.result end`,
      repeats_id: ifLeaving('repeats_id'),
    },
  },
  subjects: {
    table: 'evaluation_subject',
    order: 'evaluation_id, position',
    of: ['evaluation_id'],
    told: { record_id: ifLeaving('record_id') },
  },
  colleges: { table: 'evaluation_college', order: 'evaluation_id, key', of: ['evaluation_id'] },
  'collective-answers': {
    table: 'evaluation_collective',
    order: 'evaluation_id, subject, criterion_id',
    of: ['evaluation_id'],
    where: hasResult,
  },
  priorities: {
    table: 'evaluation_priority',
    order: 'evaluation_id, position',
    of: ['evaluation_id'],
    told: { outcome_id: ifLeaving('outcome_id') },
    where: hasResult,
  },
  evidence: {
    table: 'evaluation_evidence',
    order: 'name',
    of: ['evaluation_id'],
    told: { sha256: sumOfFile },
    where: isShownEvidence,
  },
  levers: { table: 'lever', order: 'record_id', of: ['record_id'] },
  'chosen-levers': {
    table: 'chosen_lever',
    order: 'lever_id, evaluation_id',
    of: ['lever_id', 'evaluation_id'],
  },
  actions: { table: 'action', order: 'record_id', of: ['record_id'] },
  consultations: {
    table: 'consultation',
    order: 'record_id',
    of: ['record_id'],
    told: { subject_id: ifLeaving('subject_id') },
  },
  decisions: {
    table: 'decision',
    order: 'record_id',
    of: ['record_id'],
    told: {
      consultation_id: ifLeaving('consultation_id'),
      subject_id: ifLeaving('subject_id'),
    },
  },
  proposals: {
    table: 'proposal',
    order: 'id',
    of: ['consultation_id'],
    told: { decision_id: ifLeaving('decision_id'), tally: proposalTally },
    where: `row.state <> 'waiting'`,
  },
  links: { table: 'record_link', order: 'id', of: ['from_id', 'to_id'] },
  comments: {
    table: 'comment',
    order: 'id',
    of: ['record_id'],
    told: { author_name: commentAuthor },
    where: 'row.deleted_at is null',
  },
  attachments: {
    table: 'attachment',
    order: 'id',
    of: ['record_id'],
    where: 'row.removed_at is null and row.attached_at is not null',
  },
  'attachment-files': {
    table: 'attachment_file',
    order: 'attachment_id, width',
    of: [],
    told: { sha256: sumOfFile },
    where: `row.attachment_id in (
      select id from attachment where attachment.territory_id = row.territory_id
        and record_id in (select id from leaving) and removed_at is null and attached_at is not null)`,
  },
  history: {
    table: 'journal_entry',
    order: 'transaction_id, sequence',
    of: ['record_id'],
    told: { changes },
    where: isTold,
  },
  purged: { table: 'purged_record', order: 'short_id', of: [] },
};

function columnsOf(name: PartName): string[] {
  return Object.keys(rowShapes[name].shape);
}

const rowsAtOnce = 500;

/** The rows of a part as lines of JSON, in bunches: the database writes them, and nothing else holds them. */
export async function* linesOf({ db, territoryId }: Place, name: PartName): AsyncGenerator<string> {
  const { table, order, of, told = {}, where = 'true' } = tables[name];
  const pairs = columnsOf(name).map((column) => `'${column}', ${told[column] ?? `row.${column}`}`);
  const kept = of.map((column) => `row.${column} in (select id from leaving)`).concat(where);
  await sql`declare archive_rows no scroll cursor for ${sql.raw(`
    with ${leaving(territoryId)}
    select json_build_object(${pairs.join(', ')})::text as line from ${table} as row
    where row.territory_id = '${territoryId}' and ${kept.join(' and ')}
    order by ${order}`)}`.execute(db);
  for (;;) {
    const { rows } = await sql<{
      line: string;
    }>`fetch ${sql.raw(String(rowsAtOnce))} from archive_rows`.execute(db);
    if (rows.length > 0) yield rows.map(({ line }) => `${line}\n`).join('');
    if (rows.length < rowsAtOnce) break;
  }
  await sql`close archive_rows`.execute(db);
}

/** What owners settle, as one line of JSON. */
export async function settingsLine({ db, territoryId }: Place): Promise<string> {
  const pairs = Object.keys(territoryShape.shape).map((column) => `'${column}', ${column}`);
  const { rows } = await sql<{ line: string }>`
    select json_build_object(${sql.raw(pairs.join(', '))})::text as line from territory
    where id = ${territoryId}`.execute(db);
  return `${rows[0]?.line ?? ''}\n`;
}

/** Every file that the attachments of an archive name, once, by its sum. */
export async function filesLeaving({ db, territoryId }: Place): Promise<{ id: Id; sha256: string }[]> {
  const { rows } = await sql<{ id: Id; sha256: string }>`${sql.raw(`
    with ${leaving(territoryId)}
    select distinct file.id, encode(file.sha256, 'hex') as sha256 from attachment_file
    join attachment on attachment.id = attachment_id and attachment.territory_id = '${territoryId}'
    join stored_file as file on file.id = file_id and file.territory_id = '${territoryId}'
    where attachment_file.territory_id = '${territoryId}' and removed_at is null and attached_at is not null
      and record_id in (select id from leaving)
    union
    select file.id, encode(file.sha256, 'hex') from evaluation_evidence as row
    join stored_file as file on file.id = row.file_id and file.territory_id = '${territoryId}'
    where row.territory_id = '${territoryId}' and ${isShownEvidence}
      and row.evaluation_id in (select id from leaving)
    order by sha256`)}`.execute(db);
  return rows;
}

/** How many records of each reason stay behind, for whoever is about to leave. */
export async function countStaying({
  db,
  territoryId,
}: Place): Promise<{ drafts: number; openSessions: number }> {
  const { rows } = await sql<{ drafts: number; openSessions: number }>`
    select count(*) filter (where visibility = 'draft') as drafts,
      count(*) filter (where evaluation.state = 'open') as "openSessions"
    from record left join evaluation
      on evaluation.record_id = record.id and evaluation.territory_id = record.territory_id
    where record.territory_id = ${territoryId} and deleted_at is null`.execute(db);
  return rows[0] ?? { drafts: 0, openSessions: 0 };
}

/** Nobody wrote here yet: there is at most what every territory begins with. */
export async function isUntouched({ db, territoryId }: Place): Promise<boolean> {
  const { rows } = await sql`
    select from record where territory_id = ${territoryId}
      and (kind not in ('framework', 'lever') or version > 1 or author_ids <> '{}' or created_by is not null)
    union all select from purged_record where territory_id = ${territoryId}
    union all select from comment where territory_id = ${territoryId}
    union all select from own_field where territory_id = ${territoryId}
    union all select from own_list where territory_id = ${territoryId}
    limit 1`.execute(db);
  return rows.length === 0;
}

/** Takes away what every territory begins with: the archive brings its own. */
export async function emptyTerritory({ db, territoryId }: Place): Promise<void> {
  await sql`delete from framework_version where territory_id = ${territoryId}`.execute(db);
  await sql`delete from record where territory_id = ${territoryId}`.execute(db);
  // Of what concerns the territory itself, the history stays.
  await sql`
    delete from journal_entry where territory_id = ${territoryId} and record_id is not null`.execute(db);
  await sql`delete from topic where territory_id = ${territoryId}`.execute(db);
}

/** Columns that rows of a part get beside what the archive says. */
const added: Partial<Record<PartName, readonly string[]>> = { records: ['body_text'] };

/**
 * Writes rows of a part, each by the names of its columns; the types are the database's own. The table is named with its
 * schema, for `record` alone is a type of PostgreSQL.
 */
export async function insertRows(
  { db, territoryId }: Place,
  name: Exclude<PartName, 'attachment-files' | 'evidence'>,
  rows: readonly object[],
): Promise<void> {
  const { table } = tables[name];
  const columns = ['territory_id', ...columnsOf(name), ...(added[name] ?? [])];
  const ours = rows.map((row) => ({ ...row, territory_id: territoryId }));
  await sql`
    insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(columns.map((column) => sql.ref(`given.${column}`)))}
    from json_populate_recordset(null::${sql.id('public', table)}, ${JSON.stringify(ours)}) as given
    where given.territory_id = ${territoryId}`.execute(db);
}

export async function writeSettings({ db, territoryId }: Place, settings: object): Promise<void> {
  const columns = Object.keys(territoryShape.shape).map((column) => sql.ref(column));
  await sql`
    update territory set (${sql.join(columns)}) = (
      select ${sql.join(columns)} from json_populate_record(null::territory, ${JSON.stringify(settings)}))
    where id = ${territoryId}`.execute(db);
}

/** One moment for all that is read, and one way to write moments and numbers. */
export function atOneMoment<Value>(
  { db }: Pick<Context, 'db'>,
  work: (db: Database) => Promise<Value>,
): Promise<Value> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set local time zone 'UTC'`.execute(tx);
      return work(tx);
    });
}
