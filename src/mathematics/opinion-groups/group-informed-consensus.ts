import { cautiousShare } from './proportion-tests.ts';
import { countsOf, type VoteCounts } from './vote-counts.ts';

/** How far one way of voting on a statement is shared by all groups. */
export interface SharedByGroups {
  /** Product of the cautious shares of the groups: 0..1. It falls as groups are added. */
  readonly product: number;
  /** Its k-th root, k being the number of groups: the same whatever their number. */
  readonly root: number;
  /** The share of the group that votes so the least. */
  readonly least: number;
}

export interface GroupInformedConsensus {
  readonly statement: number;
  readonly agree: SharedByGroups;
  readonly disagree: SharedByGroups;
}

/**
 * For every statement, how far each group, and not only the largest, votes the same: Π_g (agrees_g + 1)/(votes_g + 2),
 * and the same of disagreement. A group of ten counts as much as one of a hundred.
 *
 * Example: 8 of 8 agree in one group, 2 of 8 in the other: 9/10·3/10 = .27; its square root .52; the least .3.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 *
 * @param groups what each group voted
 * @returns one per statement, in their order; nothing when there is no group
 */
export function groupInformedConsensus(groups: readonly VoteCounts[]): GroupInformedConsensus[] {
  const statements = groups[0]?.votes.length ?? 0;
  return Array.from({ length: statements }, (_, statement) => ({
    statement,
    agree: sharedBy(groups, statement, 'agrees'),
    disagree: sharedBy(groups, statement, 'disagrees'),
  }));
}

function sharedBy(
  groups: readonly VoteCounts[],
  statement: number,
  side: 'agrees' | 'disagrees',
): SharedByGroups {
  const shares = groups.map((group) => {
    const counts = countsOf(group, statement);
    return cautiousShare(counts[side], counts.votes);
  });
  const product = shares.reduce((sum, share) => sum * share, 1);
  return { product, root: product ** (1 / shares.length), least: Math.min(...shares) };
}
