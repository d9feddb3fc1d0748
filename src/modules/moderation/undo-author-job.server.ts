import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { JobDefinition } from '#kernel/jobs.server.ts';
import { type Result, ok } from '#kernel/result.ts';
import { roleOf } from '#modules/accounts/index.server.ts';
import {
  type UndoRefusal,
  type UndoRequest,
  findEntries,
  findUndone,
  undoAuthor,
  undoUndoing,
} from './undo-author.server.ts';
import type { Undoers } from './undo-entries.server.ts';

const jobName = 'undo-author';

const taskShape = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('undo'),
    by: z.string(),
    personId: z.string(),
    hours: z.number(),
    until: z.coerce.date(),
  }),
  z.object({ act: z.literal('redo'), by: z.string(), entryId: z.string() }),
]);

/**
 * Queues the undoing of what someone did in a period.
 *
 * @returns the id of the job, which will be that of the entry of the log
 */
export async function requestUndo(context: Context, request: UndoRequest): Promise<Result<Id, UndoRefusal>> {
  const found = await findEntries(context, request);
  if (!found.ok) return found;
  const { personId, hours, until } = request;
  return ok(await enqueue(context, { act: 'undo', personId, hours, until: until.toISOString() }));
}

/** Queues the putting back of what was undone at once. */
export async function requestRedo(context: Context, entryId: string): Promise<Result<Id, UndoRefusal>> {
  const found = await findUndone(context, entryId);
  if (!found.ok) return found;
  return ok(await enqueue(context, { act: 'redo', entryId: found.value.id }));
}

function enqueue(context: Context, task: Record<string, string | number>): Promise<Id> {
  const { db, territoryId, clock, actor } = context;
  const input = { ...task, by: actor.personId };
  return context.jobs.enqueue(db, { territoryId, name: jobName, input, clock });
}

/** The work of undoing, done for whoever asked for it, with the role they have when it runs. */
export function undoAuthorJob(
  services: Omit<Context, 'territoryId' | 'actor'>,
  undoers: Undoers,
): JobDefinition {
  return {
    name: jobName,
    async run({ id, territoryId, input, report }) {
      const task = taskShape.parse(input);
      const role = await roleOf(services.db, { territoryId, personId: task.by });
      const context = { ...services, territoryId, actor: { personId: task.by, role } };
      const work = { undoers, id, report };
      const done =
        task.act === 'undo'
          ? await undoAuthor(context, task, work)
          : await undoUndoing(context, task.entryId, work);
      return done.ok ? undefined : { state: 'dropped', reason: 'moderation.undo.refused' };
    },
  };
}
