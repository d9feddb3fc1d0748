import { type Actor, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type Kind, type Language, hidingReasons } from '#modules/records/index.ts';

/** Why someone reports something: what may be a reason to hide it, or that it is no longer true. */
export const reportReasons = [
  'wrong',
  'outdated',
  ...hidingReasons.filter((reason) => reason !== 'wrong'),
] as const;
export type ReportReason = (typeof reportReasons)[number];

/** What was done about a report. */
export const reportOutcomes = ['corrected', 'hidden', 'taken-away', 'left'] as const;
export type ReportOutcome = (typeof reportOutcomes)[number];

/** Most characters of what the reporter says, and of what they are answered. */
export const mostReportWords = 2000;

/** A report as facilitators read it: never who made it. */
export interface Report {
  id: Id;
  reason: ReportReason;
  words: string;
  madeAt: Date;
  /** What it is about; null when the record was taken away, or is a draft again. */
  record: { kind: Kind; shortId: string; slug: string; title: string; language: Language } | null;
  commentId: Id | null;
  /** Whether the reporter left an address, and will be told. */
  isAwaited: boolean;
  /** Null while nobody has answered. */
  answer: { outcome: ReportOutcome; words: string; by: string; at: Date } | null;
}

export type ReportState = 'waiting' | 'answered';

export interface ReportList {
  /** Waiting: personal data first, then the oldest; answered: the latest first. */
  reports: Report[];
  counts: Record<ReportState, number>;
  page: number;
  pages: number;
}

/** Everyone may report what they see; facilitators read reports and answer them. */
export function canAnswerReports(actor: Actor): boolean {
  return hasRole(actor, 'facilitator');
}
