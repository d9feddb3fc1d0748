import type pg from 'pg';

/** A table of the instance, with the columns that are not worked out from others. */
export interface TableColumns {
  name: string;
  columns: string[];
}

/** Kysely's own tables: what they say stands in the description of a backup. */
const migrationTables = ['kysely_migration', 'kysely_migration_lock'];

/** Leaves out what belongs to an extension. */
const isOfNoExtension = (oid: string) =>
  `not exists (select from pg_depend where objid = ${oid} and deptype = 'e')`;

/** The tables of the instance, by name. */
export async function tablesOf(client: pg.Client): Promise<TableColumns[]> {
  const { rows } = await client.query<TableColumns>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and c.relname <> all ($1) and ${isOfNoExtension('c.oid')}
    group by c.relname
    order by c.relname`,
    [migrationTables],
  );
  return rows;
}

/** The sequences that have served, by name. */
export async function sequencesOf(client: pg.Client): Promise<{ name: string; last: string }[]> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `select sequencename as name, last_value::text as last from pg_sequences
    where schemaname = current_schema() and last_value is not null
    order by sequencename`,
  );
  return rows;
}

/** Names of the migrations that made the tables, in order; none where nothing was ever started. */
export async function migrationsOf(client: pg.Client): Promise<string[]> {
  if (!(await hasTable(client, 'kysely_migration'))) return [];
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name');
  return rows.map(({ name }) => name);
}

/**
 * What an instance is to whoever wants to fill it: `new` (no table), `prepared` (the tables are there and nobody ever
 * came) or `occupied`. The keys it made for itself, in `setting`, do not count.
 */
export async function occupationOf(client: pg.Client): Promise<'new' | 'prepared' | 'occupied'> {
  const tables = await tablesOf(client);
  if (tables.length === 0) return 'new';
  const { rows } = await client.query(
    `select from pg_extension
    where extnamespace = current_schema()::regnamespace and extowner <> current_user::regrole`,
  );
  // Emptying the schema would take with it what someone else put there.
  if (rows.length > 0 || !(await hasTable(client, 'kysely_migration'))) return 'occupied';
  for (const { name } of tables.filter((table) => table.name !== 'setting')) {
    const first = await client.query(`select from ${client.escapeIdentifier(name)} limit 1`);
    if (first.rows.length > 0) return 'occupied';
  }
  return 'prepared';
}

async function hasTable(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass(quote_ident(current_schema()) || '.' || quote_ident($1)) is not null as found`,
    [name],
  );
  return rows[0]?.found === true;
}

/** Such as `18.4`. */
export async function serverVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? '';
}

/** Takes everything out of a prepared instance, so that its tables can be made anew. */
export async function emptySchema(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_schema()) as name');
  const name = rows[0]?.name ?? 'public';
  await client.query(`drop schema ${name} cascade; create schema ${name}`);
}
