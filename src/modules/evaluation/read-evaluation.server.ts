import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type College, type EvaluationSession, can, evaluationStates } from './evaluation.ts';
import {
  type SessionSummary,
  findSession,
  findStoredResult,
  listSessions,
} from './evaluation-store.server.ts';
import { listInvited } from './invitation-store.server.ts';
import type { EvaluationResult } from './result.ts';
import { countAnswered } from './sheet-store.server.ts';

/** Sessions the actor may see, latest change first; drafts are for facilitators. At most 200. */
export async function listEvaluations(context: Context): Promise<SessionSummary[]> {
  const states = evaluationStates.filter((state) => can(context.actor, 'see', { state }));
  return listSessions(context, { states, limit: 200 });
}

/** A session the actor may see. */
export async function findEvaluation(
  context: Context,
  where: { id: Id } | { shortId: string },
): Promise<EvaluationSession | undefined> {
  const session = await findSession(context, where);
  return session && can(context.actor, 'see', session) ? session : undefined;
}

/** What may be shown of a session once it is closed: to facilitators, and to everyone when it is published. */
export async function readResult(
  context: Context,
  session: EvaluationSession,
): Promise<Result<EvaluationResult, { code: 'not-allowed' | 'no-result-yet' }>> {
  if (!can(context.actor, 'see-result', session)) return err({ code: 'not-allowed' });
  const result = await findStoredResult(context, session.record.id);
  return result ? ok(result) : err({ code: 'no-result-yet' });
}

/** Where the composition of a college stands. */
export interface CollegeComposition {
  college: College;
  /** Addresses written to; none once the session is published. */
  addresses: string[];
  /** Links made to be handed out. */
  handedOut: number;
  /** People who said something. */
  answered: number;
}

/** Who was invited and how many answered, by college: for facilitators only. */
export async function readComposition(
  context: Context,
  session: EvaluationSession,
): Promise<Result<CollegeComposition[], { code: 'not-allowed' }>> {
  if (!can(context.actor, 'invite', session)) return err({ code: 'not-allowed' });
  const invited = await listInvited(context, session.record.id);
  const answered = await countAnswered(context, session.record.id);
  return ok(
    session.colleges.map((college) => ({
      college,
      addresses: invited.get(college.key)?.addresses ?? [],
      handedOut: invited.get(college.key)?.handedOut ?? 0,
      answered: answered.get(college.key) ?? 0,
    })),
  );
}
