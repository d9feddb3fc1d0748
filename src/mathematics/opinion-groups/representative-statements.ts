import { cautiousShare, proportionTest, significant, twoProportionTest } from './proportion-tests.ts';
import { countsOf, type StatementCounts, type VoteCounts } from './vote-counts.ts';

export type Direction = 'agree' | 'disagree';

/** A statement that tells a group from the others. */
export interface RepresentativeStatement {
  readonly statement: number;
  /** Whether the group stands out by agreeing or by disagreeing. */
  readonly direction: Direction;
  /** Cautious share of the group that votes so. */
  readonly share: number;
  /** That share divided by the same of the others. */
  readonly ratio: number;
  /** Whether most of the group vote so, and more than elsewhere, in standard deviations. */
  readonly shareTest: number;
  readonly ratioTest: number;
}

const perGroup = 5;

/**
 * The statements that tell a group from the other groups, five at most. One is representative when significantly many
 * of the group vote so, and significantly more than elsewhere. The strongest come first (ratio × its test × share × its
 * test); the strongest agreement always has a place, and agreements stand before disagreements.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 *
 * @param group what the group voted
 * @param others what the members of all other groups voted
 * @param moderatedOut for each statement, 1 when it is not to be shown
 */
export function representativeStatements(
  group: VoteCounts,
  others: VoteCounts,
  moderatedOut: Uint8Array,
): RepresentativeStatement[] {
  const found: RepresentativeStatement[] = [];
  for (const [statement, out] of moderatedOut.entries()) {
    if (out === 1) continue;
    const [here, there] = [countsOf(group, statement), countsOf(others, statement)];
    const sides = [
      compare(statement, 'agree', { here, there }),
      compare(statement, 'disagree', { here, there }),
    ];
    const passing = sides.filter((side) => side.shareTest > significant && side.ratioTest > significant);
    const strongest = passing.toSorted((one, other) => other.ratioTest - one.ratioTest)[0];
    if (strongest) found.push(strongest);
  }
  const ranked = found.toSorted(
    (one, other) => strengthOf(other) - strengthOf(one) || one.statement - other.statement,
  );
  const bestAgree = ranked.find(({ direction }) => direction === 'agree');
  const rest = ranked.filter((one) => one !== bestAgree);
  const chosen = [...(bestAgree ? [bestAgree] : []), ...rest].slice(0, perGroup);
  return [
    ...chosen.filter(({ direction }) => direction === 'agree'),
    ...chosen.filter(({ direction }) => direction === 'disagree'),
  ];
}

function compare(
  statement: number,
  direction: Direction,
  { here, there }: { here: StatementCounts; there: StatementCounts },
): RepresentativeStatement {
  const votesSo = (counts: StatementCounts) => (direction === 'agree' ? counts.agrees : counts.disagrees);
  const share = cautiousShare(votesSo(here), here.votes);
  return {
    statement,
    direction,
    share,
    ratio: share / cautiousShare(votesSo(there), there.votes),
    shareTest: proportionTest(votesSo(here), here.votes),
    ratioTest: twoProportionTest(
      { favourable: votesSo(here), votes: here.votes },
      { favourable: votesSo(there), votes: there.votes },
    ),
  };
}

function strengthOf({ ratio, ratioTest, share, shareTest }: RepresentativeStatement): number {
  return ratio * ratioTest * share * shareTest;
}
