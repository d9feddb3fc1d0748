import type { LeverDetails } from './lever.ts';

/** What one looks for levers for: ids of criteria, the most pressing first, and of brakes. */
export interface LeverNeeds {
  criteria: readonly string[];
  brakes?: readonly string[];
}

/** One link that led to a lever. */
export interface LeverReason {
  kind: 'criterion' | 'brake';
  id: string;
}

export interface Suggestion<One> {
  lever: One;
  /** Never empty: criteria first, in the order in which they were given. */
  reasons: LeverReason[];
}

type Suggested = Pick<LeverDetails, 'criteria' | 'brakes'> & { title: string };

/**
 * The levers that touch what is asked for, each with the links that led to it. Those that answer more of it come first;
 * among equals, those that answer what stands first in the list; then by title. No weight, no hidden score: whoever
 * reads the reasons can redo the order by hand.
 *
 * Example: asked for criteria `a, b, c`, a lever on `b, c` (two links) comes before one on `a` (one link), and this
 * one before another on `b`.
 */
export function suggestLevers<One extends Suggested>(
  levers: readonly One[],
  { criteria, brakes = [] }: LeverNeeds,
): Suggestion<One>[] {
  const asked: LeverReason[] = [
    ...[...new Set(criteria)].map((id) => ({ kind: 'criterion' as const, id })),
    ...[...new Set(brakes)].map((id) => ({ kind: 'brake' as const, id })),
  ];
  return levers
    .map((lever) => ({ lever, reasons: asked.filter((reason) => answers(lever, reason)) }))
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted(
      (one, other) =>
        other.reasons.length - one.reasons.length ||
        firstPlace(asked, one) - firstPlace(asked, other) ||
        one.lever.title.localeCompare(other.lever.title, 'fr'),
    );
}

function answers(lever: Suggested, { kind, id }: LeverReason): boolean {
  return (kind === 'criterion' ? lever.criteria : lever.brakes).includes(id);
}

function firstPlace(asked: readonly LeverReason[], { reasons: [first] }: { reasons: LeverReason[] }): number {
  return first ? asked.indexOf(first) : asked.length;
}
