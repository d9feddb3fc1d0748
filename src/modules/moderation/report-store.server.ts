import { type Generated, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, isId, newId } from '#kernel/ids.ts';
import type { ToldRow } from '#kernel/personal-data.ts';
import type { Locale } from '#kernel/translate.ts';
import type { ReportOutcome, ReportReason, ReportState } from './report.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    report: ReportTable;
  }
}

interface ReportTable {
  id: Id;
  territory_id: Id;
  record_id: Id;
  comment_id: Id | null;
  reason: ReportReason;
  words: string;
  /** Whom to tell what was done; empty when nobody, and once they are told. */
  reporter_email: string;
  language: Locale;
  made_at: Date;
  outcome: Generated<ReportOutcome | null>;
  answer: Generated<string>;
  answered_by: Generated<Id | null>;
  answered_at: Generated<Date | null>;
}

export interface NewReport {
  recordId: Id;
  commentId: Id | null;
  reason: ReportReason;
  words: string;
  email: string;
  language: Locale;
}

export async function insertReport(context: Context, report: NewReport): Promise<Id> {
  const id = newId();
  await context.db
    .insertInto('report')
    .values({
      id,
      territory_id: context.territoryId,
      record_id: report.recordId,
      comment_id: report.commentId,
      reason: report.reason,
      words: report.words,
      reporter_email: report.email,
      language: report.language,
      made_at: context.clock.now(),
    })
    .execute();
  return id;
}

function reportsIn(context: Context, state: ReportState) {
  return context.db
    .selectFrom('report')
    .where('territory_id', '=', context.territoryId)
    .where('answered_at', state === 'waiting' ? 'is' : 'is not', null);
}

export async function countReports(context: Context, state: ReportState): Promise<number> {
  const { count } = await reportsIn(context, state)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Waiting: personal data first, then the oldest; answered: the latest first. */
export function selectReports(
  context: Context,
  options: { state: ReportState; limit: number; offset: number },
) {
  const rows = reportsIn(context, options.state)
    .select(['id', 'record_id as recordId', 'comment_id as commentId', 'reason', 'words'])
    .select(['made_at as madeAt', 'outcome', 'answer', 'answered_by as answeredBy'])
    .select('answered_at as answeredAt')
    .select(sql<boolean>`reporter_email <> ''`.as('isAwaited'));
  const ordered =
    options.state === 'waiting'
      ? rows
          .orderBy(sql`reason = 'personal-data'`, 'desc')
          .orderBy('made_at')
          .orderBy('id')
      : rows.orderBy('answered_at', 'desc').orderBy('id');
  return ordered.limit(options.limit).offset(options.offset).execute();
}

/** A report that nobody has answered, kept from everyone else until the transaction ends. */
export async function lockWaitingReport(context: Context, id: string) {
  if (!isId(id)) return undefined;
  return context.db
    .selectFrom('report')
    .select([
      'id',
      'record_id as recordId',
      'reporter_email as email',
      'language',
      'answered_at as answeredAt',
    ])
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Notes what was done, and forgets who was to be told. */
export async function settleReport(
  context: Context,
  report: { id: Id; outcome: ReportOutcome; words: string },
): Promise<void> {
  await context.db
    .updateTable('report')
    .set({
      outcome: report.outcome,
      answer: report.words,
      answered_by: context.actor.personId,
      answered_at: context.clock.now(),
      reporter_email: '',
    })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', report.id)
    .execute();
}

/** The reports that wait to be answered at some addresses. */
export async function reportsBy(context: Context, emails: readonly string[]): Promise<ToldRow[]> {
  if (emails.length === 0) return [];
  const rows = await context.db
    .selectFrom('report')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'report.record_id')
        .onRef('record.territory_id', '=', 'report.territory_id'),
    )
    .select(['record.title', 'report.reason', 'report.words', 'report.made_at'])
    .where('report.territory_id', '=', context.territoryId)
    .where('reporter_email', 'in', emails)
    .orderBy('made_at')
    .execute();
  return rows.map((row) => ({
    record: row.title,
    reason: row.reason,
    text: row.words,
    at: row.made_at.toISOString(),
  }));
}

/** Forgets who reported; what they wrote stays to be dealt with, unless they wish that it goes. */
export async function forgetReportsBy(
  context: Context,
  emails: readonly string[],
  texts: 'keep' | 'erase',
): Promise<void> {
  if (emails.length === 0) return;
  await context.db
    .updateTable('report')
    .set({ reporter_email: '', ...(texts === 'erase' && { words: '' }) })
    .where('territory_id', '=', context.territoryId)
    .where('reporter_email', 'in', emails)
    .execute();
}
