import { USUAL_THRESHOLD } from '#mathematics/college-groups.ts';
import { type Actor, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import type { RecordCore } from '#modules/records/index.ts';

/**
 * In this order, except that a session opened by mistake is a draft again while nobody has answered, and that one not
 * published yet may be withdrawn. Nothing closed is opened again, for two results of one session could be compared;
 * nothing withdrawn comes back.
 */
export const evaluationStates = ['draft', 'open', 'closed', 'published', 'withdrawn'] as const;
export type EvaluationState = (typeof evaluationStates)[number];

/**
 * Evaluators with a shared standing, declared before the first answer and frozen when the session opens. `named`:
 * answers are signed, consented to and attributed. `anonymous`: shown in a group of at least `threshold` answers.
 */
export type College = (
  | { key: string; name: string; kind: 'named'; threshold: null }
  | { key: string; name: string; kind: 'anonymous'; threshold: number }
) & {
  /** How many of its people the session wants at least; without it, as many as come. */
  least?: number | undefined;
};

/** The key of those who answer through the open address of a room: no college bears it, and none is mixed with them. */
export const roomKey = 'room';

/** They are nameless, and shown together from the usual number of answers. Pages put their own words for the name. */
export const roomCollege: College = {
  key: roomKey,
  name: '',
  kind: 'anonymous',
  threshold: USUAL_THRESHOLD,
};

/** What a session is about: one of its practices. */
export interface SessionSubject {
  /** `1`, `2`… in the order in which they are answered. */
  key: string;
  /** Null once the practice was purged: what was said of it stays. */
  recordId: Id | null;
}

/** As many as a table of results still shows, and a sitting still answers. */
export const mostSubjects = 12;

/** One occasion on which colleges answer one version of a framework about one practice or several. */
export interface EvaluationSession {
  record: RecordCore;
  /** At least one. */
  subjects: SessionSubject[];
  frameworkVersionId: Id;
  /** The session that this one does again, later. */
  repeatsId: Id | null;
  state: EvaluationState;
  /** Day announced to those invited; closing is done by a facilitator. */
  closesOn: string | null;
  /** The day announced at first, once it was moved; null while it was not. */
  firstClosesOn: string | null;
  openedAt: Date | null;
  closedAt: Date | null;
  publishedAt: Date | null;
  withdrawnAt: Date | null;
  /** Why it was withdrawn, shown to everyone; empty unless it was. */
  withdrawnReason: string;
  /** In the order in which they were declared. */
  colleges: College[];
}

export type EvaluationAction =
  | 'create'
  | 'edit'
  | 'describe'
  | 'open'
  | 'invite'
  | 'move-closing-day'
  | 'take-back'
  | 'close'
  | 'withdraw'
  | 'publish'
  | 'hold-workshop'
  | 'see'
  | 'see-result';

/**
 * Facilitators run sessions. Everyone sees a session from its opening, and its result once it is published; whoever
 * holds an answer link sees the result from its closing (the link is checked where it is used). Nobody sees the
 * result of a session that was withdrawn.
 */
export function can(
  actor: Actor,
  action: EvaluationAction,
  session?: Pick<EvaluationSession, 'state'>,
): boolean {
  if (action === 'see-result' && session?.state === 'withdrawn') return false;
  if (hasRole(actor, 'facilitator')) return true;
  if (action === 'see') return session !== undefined && session.state !== 'draft';
  return action === 'see-result' && session?.state === 'published';
}

/** What a session has beside the core of every record, as the journal keeps it. */
export function detailsState(
  session: Pick<EvaluationSession, 'subjects' | 'frameworkVersionId' | 'state' | 'closesOn' | 'colleges'> &
    Partial<Pick<EvaluationSession, 'withdrawnReason'>>,
): Record<string, Json> {
  const { frameworkVersionId, state, closesOn, withdrawnReason = '' } = session;
  const subjects = session.subjects.map(({ recordId }) => recordId);
  const colleges = session.colleges.map(({ key, name, kind, threshold, least = null }) => ({
    key,
    name,
    kind,
    threshold,
    least,
  }));
  return { subjects, frameworkVersionId, state, closesOn, withdrawnReason, colleges };
}
