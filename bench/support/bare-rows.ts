import type pg from 'pg';
import { filledColumns, withBareTables } from './bare-tables.ts';

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
 * Inserts the rows that an import of that source made once more, in tables made like theirs, indexes and references
 * included: the least that such an import can cost. Returns the records per second; reading them beforehand does not count.
 */
export function insertBare(dataFolder: string, source: string): Promise<number> {
  const names = tables.map(({ name }) => name);
  return withBareTables(dataFolder, names, async (client) => {
    await client.query('begin');
    const { records, took } = await insertAll(client, source);
    const begun = performance.now();
    await client.query('commit');
    return (records / (took + performance.now() - begun)) * 1000;
  });
}

/** Milliseconds that the inserts took, and for how many records. */
async function insertAll(client: pg.Client, source: string): Promise<{ records: number; took: number }> {
  const columns = new Map<string, string>();
  for (const { name } of tables) columns.set(name, await filledColumns(client, name));
  let records = 0;
  let took = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await client.query<{ id: string }>(
      `select id from public.record where kind = 'practice' and source_name = $2 and id > $1
       order by id limit ${batch}`,
      [after, source],
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
