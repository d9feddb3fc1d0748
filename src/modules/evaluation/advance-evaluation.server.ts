import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { alphaIntervalsIn } from './agreement.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { changeRecord } from '#modules/records/index.server.ts';
import {
  type EvaluationAction,
  type EvaluationSession,
  type EvaluationState,
  can,
  detailsState,
} from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { type StateChange, lockState, updateState } from './evaluation-state-store.server.ts';
import { forgetAddresses } from './personal-data-store.server.ts';
import { rulesAtClosing } from './composition-rule.ts';
import { countPeople, workOutResult } from './result.ts';
import type { SessionResult } from './session-result.ts';
import { listSheets } from './sheet-store.server.ts';

export interface AdvanceRefusal {
  code: 'not-found' | 'not-allowed' | 'wrong-state' | 'changed-meanwhile';
}

/** Opens a draft: from now on everyone sees the session, its colleges are frozen, and answers may come. */
export function openEvaluation(
  context: Context,
  evaluationId: Id,
): Promise<Result<RecordCore, AdvanceRefusal>> {
  return advance(context, evaluationId, {
    action: 'open',
    from: ['draft'],
    become: async () => ok({ state: 'open' }),
  });
}

/**
 * Closes a session: no more answers, and what may be shown is worked out once and kept. It is not opened again:
 * two results of one session, a few answers apart, could be compared.
 */
export function closeEvaluation(
  context: Context,
  evaluationId: Id,
): Promise<Result<RecordCore, AdvanceRefusal>> {
  return advance(context, evaluationId, {
    action: 'close',
    from: ['open'],
    become: async (inside, session) => ok({ state: 'closed', result: await resultOf(inside, session) }),
  });
}

/** Shows the result to everyone, and forgets the addresses that were invited. */
export function publishEvaluation(
  context: Context,
  evaluationId: Id,
): Promise<Result<RecordCore, AdvanceRefusal>> {
  return advance(context, evaluationId, {
    action: 'publish',
    from: ['closed'],
    become: async () => ok({ state: 'published' }),
    also: (inside) => forgetAddresses(inside, evaluationId),
  });
}

interface Move<Refusal> {
  action: EvaluationAction;
  from: readonly EvaluationState[];
  /** What the session becomes, worked out while nothing else moves it and no answer is being saved. */
  become: (inside: Context, session: EvaluationSession) => Promise<Result<StateChange, Refusal>>;
  /** What else is written when it moves. */
  also?: (inside: Context) => Promise<void>;
}

/** Brings a session from one state to another, in one transaction with all that goes with it. */
export async function advance<Refusal = never>(
  context: Context,
  evaluationId: Id,
  { action, from, become, also }: Move<Refusal>,
): Promise<Result<RecordCore, AdvanceRefusal | Refusal>> {
  if (!can(context.actor, action)) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const state = await lockState(inside, evaluationId, 'moving');
    const session = await findSession(inside, { id: evaluationId });
    if (!state || !session) return err({ code: 'not-found' });
    if (!from.includes(state)) return err({ code: 'wrong-state' });
    const change = await become(inside, session);
    if (!change.ok) return change;
    const after = { ...session, state: change.value.state, withdrawnReason: reasonOf(change.value) };
    const saved = await changeRecord(inside, {
      current: session.record,
      version: session.record.version,
      fields: { ...session.record, visibility: after.state === 'draft' ? 'facilitators' : 'public' },
      details: { before: detailsState(session), after: detailsState(after) },
    });
    if (!saved.ok) return saved;
    await updateState(inside, evaluationId, change.value);
    await also?.(inside);
    return ok(saved.value.record);
  });
}

function reasonOf(change: StateChange): string {
  return change.state === 'withdrawn' ? change.reason : '';
}

async function resultOf(context: Context, session: EvaluationSession): Promise<SessionResult> {
  const framework = await findFrameworkVersion(context, session.frameworkVersionId);
  if (!framework) throw new Error('a session points to a framework version that cannot be read');
  const sheets = await listSheets(context, session.record.id);
  const { colleges, subjects } = session;
  const { content } = framework.version;
  const about = subjects.map((subject) => {
    const ofSubject = sheets.filter((sheet) => sheet.subject === subject.key);
    const result = workOutResult({ colleges, content, sheets: ofSubject });
    return { ...subject, result: { ...result, alphaIntervals: alphaIntervalsIn(result) } };
  });
  const results = about.map(({ result }) => result);
  return { subjects: about, rules: rulesAtClosing(colleges, countPeople(colleges, sheets), results) };
}
