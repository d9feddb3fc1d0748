import { z } from 'zod';
import type { Answer } from '#mathematics/answer.ts';
import type { Id } from '#kernel/ids.ts';

/** What a group answers together on one criterion, once it has seen the answers of each. It is never one of them. */
export interface CollectiveAnswer {
  subject: string;
  criterionId: string;
  answer: Exclude<Answer, null>;
  reason: string;
}

/** One thing the group wants to work on first. */
export interface Priority {
  criterionId: string;
  /** What the group wants to change, in its own words; may be empty. */
  words: string;
  /** Dots it had when it was chosen. */
  dots: number;
  /** The record it became: an action. Null while it is none. */
  outcomeId: Id | null;
}

/** What a group kept of its workshop. */
export interface Workshop {
  collective: CollectiveAnswer[];
  /** In the order of the list. */
  priorities: Priority[];
}

/** Criteria one ballot may put a dot on. */
export const dotsOfBallot = 3;
/** A longer list is a list of everything. */
export const mostPriorities = 7;
/** Dots counted by hand on one criterion. */
export const mostCounted = 999;

/** Characters of the reason of a collective answer. */
export const longestReason = 2000;
/** Characters of what the group wants to change. */
export const longestPriority = 300;

/**
 * The dots counted by hand that a form gives, by criterion; what is empty is 0.
 *
 * @returns null for what is no count, from 0 to `mostCounted`
 */
export function readCount(typed: string): number | null {
  const read = z.coerce
    .number()
    .int()
    .min(0)
    .max(mostCounted)
    .safeParse(typed.trim() || '0');
  return read.success ? read.data : null;
}

/**
 * Criteria by their dots, most first; equal ones in the order given.
 *
 * Example: a 1, b 3, c 0, d 3 → b, d, a, c.
 */
export function byDots(criteria: readonly string[], dots: ReadonlyMap<string, number>): string[] {
  return criteria.toSorted((a, b) => (dots.get(b) ?? 0) - (dots.get(a) ?? 0));
}
