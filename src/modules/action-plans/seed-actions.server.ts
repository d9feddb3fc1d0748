import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { onDay, played } from '#kernel/demonstration.ts';
import type { Id } from '#kernel/ids.ts';
import { readShippedYaml } from '#kernel/shipped-data.server.ts';
import { chooseLever } from '#modules/knowledge/index.server.ts';
import { type ActionFile, actionFileShape } from './action-file.ts';
import { actionsFromSource, findAction } from './action-store.server.ts';
import { changeStatus, openAction } from './save-action.server.ts';

type DemoAction = ActionFile['actions'][number];

/** What followed the demonstration’s finished session. */
export function readDemoActions(): ActionFile {
  return readShippedYaml('demo/levers-and-actions.yaml', actionFileShape);
}

/**
 * Chooses the levers and opens the actions of the demonstration through the use cases people use, each on the day the
 * file gives: whole or absent. Running it again changes nothing: choices and actions are met again.
 *
 * @param context its actor must be a facilitator at least
 * @param ids.levers records of the levers by their id in the library
 * @param ids.evaluations records of the sessions by their id in the demonstration
 * @returns records of the actions by their id in the file
 * @throws Error when the file names a lever or a session that `ids` does not hold
 */
export function seedActions(
  context: Context,
  file: ActionFile,
  ids: { levers: ReadonlyMap<string, Id>; evaluations: ReadonlyMap<string, Id> },
): Promise<Map<string, Id>> {
  const evaluationId = known(ids.evaluations, file.session);
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const levers = new Map<string, Id>();
    for (const { id, lever, criterion, chosenOn, reason } of file.chosenLevers) {
      const leverId = known(ids.levers, lever);
      levers.set(id, leverId);
      const choice = { evaluationId, leverId, reason: reason.fr, criteria: [criterion] };
      const chosen = await chooseLever(onDay(inside, chosenOn), choice);
      if (!chosen.ok && chosen.error.code !== 'already-chosen') played(chosen);
    }
    const actions = await actionsFromSource(inside, file.source.fr);
    for (const action of file.actions) {
      if (actions.has(action.id)) continue;
      const origins = { leverId: known(levers, action.lever), evaluationId, sourceName: file.source.fr };
      actions.set(action.id, await play(inside, action, origins));
    }
    return actions;
  });
}

async function play(
  context: Context,
  action: DemoAction,
  origins: { leverId: Id; evaluationId: Id; sourceName: string },
): Promise<Id> {
  const { leverId, evaluationId, sourceName } = origins;
  const [opening, ...later] = action.history;
  const { id } = played(
    await openAction(onDay(context, opening.on), {
      leverId,
      evaluationId,
      source: { name: sourceName, recordId: action.id },
      input: {
        title: action.title.fr,
        who: action.who.fr,
        what: action.what.fr,
        due: action.due,
        status: opening.status,
        progress: opening.note?.fr ?? '',
      },
    }),
  );
  for (const { on, status, note } of later) {
    const version = (await findAction(context, { id }))?.record.version ?? 0;
    played(
      await changeStatus(onDay(context, on), { recordId: id, version, status, progress: note?.fr ?? '' }),
    );
  }
  return id;
}

function known(ids: ReadonlyMap<string, Id>, name: string): Id {
  const id = ids.get(name);
  if (!id) throw new Error(`The demonstration names “${name}”, which was not seeded`);
  return id;
}
