import { distributionOf, valuesIn } from './distribution.ts';
import { type CollegeAnswers, spreadBetween } from './spread.ts';

export type ChanceOfSpread = {
  /** The widest distance between two colleges, 0..1: see `spreadBetween`. */
  readonly observed: number;
  /** What that distance would be on average if the same answers were dealt out to the colleges by chance. */
  readonly byChance: number;
  /** How often chance alone gives a distance as wide, above 0 and up to 1. */
  readonly p: number;
};

/**
 * How much of the distance between small colleges chance alone explains: a permutation test. The levels that were
 * chosen are dealt out anew to the colleges, each keeping its size, and the widest distance is taken again.
 *
 * p = (1 + number of deals at least as wide)/(1 + deals). It never is 0, and it holds for groups of any size. It uses
 * distributions alone, so it shows nothing that they do not. A large p says that the gap may come from who happened to
 * answer; a small one does not say why views differ.
 *
 * Example: 1, 1 against 5, 5: of the 6 ways to deal these four out, 2 give the distance 1 and 4 give 0; so by chance
 * 1/3 on average, and p ≈ 1/3: with two people a side, even opposite ends are no proof.
 *
 * Source: Good P. (2005) Permutation, Parametric and Bootstrap Tests of Hypotheses, 3rd edition, Springer, chapter 3;
 * the +1: Phipson B., Smyth G. K. (2010) Permutation p-values should never be zero, Statistical Applications in Genetics
 * and Molecular Biology 9(1):39.
 *
 * @param colleges each with its distribution on one same scale
 * @param random numbers in [0, 1)
 * @returns null when fewer than two colleges chose a level
 */
export function chanceOfSpread(
  colleges: readonly CollegeAnswers[],
  { deals, random }: { readonly deals: number; readonly random: () => number },
): ChanceOfSpread | null {
  const observed = spreadBetween(colleges)?.widest.distance;
  if (observed === undefined) return null;
  const pool = colleges.flatMap(({ distribution }) =>
    distribution.counts.flatMap((count, i) => new Array<number>(count).fill(i + 1)),
  );
  let [asWide, sum] = [0, 0];
  for (let deal = 0; deal < deals; deal += 1) {
    shuffle(pool, random);
    const distance = spreadBetween(dealtOut(colleges, pool))?.widest.distance ?? 0;
    sum += distance;
    if (distance >= observed - 1e-12) asWide += 1;
  }
  return { observed, byChance: deals > 0 ? sum / deals : observed, p: (1 + asWide) / (1 + deals) };
}

/** Fisher–Yates, in place. */
function shuffle(levels: number[], random: () => number): void {
  for (let i = levels.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [levels[i], levels[j]] = [levels[j] ?? 0, levels[i] ?? 0];
  }
}

function dealtOut(colleges: readonly CollegeAnswers[], pool: readonly number[]): CollegeAnswers[] {
  let from = 0;
  return colleges.map(({ id, distribution }) => {
    const until = from + valuesIn(distribution);
    const levels = pool.slice(from, until);
    from = until;
    return { id, distribution: distributionOf(levels, distribution.counts.length) };
  });
}
