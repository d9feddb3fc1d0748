import type pg from 'pg';
import { connectBare } from './bare-client.ts';

/**
 * Runs `work` beside empty tables of the schema `bare` that are made like those of the product, indexes and references
 * included; they go afterwards. Each table stands after those it refers to.
 */
export async function withBareTables<T>(
  dataFolder: string,
  tables: readonly string[],
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectBare(dataFolder);
  try {
    await client.query('create schema bare');
    for (const table of tables) await makeLike(client, table);
    return await work(client);
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

/** The columns of a table that are not worked out by the database itself. */
export async function filledColumns(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ list: string }>(
    `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as list
     from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return rows[0]?.list ?? '';
}
