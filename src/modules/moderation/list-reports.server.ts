import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { linkedRecords } from '#modules/records/index.server.ts';
import { countReports, selectReports } from './report-store.server.ts';
import { type Report, type ReportList, type ReportState, canAnswerReports } from './report.ts';

const reportsPerPage = 20;

/**
 * What people reported, for facilitators.
 *
 * @param query.page from 1; one that is not there is the nearest that is
 */
export async function listReports(
  context: Context,
  query: { state: ReportState; page: number },
): Promise<Result<ReportList, { code: 'not-allowed' | 'sign-in-first' }>> {
  if (!canAnswerReports(context.actor)) {
    return err({ code: context.actor.personId ? 'not-allowed' : 'sign-in-first' });
  }
  const [waiting, answered] = await Promise.all([
    countReports(context, 'waiting'),
    countReports(context, 'answered'),
  ]);
  const counts = { waiting, answered };
  const pages = Math.max(1, Math.ceil(counts[query.state] / reportsPerPage));
  const page = Math.min(Math.max(1, query.page), pages);
  const offset = (page - 1) * reportsPerPage;
  const rows = await selectReports(context, { state: query.state, limit: reportsPerPage, offset });
  const [records, names] = await Promise.all([
    linkedRecords(context, [...new Set(rows.map(({ recordId }) => recordId))]),
    namesOf(context.db, [...new Set(rows.flatMap(({ answeredBy }) => answeredBy ?? []))]),
  ]);
  const reports = rows.map(({ recordId, outcome, answer, answeredBy, answeredAt, ...report }): Report => ({
    ...report,
    record: records.get(recordId) ?? null,
    answer:
      outcome && answeredAt
        ? { outcome, words: answer, by: (answeredBy && names.get(answeredBy)) || '', at: answeredAt }
        : null,
  }));
  return ok({ reports, counts, page, pages });
}

/** How many reports wait for an answer; none for who does not answer them. */
export async function countWaitingReports(context: Context): Promise<number> {
  return canAnswerReports(context.actor) ? countReports(context, 'waiting') : 0;
}
