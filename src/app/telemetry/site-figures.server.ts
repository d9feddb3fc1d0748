import type { BatchObservableResult, Meter } from '@opentelemetry/api';
import { statfs } from 'node:fs/promises';
import { type PoolFigures, databaseFigures } from '#kernel/database.server.ts';
import { jobsByState } from '#kernel/job-run-store.server.ts';
import { waitingMails } from '#kernel/mail.server.ts';
import { territoryIds } from '#modules/territories/index.server.ts';
import type { WatchedSite } from './telemetry.ts';

/** How the connections to the database are used. */
export function measurePool(meter: Meter, pool: PoolFigures): void {
  const connections = meter.createObservableGauge('db.client.connection.count', {
    description: 'Connections to the database',
  });
  const pending = meter.createObservableGauge('db.client.connection.pending_requests', {
    description: 'Queries that wait for a connection',
  });
  meter.addBatchObservableCallback(
    (told) => {
      told.observe(connections, pool.idleCount, { state: 'idle' });
      told.observe(connections, pool.totalCount - pool.idleCount, { state: 'used' });
      told.observe(pending, pool.waitingCount);
    },
    [connections, pending],
  );
}

/**
 * Counts what the site keeps, of all its territories together. When the database does not answer, there is simply no
 * such figure, which is what an alarm looks for.
 */
export function measureSite(meter: Meter, site: WatchedSite): void {
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(name, { unit, description });
  const gauges = {
    jobs: gauge('entrelacs.jobs', '{job}', 'Jobs that are not done, by state'),
    oldestJob: gauge('entrelacs.job.oldest', 's', 'For how long the first job in line has waited'),
    mails: gauge('entrelacs.mail.waiting', '{mail}', 'Mails that have not left'),
    oldestMail: gauge('entrelacs.mail.oldest', 's', 'For how long the first of them has waited'),
    journal: gauge('entrelacs.journal.size', 'By', 'What the journal takes in the database'),
    database: gauge('entrelacs.database.size', 'By', 'What the database takes on its disk'),
    disk: gauge('entrelacs.disk.free', 'By', 'What is left on the disk of the data folder'),
  };
  meter.addBatchObservableCallback(async (told) => {
    await Promise.all([tellLines(told, site, gauges), tellSizes(told, site, gauges)]).catch(() => undefined);
  }, Object.values(gauges));
}

type Gauges = Record<
  'jobs' | 'oldestJob' | 'mails' | 'oldestMail' | 'journal' | 'database' | 'disk',
  ReturnType<Meter['createObservableGauge']>
>;

async function tellLines(
  told: BatchObservableResult,
  { db, now }: WatchedSite,
  gauges: Gauges,
): Promise<void> {
  const counts = new Map<string, number>();
  const oldest = { job: [] as number[], mail: [] as number[] };
  let mails = 0;
  for (const territoryId of await territoryIds(db)) {
    for (const { state, count, oldestAt } of await jobsByState(db, territoryId)) {
      counts.set(state, (counts.get(state) ?? 0) + count);
      if (state === 'queued' || state === 'retrying') oldest.job.push(oldestAt.getTime());
    }
    const waiting = await waitingMails(db, territoryId);
    mails += waiting.count;
    if (waiting.oldestAt) oldest.mail.push(waiting.oldestAt.getTime());
  }
  const age = (times: number[]) => Math.max(0, ...times.map((time) => (now().getTime() - time) / 1000));
  for (const state of ['queued', 'running', 'waiting', 'retrying', 'failed']) {
    told.observe(gauges.jobs, counts.get(state) ?? 0, { state });
  }
  told.observe(gauges.oldestJob, age(oldest.job));
  told.observe(gauges.mails, mails);
  told.observe(gauges.oldestMail, age(oldest.mail));
}

async function tellSizes(
  told: BatchObservableResult,
  { db, dataFolder }: WatchedSite,
  gauges: Gauges,
): Promise<void> {
  const { journalBytes, bytes } = await databaseFigures(db);
  told.observe(gauges.journal, journalBytes);
  told.observe(gauges.database, bytes);
  if (dataFolder === undefined) return;
  const { bavail, bsize } = await statfs(dataFolder);
  told.observe(gauges.disk, bavail * bsize);
}
