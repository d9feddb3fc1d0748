import pg from 'pg';

/**
 * Where each of these words stands in the database, as `schema.table`: every row of every table there is, the queue's
 * own among them, read as text; bytes are looked through too. Case does not count.
 */
export async function whereWordsStand(
  databaseUrl: string,
  words: readonly string[],
): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const found: Record<string, string[]> = {};
    for (const { name, bytes } of await tablesOf(client)) {
      const inBytes = bytes.map((column) => ` || ' ' || coalesce(encode(${column}, 'escape'), '')`).join('');
      const { rows } = await client.query<{ text: string }>(
        `select lower(t::text${inBytes}) as text from ${name} t`,
      );
      for (const word of words) {
        if (rows.some(({ text }) => text.includes(word.toLowerCase()))) (found[word] ??= []).push(name);
      }
    }
    return found;
  } finally {
    await client.end();
  }
}

async function tablesOf(client: pg.Client): Promise<{ name: string; bytes: string[] }[]> {
  const { rows } = await client.query<{ name: string; bytes: string[] }>(
    `select c.oid::regclass::text as name, coalesce(array_agg(format('t.%I', a.attname)) filter (
        where a.atttypid = 'bytea'::regtype), '{}') as bytes
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_%'
    group by c.oid order by 1`,
  );
  return rows;
}
