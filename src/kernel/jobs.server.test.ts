import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from './database.server.ts';
import { newId } from './ids.ts';
import { findJob, listJobs } from './job-run-store.server.ts';
import { JobFailure, Jobs, type RunningJob, type UndoneJob } from './jobs.server.ts';
import type { Json } from './json.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let jobs: Jobs;
const errors: Error[] = [];
/** The inputs each job was run with, once per run. */
const runs: { name: string; input: Json }[] = [];

function definition(name: string, work: (job: RunningJob, run: number) => Promise<void | UndoneJob>) {
  return {
    name,
    async run(job: RunningJob) {
      runs.push({ name, input: job.input });
      return work(job, runsOf(name));
    },
  };
}

const runsOf = (name: string) => runs.filter((run) => run.name === name).length;

const definitions = [
  {
    ...definition('round', async ({ input }) => {
      if (input === 'bad') throw new JobFailure('essai.failure');
    }),
    atOnce: 3,
  },
  definition('count', async (job) => {
    for (const step of [1, 2, 3]) await job.report(step, 3);
  }),
  definition('stumble', async (_, run) => {
    if (run === 1) throw new Error('The address anne@exemple.test was refused');
  }),
  definition('refuse', async () => {
    throw new JobFailure('essai.failure');
  }),
  // Waits until it is told to go on, or until the moment it is given.
  definition('wait', async ({ input }, run) => {
    if (input === 'go on' || run > 1) return undefined;
    return {
      state: 'waiting',
      reason: 'essai.not-yet',
      until: input === null ? null : new Date(String(input)),
    };
  }),
  definition('drop', async () => ({ state: 'dropped', reason: 'essai.too-late' })),
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

/** Queues a job that bears the id of what it works on. */
async function enqueueAs(id: string, name: string, input: Json = null, db = world.db) {
  const { territoryId, clock } = world;
  return jobs.enqueue(db, { id, territoryId, name, input, clock });
}

const patient = { interval: 20, timeout: 10_000 };

function stateOf(id: string) {
  return findJob(world.db, { territoryId: world.territoryId, id });
}

async function ended(id: string) {
  const ends = ['done', 'dropped', 'failed'];
  const hasEnded = async () => ends.includes((await stateOf(id))?.state ?? '');
  await expect.poll(hasEnded, patient).toBe(true);
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

  it('of which several are taken at once fails alone, and those after it are run', async () => {
    // One of them was asked for first, and queued anew since.
    const first = newId();
    const ids = await inTransaction(world.db, async (db) => [
      await enqueue('round', 'bad', db),
      await enqueue('round', 3, db),
      await enqueueAs(first, 'round', 1, db),
    ]);
    const states: unknown[] = [];
    for (const id of ids) states.push((await ended(id))?.state);
    expect(states).toEqual(['failed', 'done', 'done']);
    expect(runs.slice(-4).map(({ input }) => input)).toEqual([1, 'bad', 3, 'bad']);
  });

  it('for which someone waits comes before a round that is in line', async () => {
    const { db, territoryId, clock } = world;
    const common = { territoryId, name: 'round', clock };
    await inTransaction(db, async (tx) => {
      for (let letter = 1; letter <= 9; letter += 1) {
        await jobs.enqueue(tx, { ...common, input: `letter ${letter}` });
      }
      await ended(await jobs.enqueue(db, { ...common, input: 'before the round is told' }));
      await jobs.enqueue(tx, { ...common, input: 'awaited', first: true });
    });
    const inputs = () => runs.filter(({ name }) => name === 'round').map(({ input }) => input);
    await expect.poll(inputs, patient).toContain('letter 9');
    expect(inputs().indexOf('awaited')).toBeLessThan(inputs().indexOf('letter 1'));
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
    await expect.poll(kept, patient).toEqual([expect.stringContaining('app.job-failed')]);
    expect(String(await kept())).not.toContain('anne@');
  });
});

describe('a job that waits', () => {
  it('says for what, and is done once it is queued anew', async () => {
    runs.length = 0;
    const id = newId();
    expect(await enqueueAs(id, 'wait', null)).toBe(id);
    const waiting = { state: 'waiting', failure: 'essai.not-yet' };
    await expect.poll(() => stateOf(id), patient).toMatchObject(waiting);
    await enqueueAs(id, 'wait', 'go on');
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 1, failure: null });
    expect(runsOf('wait')).toBe(2);
    expect((await listJobs(world.db, world.territoryId)).filter((job) => job.id === id)).toHaveLength(1);
  });

  it('is taken up by itself at the moment it gave', async () => {
    runs.length = 0;
    const id = await enqueue('wait', '2000-01-01T00:00:00Z');
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 2, failure: null });
  });
});

describe('a job that is queued again', () => {
  it('while it is to be run, is run once', async () => {
    runs.length = 0;
    const id = newId();
    await Promise.all([1, 2, 3].map(() => enqueueAs(id, 'count')));
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(runsOf('count')).toBe(1);
  });

  it('after it failed, is tried as often as before', async () => {
    const id = await enqueue('refuse');
    await ended(id);
    runs.length = 0;
    await enqueueAs(id, 'refuse');
    expect(await ended(id)).toMatchObject({ state: 'failed', attempts: 2 });
    expect(runsOf('refuse')).toBe(2);
  });

  it('after it had nothing left to do, still says why', async () => {
    const id = await enqueue('drop');
    const dropped = { state: 'dropped', failure: 'essai.too-late', attempts: 1 };
    expect(await ended(id)).toMatchObject(dropped);
    await enqueueAs(id, 'drop');
    expect(await stateOf(id)).toMatchObject(dropped);
  });
});

