import pg from 'pg';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import type { CommentFound, Content, EntryFound, RecordFound } from './content.ts';
import type { Place } from './product.ts';

/** Works on the database of a running instance, beside it. */
export async function withDatabase<Value>(
  { dataFolder, databaseUrl }: Place,
  work: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const url = databaseUrl ?? (await runningPostgresUrl(dataFolder));
  if (url === undefined) throw new Error('The database of the instance does not run');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What the instance holds at one moment, while people may go on writing. */
export function readContent(place: Place): Promise<Content> {
  return withDatabase(place, async (client) => {
    await client.query('begin transaction isolation level repeatable read, read only');
    // Only what the campaign's people write: content shipped with the product is changed by its own rules.
    const records = await client.query<RecordFound>(
      `select id, short_id as "shortId", version,
         jsonb_build_object('title', title, 'pitch', pitch, 'language', language, 'visibility', visibility,
           'licence', licence, 'tags', to_jsonb(tags), 'body', body) as fields
       from record where kind = 'practice'`,
    );
    const comments = await client.query<CommentFound>(
      `select id, body #>> '{content,0,content,0,text}' as text from comment`,
    );
    const entries = await client.query<EntryFound>(
      `select record_id as "recordId", action, changes from journal_entry
       where action like 'practice.%' or action like 'comment.%' order by sequence`,
    );
    const damaged = await tablesThatDisagree(client);
    await client.query('commit');
    return { records: records.rows, comments: comments.rows, entries: entries.rows, damaged };
  });
}

/** Reads each table from end to end, then counts it again by its primary key alone. */
async function tablesThatDisagree(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const damaged: string[] = [];
  for (const { name } of tables) {
    const byRows = await countOf(client, `select count(whole::text) as count from ${name} as whole`, 'index');
    const byIndex = await countOf(client, `select count(*) as count from ${name}`, 'seq');
    if (byRows !== byIndex) damaged.push(`the table ${name} has ${byRows} rows, its index ${byIndex}`);
  }
  return damaged;
}

async function countOf(client: pg.Client, query: string, not: 'index' | 'seq'): Promise<number> {
  const isOff = (way: boolean) => (way ? 'off' : 'on');
  await client.query(
    `set local enable_seqscan = ${isOff(not === 'seq')}; set local enable_indexscan = ${isOff(not === 'index')};
     set local enable_indexonlyscan = ${isOff(not === 'index')}; set local enable_bitmapscan = ${isOff(not === 'index')}`,
  );
  const { rows } = await client.query<{ count: string }>(query);
  return Number(rows[0]?.count);
}
