import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from './database.server.ts';
import { newId } from './ids.ts';
import { JobFailure, Jobs, type RunningJob, findJob, listJobs } from './jobs.server.ts';
import type { Json } from './json.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let jobs: Jobs;
const errors: Error[] = [];
/** The inputs each job was run with, once per run. */
const runs: { name: string; input: Json }[] = [];

function definition(name: string, work: (job: RunningJob, run: number) => Promise<void>) {
  return {
    name,
    async run(job: RunningJob) {
      runs.push({ name, input: job.input });
      await work(job, runsOf(name));
    },
  };
}

const runsOf = (name: string) => runs.filter((run) => run.name === name).length;

const definitions = [
  definition('count', async (job) => {
    for (const step of [1, 2, 3]) await job.report(step, 3);
  }),
  definition('stumble', async (_, run) => {
    if (run === 1) throw new Error('The address anne@exemple.test was refused');
  }),
  definition('refuse', async () => {
    throw new JobFailure('essai.failure');
  }),
  definition('break', async () => {
    throw new Error('The address anne@exemple.test was refused');
  }),
];

beforeAll(async () => {
  world = await openTestWorld();
  const pace = { pollingSeconds: 0.5, retries: 1, retryDelaySeconds: 0 };
  jobs = new Jobs({ db: world.db, databaseUrl: world.url, clock: world.clock, pace });
  await jobs.start({ definitions, work: true, onError: (error) => errors.push(error) });
});
afterAll(async () => {
  await jobs.stop();
  await world.close();
});

async function enqueue(name: string, input: Json = null, db = world.db) {
  return jobs.enqueue(db, { territoryId: world.territoryId, name, input, clock: world.clock });
}

function stateOf(id: string) {
  return findJob(world.db, { territoryId: world.territoryId, id });
}

async function ended(id: string) {
  const hasEnded = async () => ['done', 'failed'].includes((await stateOf(id))?.state ?? '');
  await expect.poll(hasEnded, { interval: 20, timeout: 10_000 }).toBe(true);
  return stateOf(id);
}

describe('a job', () => {
  it('is run once with what it was given, and tells how far it went', async () => {
    const id = await enqueue('count', { file: 'lieux.csv' });
    expect(await ended(id)).toEqual({
      id,
      name: 'count',
      state: 'done',
      done: 3,
      total: 3,
      attempts: 1,
      failure: null,
      queuedAt: world.clock.now(),
    });
    expect(runs.filter((run) => run.name === 'count')).toEqual([
      { name: 'count', input: { file: 'lieux.csv' } },
    ]);
  });

  it('exists only if the change that needs it does', async () => {
    const ids: string[] = [];
    const change = inTransaction(world.db, async (db) => {
      ids.push(await enqueue('count', 'rolled back', db));
      throw new Error('the change failed');
    });
    await expect(change).rejects.toThrow('the change failed');
    expect(await stateOf(ids[0] ?? '')).toBeUndefined();
    const { rows } = await sql`select 1 from jobs.job where data::text like '%rolled back%'`.execute(
      world.db,
    );
    expect(rows).toEqual([]);
  });

  it('waits for the end of the change that needs it', async () => {
    const id = await inTransaction(world.db, async (db) => {
      const queued = await enqueue('count', 'in a transaction', db);
      expect(await stateOf(queued)).toBeUndefined();
      return queued;
    });
    expect(await ended(id)).toMatchObject({ state: 'done' });
  });

  it('leaves nothing when the queue refuses it', async () => {
    await expect(enqueue('unknown-queue')).rejects.toThrow('unknown-queue');
    expect(
      (await listJobs(world.db, world.territoryId)).filter((job) => job.name === 'unknown-queue'),
    ).toEqual([]);
  });
});

describe('a job that fails', () => {
  it('is tried again, and done when it succeeds then', async () => {
    expect(await ended(await enqueue('stumble'))).toMatchObject({
      state: 'done',
      attempts: 2,
      failure: null,
    });
    expect(runsOf('stumble')).toBe(2);
  });

  it('fails for good after its last try, with the code that explains it', async () => {
    expect(await ended(await enqueue('refuse'))).toMatchObject({
      state: 'failed',
      attempts: 2,
      failure: 'essai.failure',
    });
    expect(runsOf('refuse')).toBe(2);
  });

  it('tells the operator what happened, and keeps no word of it in the database', async () => {
    expect(await ended(await enqueue('break'))).toMatchObject({
      state: 'failed',
      failure: 'app.job-failed',
    });
    expect(errors.map((error) => error.message)).toContain('The address anne@exemple.test was refused');
    const kept = async () => {
      const { rows } = await sql<{ output: string | null }>`
        select output::text from jobs.job where name = 'break' and state = 'failed'`.execute(world.db);
      return rows.map((row) => row.output ?? '');
    };
    await expect
      .poll(kept, { interval: 20, timeout: 10_000 })
      .toEqual([expect.stringContaining('app.job-failed')]);
    expect(String(await kept())).not.toContain('anne@');
  });
});

describe('the jobs of a territory', () => {
  it('are listed there only, latest first', async () => {
    world.clock.advance(1000);
    const id = await enqueue('count', 'latest');
    const [latest] = await listJobs(world.db, world.territoryId);
    expect(latest?.id).toBe(id);
    const { territoryId } = await world.elsewhere();
    expect(await listJobs(world.db, territoryId)).toEqual([]);
    expect(await findJob(world.db, { territoryId, id })).toBeUndefined();
    expect(await findJob(world.db, { territoryId: world.territoryId, id: newId() })).toBeUndefined();
    await ended(id);
  });
});
