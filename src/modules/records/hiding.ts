import { type Actor, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';

/** Why something is hidden, or reported. `outdated` alone is no reason to hide: it is one to correct. */
export const hidingReasons = [
  'personal-data',
  'abusive',
  'misplaced',
  'duplicate',
  'wrong',
  'other',
] as const;

/** Of a record that mirrors another site's: it is there no more. Nobody chooses it. */
export const goneFromSource = 'gone-from-source';

export type HidingReason = (typeof hidingReasons)[number] | typeof goneFromSource;

/** Why and since when something is hidden, as everyone is told. */
export interface Hiding {
  at: Date;
  reason: HidingReason;
  /** What a facilitator adds to the reason; empty when they add nothing. */
  words: string;
}

/** A record, or one comment on it. */
export interface ModerationTarget {
  recordId: Id;
  commentId: Id | null;
}

/** Whether the words of a comment are for this reader: everyone's, unless they are hidden. */
export function mayRead(
  actor: Actor,
  { authorId, hiding }: { authorId: Id | null; hiding: Hiding | null },
): boolean {
  if (hiding === null) return true;
  return hasRole(actor, 'facilitator') || (authorId !== null && authorId === actor.personId);
}

/** Most characters of what a facilitator adds to a reason. */
export const mostHidingWords = 500;
