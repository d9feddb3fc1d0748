import { z } from 'zod';
import { type Actor, type Context, visitor } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import type { JobDefinition } from '#kernel/jobs.server.ts';
import { roleOf } from '#modules/accounts/index.server.ts';
import type { ImportProgress } from './apply-import.server.ts';
import { deleteFilesBefore } from './import-file-store.server.ts';
import { forgetFindingsBefore, moveRun } from './import-run-store.server.ts';
import { importJobName } from './manage-imports.server.ts';
import { checkImport, performImport } from './run-import.server.ts';
import { undoImport } from './undo-import.server.ts';

const taskShape = z.object({
  importId: z.string(),
  step: z.enum(['check', 'import', 'undo']),
  personId: z.string().nullable(),
});

type Services = Omit<Context, 'territoryId' | 'actor'>;

/** The long work of imports, done for whoever asked for it, with the role they have when it runs. */
export function importJob(services: Services): JobDefinition {
  return {
    name: importJobName,
    async run({ territoryId, input, report }) {
      const { importId, step, personId } = taskShape.parse(input);
      const actor = await actorOf(services, { territoryId, personId });
      const context = { ...services, territoryId, actor };
      const telling = ({ done, total }: ImportProgress) => report(done, total);
      if (step === 'undo') {
        const undone = await undoImport(context, importId, telling);
        if (!undone.ok) await moveRun(context, importId, { from: ['undoing'], to: 'done' });
        return;
      }
      const work = step === 'check' ? checkImport : performImport;
      await work(context, importId, telling);
    },
  };
}

/** Days a received file is kept, and what was found in it. */
const fileDays = 30;

/** After thirty days received files are deleted, and of what was found in them only the figures stay. */
export function importChore({ db, clock }: Pick<Services, 'db' | 'clock'>): DailyChore {
  return {
    name: 'forget-imported-files',
    async run(territoryId) {
      const instant = new Date(clock.now().getTime() - fileDays * 86_400_000);
      await deleteFilesBefore({ db, territoryId }, instant);
      await forgetFindingsBefore({ db, territoryId }, instant);
    },
  };
}

async function actorOf(
  services: Services,
  { territoryId, personId }: { territoryId: Id; personId: Id | null },
): Promise<Actor> {
  if (personId === null) return visitor;
  return { personId, role: await roleOf(services.db, { territoryId, personId }) };
}
