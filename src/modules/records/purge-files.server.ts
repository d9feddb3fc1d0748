import type { Clock } from '#kernel/clock.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import { type Database, inTransaction } from '#kernel/database.server.ts';
import { forgetFiles } from '#kernel/files/stored-files.server.ts';
import { proposedDays, undescribedHours } from './attachment.ts';
import { filesWithoutUse, forgetAttachments } from './file-purge-store.server.ts';
import { undoDays } from './record.ts';

/**
 * Takes away for good, every day, the files that nobody described within a day, those of proposals that were never confirmed, those that were removed so long ago that
 * they can no longer be put back, and the bytes that nothing points to any more, as those of a record that was purged.
 */
export function fileChore({ db, clock }: { db: Database; clock: Clock }): DailyChore {
  return {
    name: 'purge-files',
    run: async (territoryId) => {
      const ago = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000);
      await inTransaction(db, async (tx) => {
        await forgetAttachments(tx, {
          territoryId,
          undescribedBefore: ago(undescribedHours),
          proposedBefore: ago(proposedDays * 24),
          removedBefore: ago(undoDays * 24),
        });
        await forgetFiles(tx, { territoryId, ids: await filesWithoutUse(tx, territoryId) });
      });
    },
  };
}
