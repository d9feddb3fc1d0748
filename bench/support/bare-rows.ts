import type pg from 'pg';
import { connectBare } from './bare-client.ts';

/** What an import fills, each table after those it refers to, and the column that names the record of a row. */
const tables = [
  { name: 'record', record: 'id' },
  { name: 'practice', record: 'record_id' },
  { name: 'journal_entry', record: 'record_id' },
  { name: 'imported_record', record: 'record_id' },
  { name: 'import_change', record: 'record_id' },
];
const batch = 500;

/**
 * Inserts the rows that an import made once more, in tables made like theirs, indexes and references included: the least
 * that such an import can cost. Returns the records per second; reading them beforehand does not count.
 */
export async function insertBare(dataFolder: string): Promise<number> {
  const client = await connectBare(dataFolder);
  try {
    await client.query('create schema bare');
    for (const { name } of tables) await makeLike(client, name);
    await client.query('begin');
    const { records, took } = await insertAll(client);
    const begun = performance.now();
    await client.query('commit');
    return (records / (took + performance.now() - begun)) * 1000;
  } finally {
    await client.query('drop schema if exists bare cascade');
    await client.end();
  }
}

async function makeLike(client: pg.Client, table: string): Promise<void> {
  await client.query(`create table bare.${table} (like public.${table} including all excluding identity)`);
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and conrelid = $1::regclass`,
    [`public.${table}`],
  );
  // Names of tables are looked for among the copies first.
  await client.query('set search_path to bare, public');
  for (const { definition } of rows) await client.query(`alter table bare.${table} add ${definition}`);
  await client.query('set search_path to public');
}

/** Milliseconds that the inserts took, and for how many records. */
async function insertAll(client: pg.Client): Promise<{ records: number; took: number }> {
  const columns = new Map<string, string>();
  for (const { name } of tables) columns.set(name, await filledColumns(client, name));
  let records = 0;
  let took = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await client.query<{ id: string }>(
      `select id from public.record where kind = 'practice' and id > $1 order by id limit ${batch}`,
      [after],
    );
    const ids = rows.map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return { records, took };
    for (const { name, record } of tables) {
      const read = await client.query<{ rows: string | null }>(
        `select json_agg(row)::text as rows from public.${name} as row where ${record} = any($1)`,
        [ids],
      );
      const list = columns.get(name);
      const begun = performance.now();
      await client.query(
        `insert into bare.${name} (${list}) select ${list} from json_populate_recordset(null::bare.${name}, $1)`,
        [read.rows[0]?.rows ?? '[]'],
      );
      took += performance.now() - begun;
    }
    records += ids.length;
    after = last;
  }
}

/** The columns that are not worked out by the database itself. */
async function filledColumns(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ list: string }>(
    `select string_agg(quote_ident(column_name), ', ') as list from information_schema.columns
     where table_schema = 'bare' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return rows[0]?.list ?? '';
}
