import { type Generated, sql } from 'kysely';
import type { Database } from './database.server.ts';
import type { Id } from './ids.ts';

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

/** `waiting`: for something that is not there yet; `dropped`: there is nothing to do any more. */
export type JobState = 'queued' | 'running' | 'waiting' | 'done' | 'dropped' | 'retrying' | 'failed';

/** What changes while a job goes on. */
interface JobProgress {
  state: JobState;
  done: number;
  total: number | null;
  failure: string | null;
  finished_at: Date | null;
}

/** One run of a job, on its territory. */
interface Run {
  runId: Id;
  territoryId: Id;
}

/**
 * Notes that a job is in line. False when it was already: only one that waited or failed is taken up again.
 */
export async function putRun(
  db: Database,
  run: { id: Id; territoryId: Id; name: string; queuedAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('job_run')
    .values({
      id: run.id,
      territory_id: run.territoryId,
      name: run.name,
      state: 'queued',
      total: null,
      failure: null,
      queued_at: run.queuedAt,
      finished_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ state: 'queued', attempts: 0, failure: null, finished_at: null })
        .where('job_run.state', 'in', ['waiting', 'failed']),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows !== 0n;
}

/** Puts a job back in line, as if it had never been tried; one that waits for something goes on waiting. */
export async function putRunBack(db: Database, { runId, territoryId }: Run): Promise<void> {
  await db
    .updateTable('job_run')
    .set({ state: 'queued', attempts: 0, failure: null })
    .where('territory_id', '=', territoryId)
    .where('id', '=', runId)
    .where('state', '!=', 'waiting')
    .execute();
}

/** Counts one more try; undefined when there is nothing left to do. */
export async function beginRun(db: Database, { runId, territoryId }: Run): Promise<number | undefined> {
  const run = await db
    .updateTable('job_run')
    .set({ state: 'running', attempts: sql`attempts + 1` })
    .where('territory_id', '=', territoryId)
    .where('id', '=', runId)
    .where('state', 'not in', ['done', 'dropped'])
    .returning('attempts')
    .executeTakeFirst();
  return run?.attempts;
}

export async function markRun(
  db: Database,
  { runId, territoryId }: Run,
  values: Partial<JobProgress>,
): Promise<void> {
  await db
    .updateTable('job_run')
    .set(values)
    .where('territory_id', '=', territoryId)
    .where('id', '=', runId)
    .execute();
}

/** Says of a job that the queue gave up, because its server was killed at every try, that it failed. */
export async function giveUpRun(
  db: Database,
  { runId, territoryId, now }: Run & { now: Date },
): Promise<void> {
  await db
    .updateTable('job_run')
    .set({ state: 'failed', failure: 'app.job-given-up', finished_at: now })
    .where('territory_id', '=', territoryId)
    .where('id', '=', runId)
    .where('state', 'in', ['queued', 'running', 'retrying'])
    .execute();
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

/** The jobs that are not done, by state: how many, and since when the first of them waits. */
export async function jobsByState(
  db: Database,
  territoryId: Id,
): Promise<{ state: JobState; count: number; oldestAt: Date }[]> {
  return db
    .selectFrom('job_run')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count'), fn.min('queued_at').as('oldestAt')])
    .where('territory_id', '=', territoryId)
    .where('state', 'not in', ['done', 'dropped'])
    .groupBy('state')
    .execute();
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
