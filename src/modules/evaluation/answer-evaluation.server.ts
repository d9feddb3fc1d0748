import { type Context, visitor } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { Framework } from '#modules/framework/index.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { type AnswerRefusal, readAnswerLink } from './answer-link.server.ts';
import { type SheetChange, longestSignature } from './answer-form.ts';
import type { College, EvaluationSession } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { findStoredResult, lockState } from './evaluation-state-store.server.ts';
import { isLongOver } from './invitation.ts';
import { respondentKeyOf } from './respondent-key.server.ts';
import type { EvaluationResult, Sheet } from './result.ts';
import {
  type SheetPlace,
  countAnswered,
  findSheet,
  mergeIntoSheet,
  setSignature,
} from './sheet-store.server.ts';

/** What the holder of an answer link finds. */
export interface OpenSheet {
  session: EvaluationSession;
  college: College;
  framework: Framework;
  /** What they answered so far. */
  sheet: Sheet;
  /** What may be shown of the session; null until it closes, and when it was withdrawn. */
  result: EvaluationResult | null;
}

export type SaveRefusal = AnswerRefusal | { code: 'evaluation-closed' };
export type SignRefusal =
  | { code: 'signature-missing' | 'consent-missing' | 'not-named' }
  | { code: 'signature-too-long'; tooLong: TooLong };

/** What opening an answer link shows. Nothing is used up, and nothing about the reader is kept. */
export async function openSheet(context: Context, token: string): Promise<Result<OpenSheet, AnswerRefusal>> {
  const found = await followLink(context, token);
  return found.ok ? ok(found.value.open) : found;
}

/**
 * Saves one step of the answers over what the sheet holds. Steps saved at the same moment in two windows are both
 * kept; for one criterion answered twice, the later one counts.
 */
export async function saveAnswers(
  context: Context,
  token: string,
  change: SheetChange,
): Promise<Result<undefined, SaveRefusal>> {
  return whileOpen(context, token, async (inside, { place, updatedAt, open }) => {
    const asked = new Set(
      open.framework.version.content.dimensions.flatMap(({ criteria }) => criteria.map(({ id }) => id)),
    );
    const ofFramework = <T>(values: Record<string, T>) =>
      Object.fromEntries(Object.entries(values).filter(([id]) => asked.has(id)));
    const answers = ofFramework(change.answers);
    await mergeIntoSheet(inside, place, { answers, remarks: ofFramework(change.remarks), updatedAt });
    return ok();
  });
}

/**
 * Signs the sheet of a named college and says whether its signatory agrees to be named. Without both, the sheet is
 * kept but does not count.
 */
export async function signSheet(
  context: Context,
  token: string,
  signed: { signature: string; consented: boolean },
): Promise<Result<undefined, SaveRefusal | SignRefusal>> {
  const signature = storableLine(signed.signature);
  return whileOpen<undefined, SignRefusal>(context, token, async (inside, { place, updatedAt, open }) => {
    if (open.college.kind !== 'named') return err({ code: 'not-named' });
    if (signature === '') return err({ code: 'signature-missing' });
    const tooLong = tooLongFor(signature, longestSignature);
    if (tooLong) return err({ code: 'signature-too-long', tooLong });
    await setSignature(inside, place, { signature, consented: signed.consented, updatedAt });
    return signed.consented ? ok() : err({ code: 'consent-missing' });
  });
}

interface Followed {
  open: OpenSheet;
  place: SheetPlace;
  updatedAt: Date;
}

/** Reads the link as nobody in particular: a session of the reader's own must leave no trace on what they answer. */
async function followLink(context: Context, token: string): Promise<Result<Followed, AnswerRefusal>> {
  const nobody = { ...context, actor: visitor };
  const link = await readAnswerLink(nobody, token);
  if (!link.ok) return link;
  const { id, evaluationId, collegeKey } = link.value;
  const session = await findSession(nobody, { id: evaluationId });
  const college = session?.colleges.find(({ key }) => key === collegeKey);
  const framework = session && (await findFrameworkVersion(nobody, session.frameworkVersionId));
  if (!session || !college || !framework) return err({ code: 'not-found' });
  if (isLongOver(session, context.clock.now())) return err({ code: 'link-expired' });

  const place = { evaluationId, collegeKey, respondentKey: await respondentKeyOf(context.db, id) };
  const sheet = (await findSheet(nobody, place)) ?? emptySheet(place);
  const result = session.state === 'withdrawn' ? null : await findStoredResult(nobody, evaluationId);
  const open = { session, college, framework, sheet, result };
  return ok({ open, place, updatedAt: shownMoment(context, college) });
}

function emptySheet({ collegeKey, respondentKey }: SheetPlace): Sheet {
  return { collegeKey, respondentKey, signature: '', consented: false, answers: {}, remarks: {} };
}

/** The moment an answer is dated with: the day only in an anonymous college, where the hour could tell who. */
export function shownMoment({ clock }: Context, college: College): Date {
  const now = clock.now();
  return college.kind === 'named' ? now : new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
}

/**
 * Runs `work` while the session is held open. The history says only that one more institution answered; nothing is
 * written for anonymous colleges, since the moment would tell who.
 */
async function whileOpen<T, Refusal>(
  context: Context,
  token: string,
  work: (inside: Context, followed: Followed) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal | SaveRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db, actor: visitor };
    const link = await readAnswerLink(inside, token);
    if (!link.ok) return link;
    const { evaluationId, collegeKey } = link.value;
    const state = await lockState(inside, evaluationId, 'answering');
    // Followed once the session is held: the invitation may have been withdrawn while we waited for it.
    const followed = await followLink(inside, token);
    if (!followed.ok) return followed;
    if (state !== 'open') return err({ code: 'evaluation-closed' });
    if (followed.value.open.college.kind !== 'named') return work(inside, followed.value);

    const before = (await countAnswered(inside, evaluationId)).get(collegeKey) ?? 0;
    const done = await work(inside, followed.value);
    const after = (await countAnswered(inside, evaluationId)).get(collegeKey) ?? 0;
    if (after > before) {
      const changes = { [`answered.${collegeKey}`]: { before, after } };
      await appendToJournal(inside, { recordId: evaluationId, action: 'evaluation.answered', changes });
    }
    return done;
  });
}
