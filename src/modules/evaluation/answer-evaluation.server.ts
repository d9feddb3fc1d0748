import { type Context, visitor } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { Framework } from '#modules/framework/index.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { type AnswerRefusal, readAnswerLink } from './answer-link.server.ts';
import { type Details, type SheetChange, longestSignature } from './answer-form.ts';
import { type College, type EvaluationSession, roomCollege } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { findStoredResult, lockState } from './evaluation-state-store.server.ts';
import { isLongOver } from './invitation.ts';
import { type EvidenceRefusal, type FileChange, keepEvidence } from './receive-evidence.server.ts';
import { respondentKeyOf } from './respondent-key.server.ts';
import type { Sheet } from './result.ts';
import { type SessionResult, readStored } from './session-result.ts';
import {
  type RespondentPlace,
  countAnswered,
  findSheets,
  lockSheets,
  mergeIntoSheet,
  setSignature,
} from './sheet-store.server.ts';

/** What the holder of an answer link finds. */
export interface OpenSheet {
  session: EvaluationSession;
  college: College;
  framework: Framework;
  /** What they answered so far, one for each subject of the session, in order. */
  sheets: Sheet[];
  /** What may be shown of the session; null until it closes, and when it was withdrawn. */
  result: SessionResult | null;
}

export type SaveRefusal = AnswerRefusal | { code: 'evaluation-closed' };
export type SaveAnswersRefusal = SaveRefusal | EvidenceRefusal;
export type SignRefusal =
  | { code: 'signature-missing' | 'consent-missing' | 'not-named' }
  | { code: 'signature-too-long'; tooLong: TooLong };

/** What opening an answer link shows. Nothing is used up, and nothing about the reader is kept. */
export async function openSheet(context: Context, token: string): Promise<Result<OpenSheet, AnswerRefusal>> {
  const found = await followLink(context, token);
  return found.ok ? ok(found.value.open) : found;
}

/**
 * Saves one step of the answers over what the sheet of a subject holds; of the first one, when none is said. Steps saved at the same moment in two windows are both
 * kept; for one criterion answered twice, the later one counts.
 */
export async function saveAnswers(
  context: Context,
  token: string,
  change: Omit<SheetChange, 'details'> & {
    details?: Details;
    subject?: string | undefined;
    files?: Record<string, FileChange>;
  },
): Promise<Result<undefined, SaveAnswersRefusal>> {
  return whileOpen<undefined, SaveAnswersRefusal>(
    context,
    token,
    async (inside, { place, updatedAt, open }) => {
      const { subjects } = open.session;
      const subject = subjects.find(({ key }) => key === (change.subject ?? subjects[0]?.key));
      if (!subject) return err({ code: 'not-found' });
      const asked = new Set(
        open.framework.version.content.dimensions.flatMap(({ criteria }) => criteria.map(({ id }) => id)),
      );
      const ofFramework = <T>(values: Record<string, T>) =>
        Object.fromEntries(Object.entries(values).filter(([id]) => asked.has(id)));
      const answers = ofFramework(change.answers);
      const { remarks, details = {}, files = {} } = change;
      const sheet = open.sheets.find((one) => one.subject === subject.key);
      const kept = await keepEvidence(
        inside,
        { evaluationId: place.evaluationId, details: sheet?.details ?? {}, at: updatedAt },
        ofFramework(files),
      );
      if (!kept.ok) return kept;
      for (const [id, withFile] of Object.entries(kept.value)) details[id] = { ...details[id], ...withFile };
      const saved = { answers, remarks: ofFramework(remarks), details: ofFramework(details), updatedAt };
      await mergeIntoSheet(inside, { ...place, subject: subject.key }, saved);
      return ok();
    },
  );
}

/**
 * Signs the sheets of a named college and says whether its signatory agrees to be named. Without both, they are
 * kept but do not count.
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
    const subjects = open.session.subjects.map(({ key }) => key);
    const told = { signature, consented: signed.consented, updatedAt };
    await setSignature(inside, { ...place, subjects }, told);
    return signed.consented ? ok() : err({ code: 'consent-missing' });
  });
}

interface Followed {
  open: OpenSheet;
  place: RespondentPlace;
  updatedAt: Date;
}

/** Reads the link as nobody in particular: a session of the reader's own must leave no trace on what they answer. */
async function followLink(context: Context, token: string): Promise<Result<Followed, AnswerRefusal>> {
  const nobody = { ...context, actor: visitor };
  const link = await readAnswerLink(nobody, token);
  if (!link.ok) return link;
  const { id, evaluationId, collegeKey } = link.value;
  const session = await findSession(nobody, { id: evaluationId });
  const college = [...(session?.colleges ?? []), roomCollege].find(({ key }) => key === collegeKey);
  const framework = session && (await findFrameworkVersion(nobody, session.frameworkVersionId));
  if (!session || !college || !framework) return err({ code: 'not-found' });
  if (isLongOver(session, context.clock.now())) return err({ code: 'link-expired' });

  const place = { evaluationId, collegeKey, respondentKey: await respondentKeyOf(context.db, id) };
  const begun = await findSheets(nobody, place);
  const sheets = session.subjects.map(
    ({ key }) => begun.find(({ subject }) => subject === key) ?? emptySheet(place, key, begun[0]),
  );
  const stored = session.state === 'withdrawn' ? null : await findStoredResult(nobody, evaluationId);
  const result = stored && readStored(stored, session.subjects);
  const open = { session, college, framework, sheets, result };
  return ok({ open, place, updatedAt: shownMoment(context, college) });
}

/** @param signed a sheet of the same respondent: all bear one signature */
function emptySheet({ collegeKey, respondentKey }: RespondentPlace, subject: string, signed?: Sheet): Sheet {
  const { signature = '', consented = false } = signed ?? {};
  return { collegeKey, respondentKey, subject, signature, consented, answers: {}, remarks: {}, details: {} };
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
    const { id, evaluationId, collegeKey } = link.value;
    const state = await lockState(inside, evaluationId, 'answering');
    await lockSheets(inside, { evaluationId, respondentKey: await respondentKeyOf(db, id) });
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
