import { z } from 'zod';
import type { Actor, Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { GuardedStream } from '#kernel/guarded-client.server.ts';
import { findJob } from '#kernel/job-run-store.server.ts';
import type { JobDefinition } from '#kernel/jobs.server.ts';
import { deleteRecords, lockRecords } from '#modules/records/index.server.ts';
import type { ImportProgress } from '../apply-import.server.ts';
import { enqueue, isBusy, sourceJobName } from './manage-sources.server.ts';
import { todayOf } from './note-run.server.ts';
import { acceptHeld, runSource } from './run-source.server.ts';
import { idsOf } from './source-record-store.server.ts';
import { deleteSource, dueSources, findSource, lockSource } from './source-store.server.ts';

const taskShape = z.object({ sourceId: z.string(), step: z.enum(['run', 'accept', 'remove']) });

type Services = Omit<Context, 'territoryId' | 'actor'>;

/** Nobody in particular: what a source brings was decided by those who added it, for the territory. */
const site: Actor = { personId: null, role: 'facilitator' };

/** Asks sources, one after the other; the work can be taken up again after a kill. */
export function sourceJob(services: Services & { open: GuardedStream }): JobDefinition {
  const { open, ...rest } = services;
  return {
    name: sourceJobName,
    async run({ territoryId, input, report: tell }) {
      const { sourceId, step } = taskShape.parse(input);
      const context: Context = { ...rest, territoryId, actor: site };
      const report = ({ done, total }: ImportProgress) => tell(done, total);
      if (step === 'remove') await removeRecords(context, { sourceId, report });
      else if (step === 'accept') await acceptHeld(context, { sourceId, report });
      else await runSource(context, open, { sourceId, report });
    },
  };
}

const batchSize = 500;

/** Takes the records of a source away, batch by batch, then forgets the source; done again, it goes on. */
async function removeRecords(
  context: Context,
  { sourceId, report }: { sourceId: string; report: (progress: ImportProgress) => Promise<void> },
): Promise<void> {
  const source = await findSource(context, sourceId);
  if (source?.state !== 'removing') return;
  const all = await idsOf(context, source.id);
  for (let start = 0; start < all.length; start += batchSize) {
    await inTransaction(context.db, async (db) => {
      const inside = { ...context, db };
      const records = await lockRecords(inside, all.slice(start, start + batchSize), true);
      const ids = [...records.values()].filter(({ deletedAt }) => deletedAt === null).map(({ id }) => id);
      await deleteRecords(inside, { kind: 'practice', ids });
    });
    await report({ done: Math.min(all.length, start + batchSize), total: all.length });
  }
  await deleteSource(context, source.id);
}

/** Each night, has the sources asked whose day has come. */
export function sourceChore(services: Pick<Services, 'db' | 'clock' | 'jobs'>): DailyChore {
  return {
    name: 'ask-sources',
    async run(territoryId) {
      const place = { ...services, territoryId };
      for (const id of await dueSources(place, await todayOf(place))) {
        await inTransaction(services.db, async (db) => {
          const inside = { ...place, db };
          const source = await lockSource(inside, id);
          const job = source?.jobId ? await findJob(db, { territoryId, id: source.jobId }) : undefined;
          if (source?.state === 'on' && !isBusy(job)) await enqueue(inside, { sourceId: id, step: 'run' });
        });
      }
    },
  };
}
