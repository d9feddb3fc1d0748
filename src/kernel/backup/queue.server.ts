import { Readable } from 'node:stream';
import type pg from 'pg';
import type { Database } from '../database.server.ts';
import type { Jobs, RestoredJob } from '../jobs.server.ts';
import { copyOut, copyTarget } from './copy.server.ts';

const waitingRoom = 'restored_queue';

/** What is kept of a job: the name of its work, its data (JSON), before when not to start, what comes before what. */
export const queueColumns = ['name', 'data', 'start_after', 'priority'];

/**
 * The jobs of ours that wait or are under way, the ones given up by the queue but not yet by us among them. Only these
 * are kept, in words of ours: the queue's own tables change from one version of pg-boss to the next, and what it does by
 * the clock is set anew at each start. Without a queue, nothing waits.
 */
export async function pendingJobs(client: pg.Client): Promise<Readable> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('jobs.job') is not null as there`,
  );
  if (rows[0]?.there !== true) return Readable.from([]);
  return copyOut(
    client,
    `(select job_run.name, data, start_after, priority
      from jobs.job join job_run on job_run.id::text = data ->> 'runId'
      where job.state in ('created', 'retry', 'active')
        and job_run.state in ('queued', 'running', 'retrying', 'waiting')
      order by created_on, job.id)`,
  );
}

/** Makes the place where jobs are put before the queue takes them; gone with the transaction. */
export async function openWaitingRoom(client: pg.Client, columns: string[]): Promise<string> {
  await client.query(
    `create temporary table ${waitingRoom} (
      name text not null, data jsonb not null, start_after timestamptz, priority integer not null default 0
    ) on commit drop`,
  );
  return copyTarget(waitingRoom, columns);
}

/** Names of the queues that the jobs in the waiting room belong to. */
export async function queuesInWaiting(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct name from ${waitingRoom} order by name`,
  );
  return rows.map(({ name }) => name);
}

/** Hands the jobs in the waiting room to the queue, in the same transaction. Returns how many it took. */
export async function queueAgain(client: pg.Client, db: Database, jobs: Jobs): Promise<number> {
  const { rows } = await client.query<RestoredJob>(
    `select name, data, start_after as "startAfter", priority from ${waitingRoom}`,
  );
  for (const job of rows) await jobs.requeue(db, job);
  return rows.length;
}
