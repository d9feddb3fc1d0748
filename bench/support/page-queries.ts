import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { systemClock } from '#kernel/clock.ts';
import { type Context, visitor } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import { createJournalMemory } from '#kernel/journal-memory.server.ts';
import { findPractice, listPractices } from '#modules/practices/index.server.ts';
import { readPracticeQuery } from '#modules/practices/index.ts';
import { readComments, relatedRecords } from '#modules/records/index.server.ts';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { type Series, series } from './series.ts';

interface Query {
  sql: string;
  parameters: unknown[];
}

/** How long the SQL of each page takes when it is sent bare: same rows, same filters, same order, printed once. */
export async function sqlOfPages(dataFolder: string, practiceId: string) {
  const databaseUrl = await runningPostgresUrl(dataFolder);
  if (!databaseUrl) throw new Error('The product of the benchmark is not running');
  const sent: Query[] = [];
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      sent.push({ sql: query.sql, parameters: [...query.parameters] });
    },
  });
  const { rows } = await pool.query<{ id: string }>('select id from territory limit 1');
  const context: Context = {
    db,
    clock: systemClock,
    jobs: { enqueue: () => Promise.reject(new Error('A reading page queues no job')) },
    memory: createJournalMemory(),
    origin: 'http://localhost',
    territoryId: rows[0]?.id ?? '',
    actor: visitor,
  };

  async function bare(name: string, work: () => Promise<unknown>): Promise<Series> {
    // What is kept in memory is read by the first page, and by none after it.
    await work();
    sent.length = 0;
    await work();
    const queries = [...sent];
    process.stdout.write(`\nSQL of the ${name}:\n${queries.map(({ sql }) => `    ${sql}`).join('\n')}\n`);
    return series(
      async () => {
        for (const { sql, parameters } of queries) await pool.query(sql, parameters);
      },
      { lanes: 1, times: 500, seconds: 3 },
    );
  }

  const list = (query: string) => async () => {
    const read = readPracticeQuery(new URLSearchParams(query));
    if (read.ok) await listPractices(context, read.value);
  };
  const measured = {
    page: await bare('practice page', async () => {
      await findPractice(context, { id: practiceId });
      await readComments(context, practiceId);
      await relatedRecords(context, practiceId);
    }),
    list: await bare('list', list('')),
  };
  await db.destroy();
  return measured;
}
