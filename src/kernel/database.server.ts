import { setImmediate as atNextTurn, setTimeout as pause } from 'node:timers/promises';
import { Kysely, type LogEvent, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { settleMovedJournal } from './journal-move.server.ts';
import { migrate } from './migrate.server.ts';
import { TerritoryGuard } from './territory-guard.ts';

/** Every table, declared by the store that owns it: `declare module '#kernel/database.server.ts'`. */
export interface Tables {
  setting: SettingTable;
}

/** What the instance keeps for itself, keys included, so that one backup holds everything. */
interface SettingTable {
  key: string;
  value: string;
}

/** How one query went: nothing of what it asked for. */
export interface QueryWatched {
  operation: 'select' | 'insert' | 'update' | 'delete' | 'other';
  seconds: number;
  failed: boolean;
}

/** How many connections there are, how many of them are free, and how many queries wait for one. */
export type PoolFigures = Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount'>;

/** Follows the database at work. */
export interface DatabaseWatch {
  queryEnded(query: QueryWatched): void;
  poolOpened(pool: PoolFigures): void;
}

/** The database, or a transaction on it: the two are used alike. */
export type Database = Kysely<Tables>;

// Counts come as bigint; none of ours passes 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// Days stay text: a `date` has no time zone, a JavaScript Date has one.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * Opens a pool of connections and brings the tables up to date. From then on a query that touches a
 * territory's table without naming `territory_id` throws before it is sent.
 */
export async function openDatabase(
  url: string,
  options: { connections?: number; watch?: DatabaseWatch | undefined } = {},
): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: options.connections ?? 8 });
  // A connection lost while idle (the database restarted) is replaced at the next query.
  pool.on('error', () => undefined);
  // One lost at work fails the query it was doing; unheard, its event would end the whole process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const dialect = new PostgresDialect({ pool });
  const { watch } = options;
  watch?.poolOpened(pool);
  const unguarded = new Kysely<Tables>({ dialect, ...(watch && { log: tellQueries(watch) }) });
  const changes = await migrate(unguarded);
  await settleMovedJournal(unguarded);
  const tables = await tablesOfTerritories(unguarded);
  // Of a column just added PostgreSQL knows nothing, and would plan badly until a tenth of the rows have changed.
  if (changes.length > 0) await sql`analyze ${sql.join([...tables].map(sql.table))}`.execute(unguarded);
  return unguarded.withPlugin(new TerritoryGuard(tables));
}

function tellQueries(watch: DatabaseWatch): (event: LogEvent) => void {
  return ({ level, query, queryDurationMillis }) =>
    watch.queryEnded({
      operation: operationOf(query.sql),
      seconds: queryDurationMillis / 1000,
      failed: level === 'error',
    });
}

/** What most of the work is, by the first word; a query that begins with its parts (`with`) mostly reads. */
function operationOf(text: string): QueryWatched['operation'] {
  const [word = ''] = /\w+/.exec(text) ?? [];
  switch (word.toLowerCase()) {
    case 'select':
    case 'with':
      return 'select';
    case 'insert':
      return 'insert';
    case 'update':
      return 'update';
    case 'delete':
      return 'delete';
    default:
      return 'other';
  }
}

/** What the journal, and all tables together, take on disk, in bytes. */
export async function databaseFigures(db: Database): Promise<{ journalBytes: number; bytes: number }> {
  const journal = 'journal_entry';
  const { rows } = await sql<{ journalBytes: number; bytes: number }>`
    select pg_total_relation_size(${journal}::regclass) as "journalBytes",
      pg_database_size(current_database()) as bytes`.execute(db);
  return rows[0] ?? { journalBytes: 0, bytes: 0 };
}

/** Names of all tables with a `territory_id` column. */
async function tablesOfTerritories(db: Database): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = current_schema() and column_name = 'territory_id'`.execute(db);
  return new Set(rows.map((row) => row.name));
}

/** Whether the database answers, soon enough to be of use (`milliseconds`). */
export async function pingDatabase(db: Database, milliseconds = 3000): Promise<boolean> {
  const patience = new AbortController();
  const tooLate = pause(milliseconds, false, { signal: patience.signal, ref: false });
  const answered = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const answers = await Promise.race([answered, tooLate.catch(() => false)]);
  patience.abort();
  return answers;
}

/**
 * Whether an error says that the database cannot be reached now: what sockets say, what the driver says of one that was
 * closed, and the farewell of a server that stops, or its greeting while it starts (class 57P).
 */
export function isConnectionLost(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(57P|ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|EPIPE)/.test(code) ||
    /^(Connection terminated|Client has encountered a connection error)/.test(error.message)
  );
}

/** Runs `work` in one transaction; joins the one already open, so that use cases can be composed. */
export function inTransaction<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/**
 * Begins statements of one transaction, which carries them out one after the other in this order: while the database is at one, the
 * next ones are made ready. When one fails, the others have ended too before that shows: nothing is still sent once the
 * transaction is rolled back.
 */
export async function allInOrder(statements: readonly (() => Promise<unknown>)[]): Promise<void> {
  const begun: Promise<PromiseSettledResult<unknown>[]>[] = [];
  for (const begin of statements) {
    // Settled from the start: one that fails before the last is begun must not go unhandled, which would end the process.
    begun.push(Promise.allSettled([begin()]));
    // What is ready is sent before the next one is made ready.
    await atNextTurn();
  }
  for (const [done] of await Promise.all(begun)) if (done?.status === 'rejected') throw done.reason;
}
