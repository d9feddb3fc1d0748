import { z } from 'zod';
import { type Context, hasRole, visitor } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { placeOfAddress } from '#kernel/place-of-address.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Locale } from '#kernel/translate.ts';
import { type MailRefusal, checkAddress, emailOf } from '#modules/accounts/index.server.ts';
import { type TargetName, findTarget } from '#modules/records/index.server.ts';
import { insertReport } from './report-store.server.ts';
import { mostReportWords, reportReasons } from './report.ts';

/** A room behind one address may report; a program may not do it all day. */
const reportsOfPlace: Limit = { name: 'report-place', most: 10, minutes: 60 };
const reportsOfPerson: Limit = { name: 'report-person', most: 20, minutes: 24 * 60 };

export interface ReportInput {
  target: TargetName;
  reason: string;
  words: string;
  /** Where to tell what was done; empty for nowhere. Someone signed in is told at their own address. */
  email: string;
  /** Address of the client on the network, as trusted proxies give it. */
  address: string;
  language: Locale;
}

export type ReportRefusal =
  { code: 'not-found' | 'too-many' } | { code: 'invalid'; problems: ReportProblem[] };

/** `email`: not an address, or one that was written to often enough for now. */
export type ReportProblem = FieldProblem & { code?: MailRefusal['code'] };

const reportShape = z
  .object({
    reason: z.enum(reportReasons),
    words: limitedText(mostReportWords, (text) => storableText(text).trim()),
  })
  .superRefine(({ reason, words }, context) => {
    if (reason === 'other' && words === '') context.addIssue({ code: 'custom', path: ['words'] });
  });

/**
 * Tells facilitators what is wrong with a record or a comment that the actor sees. Who reports is shown to nobody: the
 * journal does not name them, and their address is kept only until they are answered.
 */
export async function makeReport(context: Context, input: ReportInput): Promise<Result<Id, ReportRefusal>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const found = await findTarget(inside, input.target);
    if (!found) return err({ code: 'not-found' });
    const read = reportShape.safeParse(input);
    const email = await addressToTell(inside, input.email);
    if (!read.success || !email.ok) {
      const problems: ReportProblem[] = read.success ? [] : problemsOf(read.error);
      return err({ code: 'invalid', problems: email.ok ? problems : [...problems, email.error] });
    }
    if (!(await takeReporterTurn(inside, input.address))) return err({ code: 'too-many' });
    const recordId = found.record.id;
    const commentId = found.comment?.id ?? null;
    const { language } = input;
    const id = await insertReport(inside, {
      ...read.data,
      recordId,
      commentId,
      email: email.value,
      language,
    });
    await appendToJournal(
      { ...inside, actor: visitor },
      {
        action: 'report.made',
        changes: {
          [`report.${id}`]: { before: null, after: { recordId, commentId, reason: read.data.reason } },
        },
      },
    );
    return ok(id);
  });
}

async function addressToTell(inside: Context, typed: string): Promise<Result<string, ReportProblem>> {
  const { personId } = inside.actor;
  if (personId) return ok((await emailOf(inside.db, personId)) ?? '');
  if (typed.trim() === '') return ok('');
  const email = await checkAddress(inside, typed);
  return email.ok ? email : err({ field: 'email', code: email.error.code });
}

/** Whoever is signed in counts for themselves, wherever they are; everyone else by where they are. */
function takeReporterTurn(inside: Context, address: string): Promise<boolean> {
  const { personId } = inside.actor;
  if (personId && hasRole(inside.actor, 'contributor')) return takeTurn(inside, reportsOfPerson, personId);
  return takeTurn(inside, reportsOfPlace, placeOfAddress(address));
}
