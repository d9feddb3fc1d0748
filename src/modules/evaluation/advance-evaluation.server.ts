import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { changeRecord } from '#modules/records/index.server.ts';
import { type EvaluationSession, type EvaluationState, can, detailsState } from './evaluation.ts';
import { findSession, lockState, updateState } from './evaluation-store.server.ts';
import { forgetAddresses } from './invitation-store.server.ts';
import { type EvaluationResult, workOutResult } from './result.ts';
import { listSheets } from './sheet-store.server.ts';

export interface AdvanceRefusal {
  code: 'not-found' | 'not-allowed' | 'wrong-state' | 'changed-meanwhile';
}

/** Opens a draft: from now on everyone sees the session, its colleges are frozen, and answers may come. */
export function openEvaluation(
  context: Context,
  evaluationId: Id,
): Promise<Result<RecordCore, AdvanceRefusal>> {
  return advance(context, evaluationId, { action: 'open', from: 'draft', to: 'open' });
}

/**
 * Closes a session: no more answers, and what may be shown is worked out once and kept. It is not opened again:
 * two results of one session, a few answers apart, could be compared.
 */
export function closeEvaluation(
  context: Context,
  evaluationId: Id,
): Promise<Result<RecordCore, AdvanceRefusal>> {
  return advance(context, evaluationId, { action: 'close', from: 'open', to: 'closed' });
}

/** Shows the result to everyone, and forgets the addresses that were invited. */
export function publishEvaluation(
  context: Context,
  evaluationId: Id,
): Promise<Result<RecordCore, AdvanceRefusal>> {
  return advance(context, evaluationId, { action: 'publish', from: 'closed', to: 'published' });
}

interface Move {
  action: 'open' | 'close' | 'publish';
  from: EvaluationState;
  to: Exclude<EvaluationState, 'draft'>;
}

async function advance(
  context: Context,
  evaluationId: Id,
  { action, from, to }: Move,
): Promise<Result<RecordCore, AdvanceRefusal>> {
  if (!can(context.actor, action)) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const state = await lockState(inside, evaluationId, 'moving');
    const session = await findSession(inside, { id: evaluationId });
    if (!state || !session) return err({ code: 'not-found' });
    if (state !== from) return err({ code: 'wrong-state' });
    const saved = await changeRecord(inside, {
      current: session.record,
      version: session.record.version,
      fields: { ...session.record, visibility: 'public' },
      details: { before: detailsState(session), after: detailsState({ ...session, state: to }) },
    });
    if (!saved.ok) return saved;
    const result = to === 'closed' ? await resultOf(inside, session) : undefined;
    await updateState(inside, evaluationId, { state: to, ...(result && { result }) });
    if (to === 'published') await forgetAddresses(inside, evaluationId);
    return ok(saved.value.record);
  });
}

async function resultOf(context: Context, session: EvaluationSession): Promise<EvaluationResult> {
  const framework = await findFrameworkVersion(context, session.frameworkVersionId);
  if (!framework) throw new Error('a session points to a framework version that cannot be read');
  const sheets = await listSheets(context, session.record.id);
  return workOutResult({ colleges: session.colleges, content: framework.version.content, sheets });
}
