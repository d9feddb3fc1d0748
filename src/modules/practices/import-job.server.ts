import { z } from 'zod';
import { type Actor, type Context, visitor } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { JobDefinition } from '#kernel/jobs.server.ts';
import { roleOf } from '#modules/accounts/index.server.ts';
import { moveRun } from './import-run-store.server.ts';
import { checkImport, importJobName, performImport } from './manage-imports.server.ts';
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
      if (step === 'undo') {
        const undone = await undoImport(context, importId);
        if (!undone.ok) await moveRun(context, importId, { from: ['undoing'], to: 'done' });
        return;
      }
      const work = step === 'check' ? checkImport : performImport;
      await work(context, importId, ({ done, total }) => report(done, total));
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
