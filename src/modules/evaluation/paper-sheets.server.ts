import type { Context } from '#kernel/context.ts';
import { type TooLong, tooLongFor } from '#kernel/field-problems.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { shownMoment } from './answer-evaluation.server.ts';
import { type SheetChange, longestSignature } from './answer-form.ts';
import { type College, type EvaluationSession, can } from './evaluation.ts';
import { type Invitation, findInvitation, insertPaper, listInvitations } from './invitation-store.server.ts';
import { type ManageRefusal, whileHeld } from './manage-invitations.server.ts';
import { respondentKeyOf } from './respondent-key.server.ts';
import type { Sheet } from './result.ts';
import { findSheets, replaceSheet } from './sheet-store.server.ts';

/** A sheet of paper that was keyed in: its number is written on the paper too, and is all that ties the two. */
export interface PaperSheet {
  id: Id;
  number: number;
  collegeKey: string;
}

/** What stands on a sheet of paper. */
export interface KeyedSheet {
  evaluationId: Id;
  /** Chosen when the form is shown: sent twice, it is one sheet. */
  id: Id;
  collegeKey: string;
  /** For a named college: who signed the paper. Without, the sheet is kept and does not count. */
  signature: string;
  /** By key of a subject. */
  changes: Readonly<Record<string, SheetChange>>;
}

export type KeyedRefusal =
  ManageRefusal | { code: 'signature-too-long'; tooLong: TooLong } | { code: 'nothing-keyed' };

/**
 * Keys in a sheet of paper, or corrects one, until the session closes. The history tells who keyed one in and for which
 * college, never what it says; nothing of an anonymous one tells whose it is.
 *
 * @returns the number to write on the paper
 */
export function keyInSheet(context: Context, keyed: KeyedSheet): Promise<Result<number, KeyedRefusal>> {
  return whileHeld<number, KeyedRefusal>(context, keyed.evaluationId, async (inside, session) => {
    const college = session.colleges.find(({ key }) => key === keyed.collegeKey);
    if (!college || !isId(keyed.id)) return err({ code: 'not-found' });
    const signature = college.kind === 'named' ? storableLine(keyed.signature) : '';
    const tooLong = tooLongFor(signature, longestSignature);
    if (tooLong) return err({ code: 'signature-too-long', tooLong });
    const isEmpty = Object.values(keyed.changes).every(
      ({ answers, remarks }) => Object.keys(answers).length + Object.keys(remarks).length === 0,
    );
    if (isEmpty) return err({ code: 'nothing-keyed' });
    const before = await countPapers(inside, session, college);
    const number = await insertPaper(inside, keyed);
    if (number === null) return err({ code: 'not-found' });
    await writeSheets(inside, { session, college, keyed, signature });
    const after = await countPapers(inside, session, college);
    await appendToJournal(inside, {
      recordId: keyed.evaluationId,
      action: after > before ? 'evaluation.answered-on-paper' : 'evaluation.answered-paper-corrected',
      changes: { [`answered-on-paper.${college.key}`]: { before, after } },
    });
    return ok(number);
  });
}

async function writeSheets(
  context: Context,
  told: { session: EvaluationSession; college: College; keyed: KeyedSheet; signature: string },
): Promise<void> {
  const { session, college, keyed, signature } = told;
  const respondentKey = await respondentKeyOf(context.db, keyed.id);
  for (const { key } of session.subjects) {
    const change = keyed.changes[key] ?? { answers: {}, remarks: {}, details: {} };
    await replaceSheet(context, keyed.evaluationId, {
      ...change,
      respondentKey,
      collegeKey: college.key,
      subject: key,
      signature,
      // It was signed on the paper, which says so beside the place for it.
      consented: signature !== '',
      updatedAt: shownMoment(context, college),
    });
  }
}

async function countPapers(context: Context, session: EvaluationSession, college: College): Promise<number> {
  const papers = await papersOf(context, session);
  return papers.filter(({ collegeKey }) => collegeKey === college.key).length;
}

async function papersOf(context: Context, session: EvaluationSession): Promise<PaperSheet[]> {
  const invitations = await listInvitations(context, session.record.id);
  return invitations
    .flatMap((invitation) => paperIn(invitation) ?? [])
    .toSorted((left, right) => left.number - right.number);
}

function paperIn({ id, paper, collegeKey }: Invitation): PaperSheet | undefined {
  return paper === null ? undefined : { id, number: paper, collegeKey };
}

/** The sheets that were keyed in, in the order of their numbers: for those who run the session. */
export async function listPapers(
  context: Context,
  session: EvaluationSession,
): Promise<Result<PaperSheet[], { code: 'not-allowed' }>> {
  if (!can(context.actor, 'invite', session)) return err({ code: 'not-allowed' });
  return ok(await papersOf(context, session));
}

/** What was keyed in of one sheet of paper, to be corrected; nothing that people filled in themselves is shown. */
export async function readPaper(
  context: Context,
  session: EvaluationSession,
  invitationId: Id,
): Promise<Result<PaperSheet & { sheets: Sheet[] }, ManageRefusal>> {
  if (!can(context.actor, 'invite', session)) return err({ code: 'not-allowed' });
  if (session.state !== 'open') return err({ code: 'wrong-state' });
  const invitation = isId(invitationId) ? await findInvitation(context, invitationId) : undefined;
  const paper = invitation?.evaluationId === session.record.id ? paperIn(invitation) : undefined;
  if (!paper) return err({ code: 'not-found' });
  const respondentKey = await respondentKeyOf(context.db, paper.id);
  const sheets = await findSheets(context, { evaluationId: session.record.id, respondentKey });
  return ok({ ...paper, sheets });
}
