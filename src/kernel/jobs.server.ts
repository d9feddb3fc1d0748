import { CompiledQuery } from 'kysely';
import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Clock } from './clock.ts';
import { type DailyChores, scheduleChores, unhurriedSeconds } from './daily-chores.server.ts';
import { type Database, inTransaction } from './database.server.ts';
import { type Id, newId } from './ids.ts';
import { beginRun, giveUpRun, markRun, putRun, putRunBack } from './job-run-store.server.ts';
import type { Json } from './json.ts';

/** Long work, done off the request path. It may be run twice, so what it does must be idempotent. */
export interface JobDefinition {
  name: string;
  /** How many times longer than usual it lets pass between two tries; 1 when not given. */
  patience?: number;
  /** How many are taken from the line in one go, and then run one after the other; 1 when not given. */
  atOnce?: number;
  run(job: RunningJob): Promise<void | UndoneJob>;
}

/**
 * A job that neither did its work nor failed; `reason` is the key of a message. One that waits is taken up again when
 * it is queued anew, and at the latest at `until`.
 */
export type UndoneJob =
  { state: 'waiting'; reason: string; until: Date | null } | { state: 'dropped'; reason: string };

export interface RunningJob {
  id: Id;
  territoryId: Id;
  input: Json;
  /**
   * Tells whoever watches how far the work is; `total` is null while nobody knows how much there will be. Throws when
   * the server is being stopped, or the job was given to another one: whoever reports often stops soon.
   */
  report(done: number, total: number | null): Promise<void>;
}

export interface JobQueue {
  /** Queues a job in the caller's own transaction: it exists if, and only if, the change that needs it does. */
  enqueue(db: Database, job: NewJob): Promise<Id>;
}

interface NewJob {
  /** Its own id, when what it works on lends it: queued again, the same job is taken up if it waited or failed. */
  id?: Id;
  /** Whether it comes before those of its name that are in line already: it waited longer. */
  first?: boolean;
  territoryId: Id;
  name: string;
  input: Json;
  clock: Clock;
}

/** How often queues are looked at and how a failed job is tried again, each time after twice the wait. */
interface JobPace {
  pollingSeconds: number;
  retries: number;
  retryDelaySeconds: number;
}

const usualPace: JobPace = { pollingSeconds: 1, retries: 5, retryDelaySeconds: 2 };

/**
 * In seconds. A job whose server was killed gives no sign of life and is taken up again one to two minutes later; one
 * that works is left to work for hours. A server that was only held up for that long (a computer put to sleep) may find
 * its job taken up: {@link RunningJob.report} then stops it.
 */
const signsOfLife = { heartbeatSeconds: 30, expireInSeconds: 6 * 60 * 60 };

/** Where the queue puts the jobs it gave up: when their server was killed at every try, nobody else says how they ended. */
const givenUp = 'given-up-jobs';

/** Queues and runs jobs on the database itself (pg-boss): nothing else to install or to lose. */
export class Jobs implements JobQueue {
  readonly #boss: PgBoss;
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #pace: JobPace;
  readonly #chores: DailyChores | undefined;
  #isStopping = false;
  #definitions: readonly JobDefinition[] = [];
  #opening: Promise<void> | undefined;
  #onError: (error: Error) => void = () => undefined;

