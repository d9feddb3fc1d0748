import type { Id } from '#kernel/ids.ts';
import type { HidingReason, Kind, LinkedRecord } from '#modules/records/index.ts';

/** What facilitators do in the open. */
export const moderationActs = [
  'hidden',
  'shown',
  'comment-hidden',
  'comment-shown',
  'undone',
  'redone',
] as const;
export type ModerationAct = (typeof moderationActs)[number];

/** One act of moderation, as everyone may read it: what was done, why, and by whom; never to whom. */
export interface ModerationEvent {
  id: Id;
  act: ModerationAct;
  at: Date;
  /** The name of who did it; empty when they gave none. */
  by: string;
  /** What the record is; null for what is about several. */
  kind: Kind | null;
  /** How many changes were undone, or put back; null for what is about one record. */
  count: number | null;
  /** Null for what was shown again. */
  reason: HidingReason | null;
  words: string;
  /** The record, for those who may see it: its title may be what had to be hidden. */
  record: LinkedRecord | null;
}

export interface ModerationLog {
  /** Latest first. */
  events: ModerationEvent[];
  total: number;
  page: number;
  pages: number;
}
