/** Beyond it, a figure of either test below would come up by chance in fewer than one case in ten (one side). */
export const significant = 1.2816;

/**
 * A share that few votes cannot carry to 0 or 1: as if one more person had voted in favour and one against
 * (Laplace's rule of succession).
 *
 * Example: 3 of 3 → 4/5; none of none → 1/2.
 */
export function cautiousShare(favourable: number, votes: number): number {
  return (favourable + 1) / (votes + 2);
}

/**
 * Whether more than half are in favour, in standard deviations, with one vote in favour added:
 * 2·√(n + 1)·((s + 1)/(n + 1) − ½).
 *
 * Example: 8 of 8: 2·3·(9/9 − ½) = 3.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 */
export function proportionTest(favourable: number, votes: number): number {
  return 2 * Math.sqrt(votes + 1) * ((favourable + 1) / (votes + 1) - 0.5);
}

interface Share {
  readonly favourable: number;
  readonly votes: number;
}

/**
 * Whether some are more in favour than others, in standard deviations: two shares compared with their pooled share,
 * one added to every count.
 *
 * Example: 3 of 3 beside 0 of 3: shares 4/4 and 1/4, pooled 5/8: ¾/√(⅝·⅜·(¼ + ¼)) = 2.19.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 *
 * @returns 0 where everybody is in favour
 */
export function twoProportionTest(some: Share, others: Share): number {
  const [here, there] = [some.votes + 1, others.votes + 1];
  const pooled = (some.favourable + others.favourable + 2) / (here + there);
  if (pooled === 1) return 0;
  const difference = (some.favourable + 1) / here - (others.favourable + 1) / there;
  return difference / Math.sqrt(pooled * (1 - pooled) * (1 / here + 1 / there));
}
