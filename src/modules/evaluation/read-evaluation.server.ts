import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type CollegeRule, rulesWhileOpen } from './composition-rule.ts';
import { type College, type EvaluationSession, can, evaluationStates } from './evaluation.ts';
import { type SessionSummary, findSession, listSessions } from './evaluation-store.server.ts';
import { findStoredResult } from './evaluation-state-store.server.ts';
import { listInvitations } from './invitation-store.server.ts';
import { type SessionResult, readStored } from './session-result.ts';
import { countAnswered, hasSheets } from './sheet-store.server.ts';

/**
 * Sessions the actor may see, latest change first; drafts are for facilitators. At most 200.
 *
 * @param on versions of frameworks, by id: only the sessions on one of them
 */
export async function listEvaluations(
  context: Context,
  { on }: { on?: readonly Id[] } = {},
): Promise<SessionSummary[]> {
  const states = evaluationStates.filter((state) => can(context.actor, 'see', { state }));
  return listSessions(context, { states, versions: on, limit: 200 });
}

/** A session the actor may see: a draft is a record that only facilitators see. */
export function findEvaluation(
  context: Context,
  where: { id: Id } | { shortId: string },
): Promise<EvaluationSession | undefined> {
  return findSession(context, where);
}

/** What may be shown of a session once it is closed: to facilitators, and to everyone when it is published. */
export async function readResult(
  context: Context,
  session: EvaluationSession,
): Promise<Result<SessionResult, { code: 'not-allowed' | 'no-result-yet' }>> {
  if (!can(context.actor, 'see-result', session)) return err({ code: 'not-allowed' });
  const stored = await findStoredResult(context, session.record.id);
  return stored ? ok(readStored(stored, session.subjects)) : err({ code: 'no-result-yet' });
}

/** Where the composition of a college stands. */
export interface CollegeComposition {
  college: College;
  /** Invitations that are valid, by mail or on a card. */
  invited: number;
  /** People who said something; null in an anonymous college while they are fewer than its threshold. */
  answered: number | null;
}

/** Where the answers of a session stand. */
export interface Composition {
  colleges: CollegeComposition[];
  /** Whether anyone has begun to answer: it is too late to make a draft of the session again. */
  begun: boolean;
  /** Whether the people whom the session wants answered already. */
  rules: CollegeRule[];
}

/**
 * How many were invited and answered, by college: for facilitators only. A count below the threshold of an anonymous
 * college is not told: whoever had invited one person would know that they answered.
 */
export async function readComposition(
  context: Context,
  session: EvaluationSession,
): Promise<Result<Composition, { code: 'not-allowed' }>> {
  if (!can(context.actor, 'invite', session)) return err({ code: 'not-allowed' });
  const { id } = session.record;
  const invitations = await listInvitations(context, id);
  const valid = Map.groupBy(
    invitations.filter(({ withdrawnAt }) => withdrawnAt === null),
    ({ collegeKey }) => collegeKey,
  );
  const answered = await countAnswered(context, id);
  const colleges = session.colleges.map((college) => ({
    college,
    invited: valid.get(college.key)?.length ?? 0,
    answered: countToTell(college, answered.get(college.key) ?? 0),
  }));
  const told = new Map(colleges.map(({ college, answered: count }) => [college.key, count]));
  const rules = rulesWhileOpen(session.colleges, told);
  return ok({ colleges, begun: await hasSheets(context, id), rules });
}

function countToTell(college: College, answered: number): number | null {
  return college.kind === 'anonymous' && answered < college.threshold ? null : answered;
}