  /** `databaseUrl` is the same database: pg-boss follows its queues on two connections of its own. */
  constructor(options: {
    db: Database;
    databaseUrl: string;
    clock: Clock;
    pace?: JobPace;
    chores?: DailyChores | undefined;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#pace = options.pace ?? usualPace;
    this.#chores = options.chores;
    const pollingSeconds = options.chores?.pollingSeconds ?? unhurriedSeconds;
    this.#boss = new PgBoss({
      connectionString: options.databaseUrl,
      max: 2,
      schema: 'jobs',
      schedule: options.chores !== undefined,
      cronMonitorIntervalSeconds: pollingSeconds,
      cronWorkerIntervalSeconds: pollingSeconds,
    });
  }

  /**
   * Runs what is in the queues when `work` is true, once `beforeWork` has queued what comes first. A command line only
   * fills them, and mostly does not: they are then opened for the first job.
   */
  async start(options: {
    definitions: JobDefinition[];
    work: boolean;
    beforeWork?: () => Promise<void>;
    onError: (error: Error) => void;
  }): Promise<void> {
    this.#onError = options.onError;
    this.#boss.on('error', (error) => {
      // Once we stop, the database may stop too before the last connections have said goodbye.
      if (!this.#isStopping) options.onError(error);
    });
    this.#definitions = options.definitions;
    if (options.work) await this.#work(options);
  }

  #open(): Promise<void> {
    this.#opening ??= this.#openQueues();
    return this.#opening;
  }

  async #openQueues(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(givenUp);
    for (const definition of this.#definitions) {
      const retryDelay = this.#pace.retryDelaySeconds * (definition.patience ?? 1);
      const retrying = { retryLimit: this.#pace.retries, retryBackoff: retryDelay > 0, retryDelay };
      const pace = { ...retrying, deadLetter: givenUp };
      await this.#boss.createQueue(definition.name, { ...pace, ...signsOfLife });
      // A queue made by an earlier version keeps its pace otherwise.
      await this.#boss.updateQueue(definition.name, pace);
    }
  }

  async #work(options: {
    definitions: JobDefinition[];
    beforeWork?: () => Promise<void>;
    onError: (error: Error) => void;
  }): Promise<void> {
    await this.#open();
    await options.beforeWork?.();
    const unhurried = { pollingIntervalSeconds: this.#chores?.pollingSeconds ?? unhurriedSeconds };
    await this.#boss.work<QueuedJob>(givenUp, unhurried, async ([job]) => {
      if (job) await giveUpRun(this.#db, { ...job.data, now: this.#clock.now() });
    });
    if (this.#chores) await scheduleChores(this.#boss, this.#chores, options.onError);
    for (const definition of options.definitions) {
      const polling = {
        pollingIntervalSeconds: this.#pace.pollingSeconds,
        batchSize: definition.atOnce ?? 1,
        burstWhenBatchFull: true,
        perJobResults: true,
        includeMetadata: true,
      } as const;
      await this.#boss.work(definition.name, polling, async (jobs: JobWithMetadata<QueuedJob>[]) => {
        const results: JobResult[] = [];
        // What is taken in one go comes in no order.
        for (const job of jobs.toSorted(byTurn)) results.push(await this.#settle(definition, job));
        return results;
      });
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#opening?.catch(() => undefined);
    if (this.#opening) await this.#boss.stop({ graceful: true, timeout: 10_000 });
  }

  async enqueue(db: Database, job: NewJob): Promise<Id> {
    const id = job.id ?? newId();
    const data: QueuedJob = { runId: id, territoryId: job.territoryId, input: job.input };
    await this.#open();
    await inTransaction(db, async (tx) => {
      const { territoryId, name, clock } = job;
      if (!(await putRun(tx, { id, territoryId, name, queuedAt: clock.now() }))) return;
      await this.#boss.send(job.name, data, { db: adapterOf(tx), priority: job.first ? 1 : 0 });
    });
    return id;
  }

  /** Queues a job anew that a restored backup kept, in the caller's own transaction; its tries begin again. */
  async requeue(tx: Database, { name, data, startAfter, priority }: RestoredJob): Promise<void> {
    await this.#open();
    await putRunBack(tx, data);
    await this.#boss.send(name, data, { db: adapterOf(tx), priority, ...(startAfter && { startAfter }) });
  }

  /** One of several taken in one go: a failure is its own, and keeps none of the others from being run. */
  async #settle(definition: JobDefinition, { id, data, signal }: TakenJob): Promise<JobResult> {
    try {
      await this.#run(definition, data, signal);
      return { id, status: 'completed' };
    } catch (error) {
      if (!(error instanceof JobFailure)) throw error;
      return { id, status: 'failed', output: { code: error.code } };
    }
  }

  async #run(definition: JobDefinition, job: QueuedJob, takenAway: AbortSignal): Promise<void> {
    const { runId, territoryId, input } = job;
    const attempts = await beginRun(this.#db, job);
    if (attempts === undefined) return;
    const report = async (done: number, total: number | null) => {
      if (this.#isStopping || takenAway.aborted) throw new JobFailure('app.job-interrupted');
      await markRun(this.#db, job, { done, total });
    };
    let undone: UndoneJob | void;
    try {
      undone = await definition.run({ id: runId, territoryId, input, report });
    } catch (error) {
      const failure = this.#explain(error);
      // Another server says how it goes on.
      if (takenAway.aborted) throw new JobFailure(failure);
      const last = attempts > this.#pace.retries;
      await markRun(this.#db, job, {
        state: last ? 'failed' : 'retrying',
        failure,
        finished_at: last ? this.#clock.now() : null,
      });
      // The queue keeps what it is thrown: a code, never the text of an exception.
      throw new JobFailure(failure);
    }
    if (undone?.state === 'waiting' && undone.until) {
      await this.#boss.send(definition.name, job, { startAfter: undone.until });
    }
    await markRun(this.#db, job, {
      state: undone?.state ?? 'done',
      failure: undone?.reason ?? null,
      finished_at: undone?.state === 'waiting' ? null : this.#clock.now(),
    });
  }

  #explain(error: unknown): string {
    if (error instanceof JobFailure) return error.code;
    this.#onError(error instanceof Error ? error : new Error(String(error)));
    return 'app.job-failed';
  }
}

/** Thrown by a job that knows what went wrong: `code` is the key of a message. */
export class JobFailure extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface TakenJob {
  id: string;
  data: QueuedJob;
  /** Aborted when the queue took the job away from this server. */
  signal: AbortSignal;
}

type Turn = Pick<JobWithMetadata<QueuedJob>, 'priority' | 'data'>;

/** What a backup keeps of a job that waits or is under way. */
export interface RestoredJob {
  name: string;
  data: QueuedJob;
  startAfter: Date | null;
  priority: number;
}

interface QueuedJob {
  runId: Id;
  territoryId: Id;
  input: Json;
}

/** Ids tell when work was first asked for, however often it was queued anew since. */
function byTurn(one: Turn, other: Turn): number {
  return other.priority - one.priority || (one.data.runId < other.data.runId ? -1 : 1);
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
