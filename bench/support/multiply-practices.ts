import type pg from 'pg';
import { connectBare } from './bare-client.ts';
import { progress } from './report.ts';

/** Columns that the copies of a row have of their own; `copy` is the number of the copy. */
const own: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  record: {
    id: `md5(id::text || copy)::uuid`,
    short_id: `short_id || copy`,
    source_record_id: `copy || '-' || source_record_id`,
    updated_at: `updated_at - copy * interval '1 second'`,
  },
  practice: {
    record_id: `md5(record_id::text || copy)::uuid`,
    // Within some two kilometres, each copy elsewhere.
    lat: `lat + 0.02 * sin(copy * 7 + lat * 10000)`,
    lng: `lng + 0.03 * cos(copy * 11 + lng * 10000)`,
  },
};

/** Makes `times` practices of each that is there, bare: what importing them does not concern is measured so. */
export async function multiplyPractices(dataFolder: string, times: number): Promise<void> {
  const client = await connectBare(dataFolder);
  try {
    await client.query(`set maintenance_work_mem = '512MB'`);
    for (const table of ['record', 'practice']) {
      progress(`${table}: ${times} of each`);
      await withoutIndexes(client, table, () => multiply(client, table, times));
    }
    await client.query('vacuum analyze record, practice');
  } finally {
    await client.end();
  }
}

async function multiply(client: pg.Client, table: string, times: number): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [`public.${table}`],
  );
  const names = rows.map(({ name }) => name);
  const values = names.map((name) => own[table]?.[name] ?? name);
  const among = table === 'record' ? `where kind = 'practice'` : '';
  await client.query(
    `insert into ${table} (${names.join(', ')})
     select ${values.join(', ')} from (select * from ${table} ${among}) as each cross join generate_series(1, $1) as copy`,
    [times - 1],
  );
}

/** Indexes are made once, afterwards: one row at a time takes several times as long. */
async function withoutIndexes(client: pg.Client, table: string, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select index.relname as name, pg_get_indexdef(index.oid) as definition from pg_index
     join pg_class as index on index.oid = indexrelid
     where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [`public.${table}`],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await work();
  for (const { name, definition } of rows) {
    progress(`index ${name}`);
    await client.query(definition);
  }
}