describe('the time between two tries', () => {
  const run = async () => undefined;
  const kinds = [
    { name: 'usual', run },
    { name: 'patient', run, patience: 30 },
  ];

  /** What the queues hold after a start at that pace. */
  async function delaysAt(retryDelaySeconds: number) {
    const pace = { pollingSeconds: 0.5, retries: 1, retryDelaySeconds };
    const paced = new Jobs({ db: world.db, databaseUrl: world.url, clock: world.clock, pace });
    await paced.start({ definitions: kinds, work: true, onError: (error) => errors.push(error) });
    await paced.stop();
    const { rows } = await sql<{ retry_delay: number }>`
      select retry_delay from jobs.queue where name in ('usual', 'patient') order by name desc`.execute(
      world.db,
    );
    return rows.map((row) => row.retry_delay);
  }

  it('is longer for jobs that depend on others, and follows the version that runs', async () => {
    expect(await delaysAt(2)).toEqual([2, 60]);
    expect(await delaysAt(3)).toEqual([3, 90]);
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

describe('a job whose server goes away', () => {
  const pace = { pollingSeconds: 0.5, retries: 1, retryDelaySeconds: 0 };

  it('stops soon when the server is stopped, and is left to be tried again', async () => {
    const begun = Promise.withResolvers<undefined>();
    const endless = definition('endless', async (job, run) => {
      if (run > 1) return;
      for (let step = 1; ; step += 1) {
        await job.report(step, null);
        begun.resolve(undefined);
      }
    });
    const options = { definitions: [endless], work: true, onError: (error: Error) => errors.push(error) };
    const [stopped, next] = [1, 2].map(
      () => new Jobs({ db: world.db, databaseUrl: world.url, clock: world.clock, pace }),
    ) as [Jobs, Jobs];
    await stopped.start(options);
    const id = await enqueue('endless');
    await begun.promise;
    await stopped.stop();
    expect(await stateOf(id)).toMatchObject({ state: 'retrying', failure: 'app.job-interrupted' });
    await next.start(options);
    expect(await ended(id)).toMatchObject({ state: 'done', attempts: 2 });
    await next.stop();
  });

  it('fails in the end, and says so, when the server was killed at every try', async () => {
    const unhurried = { list: [], territories: async () => [], pollingSeconds: 1 };
    const options = { definitions: [definition('doomed', async () => undefined)], onError: () => undefined };
    const asking = new Jobs({ db: world.db, databaseUrl: world.url, clock: world.clock, pace });
    await asking.start({ ...options, work: false });
    const id = await enqueueFrom(asking, 'doomed');
    const killed = new PgBoss({ connectionString: world.url, max: 1, schema: 'jobs', supervise: false });
    await killed.start();
    for (let tries = 0; tries <= pace.retries; tries += 1) {
      const [taken] = await killed.fetch('doomed');
      // What the queue does when a job gives no sign of life.
      await killed.fail('doomed', taken?.id ?? '');
    }
    await killed.stop();
    await asking.stop();
    const after = new Jobs({
      db: world.db,
      databaseUrl: world.url,
      clock: world.clock,
      pace,
      chores: unhurried,
    });
    await after.start({ ...options, definitions: [], work: true });
    expect(await ended(id)).toMatchObject({ state: 'failed', failure: 'app.job-given-up' });
    await after.stop();
    expect(runsOf('doomed')).toBe(0);
  });
});

describe('a daily chore', () => {
  it('is done in every territory, also when it fails in one, and tried again there', async () => {
    const { territoryId: other } = await world.elsewhere();
    const done: string[] = [];
    const told: string[] = [];
    const chores = {
      list: [
        {
          name: 'sweep',
          async run(territoryId: string) {
            done.push(territoryId);
            if (territoryId === world.territoryId) throw new Error('planted');
          },
        },
      ],
      territories: async () => [world.territoryId, other],
      at: '* * * * *',
      pollingSeconds: 1,
    };
    const daily = new Jobs({ db: world.db, databaseUrl: world.url, clock: world.clock, chores });
    await daily.start({ definitions: [], work: true, onError: ({ message }) => told.push(message) });
    await expect.poll(() => done, { interval: 50, timeout: 10_000 }).toEqual([world.territoryId, other]);
    const waits = async () => {
      const { rows } = await sql<{ state: string; output: string }>`
        select state::text, output::text from jobs.job where name = 'sweep'`.execute(world.db);
      return rows.map(({ state, output }) => [state, /sweep failed in 1/.test(output)]);
    };
    await expect.poll(waits, { interval: 50, timeout: 10_000 }).toEqual([['retry', true]]);
    await daily.stop();
    expect(told).toEqual(['planted']);
  });

  it('is planned for every night, and made up for when the site was off', async () => {
    const chores = { list: [{ name: 'tidy', run: async () => undefined }], territories: async () => [] };
    const daily = new Jobs({ db: world.db, databaseUrl: world.url, clock: world.clock, chores });
    await daily.start({ definitions: [], work: true, onError: (error) => errors.push(error) });
    await daily.stop();
    const { rows } = await sql`
      select cron, timezone, options ->> 'missed' as missed from jobs.schedule where name = 'tidy'`.execute(
      world.db,
    );
    expect(rows).toEqual([{ cron: '17 3 * * *', timezone: 'UTC', missed: 'once' }]);
  });
});

async function enqueueFrom(queue: Jobs, name: string): Promise<string> {
  const { db, territoryId, clock } = world;
  return queue.enqueue(db, { territoryId, name, input: null, clock });
}
