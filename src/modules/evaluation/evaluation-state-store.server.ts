import type { Updateable } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { EvaluationState } from './evaluation.ts';
import { type SessionResult, type StoredResult, toStored } from './session-result.ts';

/**
 * The state of a session, held until the transaction ends. `moving` keeps out answers being saved and other moves;
 * `answering` keeps out moves only. So no answer is saved between the counting and the closing.
 */
export async function lockState(
  context: Context,
  evaluationId: Id,
  purpose: 'moving' | 'answering',
): Promise<EvaluationState | undefined> {
  const query = context.db
    .selectFrom('evaluation')
    .select('state')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId);
  const row = await (purpose === 'moving' ? query.forUpdate() : query.forShare()).executeTakeFirst();
  return row?.state;
}

/** What a session becomes: a state, and what comes with it. */
export type StateChange =
  | { state: 'draft' | 'open' | 'published' }
  | { state: 'closed'; result: SessionResult }
  | { state: 'withdrawn'; reason: string };

/** Writes a new state with the moment it was reached. A draft was never opened. */
export async function updateState(context: Context, evaluationId: Id, change: StateChange): Promise<void> {
  await context.db
    .updateTable('evaluation')
    .set({ state: change.state, ...consequencesOf(change, context.clock.now()) })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .execute();
}

function consequencesOf(change: StateChange, now: Date): Updateable<Tables['evaluation']> {
  switch (change.state) {
    case 'draft':
      return { opened_at: null, first_closes_on: null };
    case 'open':
      return { opened_at: now };
    case 'closed':
      return { closed_at: now, result: JSON.stringify(toStored(change.result)) };
    case 'published':
      return { published_at: now };
    case 'withdrawn':
      return { withdrawn_at: now, withdrawn_reason: change.reason };
  }
}

/** Moves the announced end, and keeps the day announced first: older mails and cards still say it. */
export async function updateClosingDay(context: Context, evaluationId: Id, closesOn: string): Promise<void> {
  await context.db
    .updateTable('evaluation')
    .set((eb) => ({
      closes_on: closesOn,
      first_closes_on: eb.fn.coalesce('first_closes_on', 'closes_on'),
    }))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .execute();
}

/** The kept result; null before the session closes. Who may see it is the use case's to check. */
export async function findStoredResult(context: Context, evaluationId: Id): Promise<StoredResult | null> {
  const row = await context.db
    .selectFrom('evaluation')
    .select('result')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .executeTakeFirst();
  return row?.result ?? null;
}
