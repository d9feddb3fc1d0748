/** Data of the profile chart. Shares run from 0 to 1; every text is written by the caller in the reader's language. */

/** What one criterion brings to a dimension's score: its weight times its value. */
export interface Contribution {
  label: string;
  share: number;
  text: string;
}

export interface ProfileDimension {
  id: string;
  label: string;
  href?: string;
  /** Renormalised score; null when too little was answered to give one. */
  score: number | null;
  /** The score in figures, or why there is none. */
  scoreText: string;
  /** The score if every unknown answer were the lowest, then the highest. */
  lower: number;
  upper: number;
  boundsText: string;
  /** Share of the weight that was answered. */
  coverage: number;
  coverageText: string;
  /** They add up to `lower`. */
  contributions: readonly Contribution[];
}

export interface Segment extends Contribution {
  /** In percent of the width. */
  x: number;
  width: number;
  rank: number;
}

/** Lays contributions end to end from 0; those of zero width are left out but keep their rank. */
export function segments(contributions: readonly Contribution[]): Segment[] {
  let sum = 0;
  const laid: Segment[] = [];
  contributions.forEach((contribution, index) => {
    const x = percent(sum);
    sum += contribution.share;
    const width = percent(sum) - x;
    if (width > 0) laid.push({ ...contribution, x, width: Math.round(width * 100) / 100, rank: index + 1 });
  });
  return laid;
}

/** A share as a percentage with two decimals, held between 0 and 100. */
export function percent(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100;
}
