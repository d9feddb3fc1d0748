/** How the places of a ranking become weights. */
export type RankRule = 'roc' | 'rank-sum';

/**
 * Weights of the places of a ranking of `count` criteria, from the most to the least important.
 *
 * Rank order centroid: w_i = (1/n)·Σ_{k=i..n} 1/k, the mean of all weights that respect the ranking, for who knows
 * nothing but the ranking. Rank sum: w_i = 2(n + 1 − i)/(n(n + 1)), flatter.
 *
 * Example, n = 3: centroid (1 + ½ + ⅓)/3 = .611, (½ + ⅓)/3 = .278, (⅓)/3 = .111; rank sum 3/6, 2/6, 1/6.
 *
 * Sources: Edwards W., Barron F. H. (1994) SMARTS and SMARTER, Organizational Behavior and Human Decision Processes
 * 60:306–325; Barron F. H., Barrett B. E. (1996) Decision quality using ranked attribute weights, Management Science
 * 42(11):1515–1523.
 *
 * @param count 1 or more, whole
 * @returns `count` weights that add up to 1
 */
export function weightsOfPlaces(count: number, rule: RankRule): number[] {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`no ranking of ${count} criteria`);
  const places = Array.from({ length: count }, (_, i) => i + 1);
  if (rule === 'rank-sum') return places.map((place) => (2 * (count + 1 - place)) / (count * (count + 1)));
  let sum = 0;
  const centroids = places.toReversed().map((place) => {
    sum += 1 / place;
    return sum / count;
  });
  return centroids.toReversed();
}

/**
 * Weights of criteria that one person ranked; equals share the mean of the places that they take together.
 *
 * Example (rank sum): ranks 1, 2, 2 take the places 1, 2, 3 → 3/6 and (2/6 + 1/6)/2 = 1/4 each.
 *
 * @param ranks one number a criterion, the smallest being the most important; gaps do not matter
 * @returns weights in the order of `ranks`, adding up to 1
 */
export function weightsOfRanking(ranks: readonly number[], rule: RankRule): number[] {
  if (!ranks.every(Number.isFinite)) throw new RangeError('a rank is a number');
  const places = weightsOfPlaces(ranks.length, rule);
  return ranks.map((rank) => {
    const before = ranks.filter((other) => other < rank).length;
    const equals = ranks.filter((other) => other === rank).length;
    return places.slice(before, before + equals).reduce((sum, weight) => sum + weight, 0) / equals;
  });
}
