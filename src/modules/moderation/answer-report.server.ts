import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { queueMail } from '#kernel/mail.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Locale } from '#kernel/translate.ts';
import { lockWaitingReport, settleReport } from './report-store.server.ts';
import { type ReportOutcome, canAnswerReports, mostReportWords, reportOutcomes } from './report.ts';

export type AnswerRefusal =
  | { code: 'not-found' | 'not-allowed' | 'sign-in-first' | 'already' }
  | { code: 'invalid'; problems: FieldProblem[] };

const answerShape = z.object({
  outcome: z.enum(reportOutcomes),
  words: limitedText(mostReportWords, (text) => storableText(text).trim()),
});

/** How the mail that tells the reporter is worded, in the language they reported in. */
export type AnswerMail = (
  language: Locale,
  answer: { outcome: ReportOutcome; words: string },
) => { subject: string; body: string };

/**
 * Says what was done about a report. The reporter is told, if they left an address, which is then forgotten. Of two
 * facilitators who answer at once, the second is told that it is done.
 *
 * @returns whether someone is told
 */
export async function answerReport(
  context: Context,
  request: { id: string; outcome: string; words: string; mail: AnswerMail },
): Promise<Result<{ isTold: boolean }, AnswerRefusal>> {
  if (!canAnswerReports(context.actor)) {
    return err({ code: context.actor.personId ? 'not-allowed' : 'sign-in-first' });
  }
  const read = answerShape.safeParse(request);
  if (!read.success) return err({ code: 'invalid', problems: problemsOf(read.error) });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const report = await lockWaitingReport(inside, request.id);
    if (!report) return err({ code: 'not-found' });
    if (report.answeredAt) return err({ code: 'already' });
    await settleReport(inside, { id: report.id, ...read.data });
    await appendToJournal(inside, {
      action: 'report.answered',
      changes: {
        [`report.${report.id}`]: { before: null, after: { ...read.data, recordId: report.recordId } },
      },
    });
    const isTold = report.email !== '';
    if (isTold) await queueMail(inside, { to: report.email, ...request.mail(report.language, read.data) });
    return ok({ isTold });
  });
}
