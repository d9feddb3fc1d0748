export type { ModerationAct, ModerationEvent, ModerationLog } from './moderation-act.ts';
export {
  type Report,
  type ReportOutcome,
  type ReportReason,
  type ReportState,
  mostReportWords,
  reportOutcomes,
  reportReasons,
} from './report.ts';
