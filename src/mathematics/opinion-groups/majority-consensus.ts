import { cautiousShare, proportionTest, significant } from './proportion-tests.ts';
import { countsOf, type VoteCounts } from './vote-counts.ts';

export interface MajorityConsensus {
  /** Statements that most people agree with, the clearest first. */
  readonly agree: readonly number[];
  readonly disagree: readonly number[];
}

const perSide = 5;

/**
 * What most people agree with, or disagree with, whatever their group: significantly more than half. The five with the
 * greatest share × test on each side. It says little of those in the minority: `groupInformedConsensus` does.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 *
 * @param everyone what all participants voted, those in no group included
 * @param moderatedOut for each statement, 1 when it is not to be shown
 */
export function majorityConsensus(everyone: VoteCounts, moderatedOut: Uint8Array): MajorityConsensus {
  const shown = [...moderatedOut.keys()].filter((statement) => moderatedOut[statement] === 0);
  function clearest(side: 'agrees' | 'disagrees'): number[] {
    const found = shown.flatMap((statement) => {
      const counts = countsOf(everyone, statement);
      const share = cautiousShare(counts[side], counts.votes);
      const test = proportionTest(counts[side], counts.votes);
      return share > 0.5 && test > significant ? [{ statement, strength: share * test }] : [];
    });
    const ranked = found.toSorted((a, b) => b.strength - a.strength || a.statement - b.statement);
    return ranked.slice(0, perSide).map(({ statement }) => statement);
  }
  return { agree: clearest('agrees'), disagree: clearest('disagrees') };
}
