import { requireSameScale, summaryOf, valuesIn, type Distribution } from './distribution.ts';

/** A college (or group of colleges) as shown, with how it answered one criterion. */
export type CollegeAnswers = { readonly id: string; readonly distribution: Distribution };

/** How far apart two colleges are on one criterion. */
export type Gap = {
  /** In the order in which the colleges were given. */
  readonly between: readonly [string, string];
  /** 0..1, see `distanceBetween`. */
  readonly distance: number;
  /** 0..1, the difference of the medians over the length of the scale. */
  readonly medianGap: number;
};

/** How far apart the colleges are on one criterion. */
export type Spread = {
  /** The two colleges whose distributions are farthest apart (equal distance: wider medians, then first given). */
  readonly widest: Gap;
  /** The two whose medians are farthest apart; often, not always, the same two. */
  readonly widestMedians: Gap;
};

/**
 * How far apart two groups' answers are, from 0 (same distribution) to 1 (everyone at one end, everyone at the other).
 *
 * In words: if one group's answers had to be moved along the scale until they look like the other's, by how much of
 * the scale would an answer move on average? Formally the earth mover's (Wasserstein-1) distance, which on an ordered
 * scale is the area between the cumulative shares F and G: Σ_{k<n} |F_k − G_k| / (n − 1).
 *
 * Why this measure: it uses the order of the levels (1 against 5 is more than 1 against 2), needs no large group or
 * assumption about the shape of answers, compares groups of different sizes, and sees what medians miss: a college
 * half at 1 and half at 5 against one wholly at 3 gives 0.5 with equal medians. It is a metric, and turning the scale
 * round changes nothing. "Does not apply", "I don't know" and silence are not levels: they are left out and stand in
 * the distribution. In small groups some distance comes from chance alone: an invitation to look, not a proof.
 *
 * Example on 5 levels: 4, 4, 5, 5 against 2, 3: F = 0 0 0 ½ and G = 0 ½ 1 1; |F − G| = 0 + ½ + 1 + ½ = 2; 2/4 = 0.5.
 *
 * Sources: Werman M., Peleg S., Rosenfeld A. (1985) A distance metric for multidimensional histograms, Computer
 * Vision, Graphics, and Image Processing 32(3):328–336 (the cumulative form); Rubner Y., Tomasi C., Guibas L. J.
 * (2000) The earth mover's distance as a metric for image retrieval, Int. J. of Computer Vision 40(2):99–121.
 *
 * @returns null when one of the groups chose no level
 * @throws RangeError when the scales differ
 */
export function distanceBetween(a: Distribution, b: Distribution): number | null {
  requireSameScale(a, b);
  const sharesOfA = cumulativeShares(a);
  const sharesOfB = cumulativeShares(b);
  if (!sharesOfA || !sharesOfB) return null;
  return (
    sharesOfA.reduce((sum, share, k) => sum + Math.abs(share - (sharesOfB[k] ?? 0)), 0) / sharesOfA.length
  );
}

/**
 * How divided a group is within itself, from 0 (everyone at the same level) to 1 (half at each end of the scale).
 *
 * In words: how far apart are two people of the group on average, 1 standing for a group split between both ends.
 * Formally Blair and Lacy's 1 − l² = 4·Σ_{k<n} F_k(1 − F_k)/(n − 1), with F the cumulative shares. It is read off the
 * same cumulative shares as `distanceBetween`, uses only the order of levels, and does not change when the scale is
 * turned round.
 *
 * Example on 5 levels: 2, 2, 4, 5: F = 0, ½, ½, ¾; F(1 − F) = 0 + ¼ + ¼ + 3/16 = 11/16; 4 × (11/16)/4 = 0.6875.
 *
 * Source: Blair J., Lacy M. G. (2000) Statistics of ordinal variation, Sociological Methods & Research 28(3):251–280;
 * the same quantity as the index of Berry K. J., Mielke P. W. (1992), Perceptual and Motor Skills 74:576–578.
 *
 * @returns null when nobody chose a level
 */
export function dispersionWithin(distribution: Distribution): number | null {
  const shares = cumulativeShares(distribution);
  if (!shares) return null;
  return (4 * shares.reduce((sum, share) => sum + share * (1 - share), 0)) / shares.length;
}

/**
 * Which two colleges differ most on one criterion, and by how much.
 *
 * Example on 5 levels: residents 4 4 5 5, elected 2 3, staff 3 3: the widest gap is residents–elected, distance 0.5,
 * medians 4.5 and 2.5, median gap 2/4 = 0.5.
 *
 * @param colleges each with its distribution on the same scale; those that chose no level are left out
 * @returns null when fewer than two colleges chose a level
 */
export function spreadBetween(colleges: readonly CollegeAnswers[]): Spread | null {
  const gaps = colleges.flatMap((first, i) =>
    colleges.slice(i + 1).flatMap((second) => gapBetween(first, second)),
  );
  const [firstGap] = gaps;
  if (!firstGap) return null;
  const widest = gaps.reduce((best, gap) => (compareGaps(gap, best) < 0 ? gap : best), firstGap);
  const widestMedians = gaps.reduce((best, gap) => (gap.medianGap > best.medianGap ? gap : best), firstGap);
  return { widest, widestMedians };
}

/**
 * Criteria in the order "where views differ first": by the widest distance between two colleges, then by the wider
 * medians, then in the order given; those that cannot be compared come last.
 */
export function mostDivergentFirst<Criterion extends { readonly colleges: readonly CollegeAnswers[] }>(
  criteria: readonly Criterion[],
): (Criterion & { readonly spread: Spread | null })[] {
  return criteria
    .map((criterion) => ({ ...criterion, spread: spreadBetween(criterion.colleges) }))
    .toSorted((a, b) => {
      if (a.spread && b.spread) return compareGaps(a.spread.widest, b.spread.widest);
      return Number(b.spread !== null) - Number(a.spread !== null);
    });
}

/** Empty when one of the two chose no level. */
function gapBetween(first: CollegeAnswers, second: CollegeAnswers): Gap[] {
  const distance = distanceBetween(first.distribution, second.distribution);
  const a = summaryOf(first.distribution);
  const b = summaryOf(second.distribution);
  if (distance === null || !a || !b) return [];
  const medianGap = Math.abs(a.median - b.median) / (first.distribution.counts.length - 1);
  return [{ between: [first.id, second.id], distance, medianGap }];
}

/** Negative when `a` is wider. Distances closer than floating noise are equal. */
function compareGaps(a: Gap, b: Gap): number {
  const difference = b.distance - a.distance;
  return Math.abs(difference) > 1e-12 ? difference : b.medianGap - a.medianGap;
}

/** Share of the values at level k or below, for k = 1..n − 1; null when there is no value. */
function cumulativeShares(distribution: Distribution): number[] | null {
  const values = valuesIn(distribution);
  if (values === 0) return null;
  let atOrBelow = 0;
  return distribution.counts.slice(0, -1).map((count) => {
    atOrBelow += count;
    return atOrBelow / values;
  });
}
