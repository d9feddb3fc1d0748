/** The middle of some numbers, and where the middle half of them stands. */
export type NumberSummary = {
  readonly count: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
};

/**
 * Median and quartiles of numbers, by linear interpolation between those in order.
 *
 * Definition 7 of Hyndman R. J., Fan Y. (1996) Sample quantiles in statistical packages, The American Statistician
 * 50(4):361–365, doi:10.1080/00031305.1996.10473566: the quantile p of n numbers in order, counted from 0, stands at
 * h = (n − 1)p, and is x⌊h⌋ + (h − ⌊h⌋)(x⌊h⌋+1 − x⌊h⌋).
 *
 * Example: 1, 2, 4, 8 → h = 0.75, 1.5, 2.25 → 1.75, 3, 5.
 *
 * @throws RangeError without any number, or with one that is not finite
 */
export function summaryOfNumbers(numbers: readonly number[]): NumberSummary {
  if (numbers.length === 0 || !numbers.every(Number.isFinite)) throw new RangeError('numbers are needed');
  const inOrder = numbers.toSorted((a, b) => a - b);
  const quantile = (share: number) => {
    const place = (inOrder.length - 1) * share;
    const [below = 0, above = below] = inOrder.slice(Math.floor(place), Math.floor(place) + 2);
    return below + (place - Math.floor(place)) * (above - below);
  };
  return {
    count: inOrder.length,
    lowerQuartile: quantile(0.25),
    median: quantile(0.5),
    upperQuartile: quantile(0.75),
  };
}
