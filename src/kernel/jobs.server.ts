import { CompiledQuery, type Generated, sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Clock } from './clock.ts';
import { type Database, inTransaction } from './database.server.ts';
import { type Id, newId } from './ids.ts';
import type { Json } from './json.ts';

declare module './database.server.ts' {
  interface Tables {
    job_run: JobRunTable;
  }
}

interface JobRunTable {
  id: Id;
  territory_id: Id;
  name: string;
  state: JobState;
  /** Steps done, of `total`; null while nobody knows how many there will be. */
  done: Generated<number>;
  total: number | null;
  attempts: Generated<number>;
  /** A code of the message that explains a failure; never the text of an exception, which may hold personal data. */
  failure: string | null;
  queued_at: Date;
  finished_at: Date | null;
}

export type JobState = 'queued' | 'running' | 'done' | 'retrying' | 'failed';

/** Long work, done off the request path. It may be run twice, so what it does must be idempotent. */
export interface JobDefinition {
  name: string;
  run(job: RunningJob): Promise<void>;
}

export interface RunningJob {
  id: Id;
  territoryId: Id;
  input: Json;
  /** Tells whoever watches how far the work is. */
  report(done: number, total: number): Promise<void>;
}

export interface JobQueue {
  /** Queues a job in the caller's own transaction: it exists if, and only if, the change that needs it does. */
  enqueue(db: Database, job: { territoryId: Id; name: string; input: Json; clock: Clock }): Promise<Id>;
}

/** How often queues are looked at and how a failed job is tried again, each time after twice the wait. */
interface JobPace {
  pollingSeconds: number;
  retries: number;
  retryDelaySeconds: number;
}

const usualPace: JobPace = { pollingSeconds: 1, retries: 5, retryDelaySeconds: 2 };

/**
 * In seconds. A job whose server was killed gives no sign of life and is taken up again about a minute later; one that
 * works is left to work for hours.
 */
const signsOfLife = { heartbeatSeconds: 30, expireInSeconds: 6 * 60 * 60 };

/** Queues and runs jobs on the database itself (pg-boss): nothing else to install or to lose. */
export class Jobs implements JobQueue {
  readonly #boss: PgBoss;
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #pace: JobPace;
  #onError: (error: Error) => void = () => undefined;

  /** `databaseUrl` is the same database: pg-boss follows its queues on two connections of its own. */
  constructor(options: { db: Database; databaseUrl: string; clock: Clock; pace?: JobPace }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#pace = options.pace ?? usualPace;
    const { databaseUrl } = options;
    this.#boss = new PgBoss({ connectionString: databaseUrl, max: 2, schema: 'jobs', schedule: false });
  }

  /** Makes the queues ready; runs what is in them too when `work` is true (a command line only fills them). */
  async start(options: {
    definitions: JobDefinition[];
    work: boolean;
    onError: (error: Error) => void;
  }): Promise<void> {
    this.#onError = options.onError;
    this.#boss.on('error', options.onError);
    await this.#boss.start();
    for (const definition of options.definitions) {
      await this.#boss.createQueue(definition.name, {
        retryLimit: this.#pace.retries,
        retryBackoff: this.#pace.retryDelaySeconds > 0,
        retryDelay: this.#pace.retryDelaySeconds,
        ...signsOfLife,
      });
      if (!options.work) continue;
      const polling = { pollingIntervalSeconds: this.#pace.pollingSeconds };
      await this.#boss.work<QueuedJob>(definition.name, polling, async ([job]) => {
        if (job) await this.#run(definition, job.data);
      });
    }
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 10_000 });
  }

  async enqueue(
    db: Database,
    job: { territoryId: Id; name: string; input: Json; clock: Clock },
  ): Promise<Id> {
    const id = newId();
    const data: QueuedJob = { runId: id, territoryId: job.territoryId, input: job.input };
    await inTransaction(db, async (tx) => {
      await tx
        .insertInto('job_run')
        .values({
          id,
          territory_id: job.territoryId,
          name: job.name,
          state: 'queued',
          total: null,
          failure: null,
          queued_at: job.clock.now(),
          finished_at: null,
        })
        .execute();
      await this.#boss.send(job.name, data, { db: adapterOf(tx) });
    });
    return id;
  }

  async #run(definition: JobDefinition, { runId, territoryId, input }: QueuedJob): Promise<void> {
    const attempts = await this.#begin(runId, territoryId);
    const report = (done: number, total: number) => this.#mark(runId, territoryId, { done, total });
    try {
      await definition.run({ id: runId, territoryId, input, report });
    } catch (error) {
      const failure = this.#explain(error);
      const last = attempts > this.#pace.retries;
      await this.#mark(runId, territoryId, {
        state: last ? 'failed' : 'retrying',
        failure,
        finished_at: last ? this.#clock.now() : null,
      });
      // The queue keeps what it is thrown: a code, never the text of an exception.
      throw new JobFailure(failure);
    }
    await this.#mark(runId, territoryId, { state: 'done', failure: null, finished_at: this.#clock.now() });
  }

  #explain(error: unknown): string {
    if (error instanceof JobFailure) return error.code;
    this.#onError(error instanceof Error ? error : new Error(String(error)));
    return 'app.job-failed';
  }

  async #begin(runId: Id, territoryId: Id): Promise<number> {
    const { attempts } = await this.#db
      .updateTable('job_run')
      .set({ state: 'running', attempts: sql`attempts + 1` })
      .where('territory_id', '=', territoryId)
      .where('id', '=', runId)
      .returning('attempts')
      .executeTakeFirstOrThrow();
    return attempts;
  }

  async #mark(runId: Id, territoryId: Id, values: Partial<JobProgress>): Promise<void> {
    await this.#db
      .updateTable('job_run')
      .set(values)
      .where('territory_id', '=', territoryId)
      .where('id', '=', runId)
      .execute();
  }
}

interface JobProgress {
  state: JobState;
  done: number;
  total: number;
  failure: string | null;
  finished_at: Date | null;
}

/** Thrown by a job that knows what went wrong: `code` is the key of a message. */
export class JobFailure extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface QueuedJob {
  runId: Id;
  territoryId: Id;
  input: Json;
}

export interface JobRun {
  id: Id;
  name: string;
  state: JobState;
  done: number;
  total: number | null;
  attempts: number;
  failure: string | null;
  queuedAt: Date;
}

/** The jobs of a territory, latest first. */
export async function listJobs(db: Database, territoryId: Id): Promise<JobRun[]> {
  return jobRuns(db, territoryId).orderBy('queued_at', 'desc').limit(100).execute();
}

export async function findJob(db: Database, job: { territoryId: Id; id: Id }): Promise<JobRun | undefined> {
  return jobRuns(db, job.territoryId).where('id', '=', job.id).executeTakeFirst();
}

function jobRuns(db: Database, territoryId: Id) {
  return db
    .selectFrom('job_run')
    .select(['id', 'name', 'state', 'done', 'total', 'attempts', 'failure', 'queued_at as queuedAt'])
    .where('territory_id', '=', territoryId);
}

/** Lets pg-boss write inside our transactions. */
function adapterOf(db: Database) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}
