import { weightsOfPoints } from './weights.ts';

/** How the weights that several people gave one criterion lie. All in 0..1. */
export type WeightSummary = {
  readonly min: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly max: number;
};

export type GroupWeights = {
  readonly people: number;
  /** One a criterion. Medians need not add up to 1: they describe, they are not weights. */
  readonly summaries: readonly WeightSummary[];
  /** Mean of the people's weights, adding up to 1: for points and swings. */
  readonly mean: readonly number[];
  /** Geometric mean, brought back to 1: for ratio judgements (pairwise, best–worst). Null when somebody gave a 0. */
  readonly geometricMean: readonly number[] | null;
};

/**
 * The weights of a group, criterion by criterion: where the middle half of the people lie, and two ways of making one
 * vector of them. Never of people who are opposed: one result a college or an opinion group.
 *
 * Quantiles follow definition 2 of Hyndman & Fan (1996), as those of levels do (`distribution.ts`).
 *
 * Example: (.5, .5), (.7, .3), (.9, .1) → first criterion: median .7, quartiles .5 and .9, mean .7; geometric mean
 * ∛(.5·.7·.9) = .680 against ∛(.5·.3·.1) = .247, brought to 1: .734 and .266.
 *
 * Sources: mean of points: Nardo et al. (2008) OECD/JRC Handbook, doi:10.1787/9789264043466-en; geometric mean of ratio
 * judgements: Aczél J., Saaty T. L. (1983) Procedures for synthesizing ratio judgements, Journal of Mathematical
 * Psychology 27(1):93–102.
 *
 * @param vectors one a person, as many numbers as criteria, 0 or more, in any unit
 * @returns null when nobody gave weights
 * @throws RangeError when the vectors are not of one length, or one is no vector of weights
 */
export function weightsOfGroup(vectors: readonly (readonly number[])[]): GroupWeights | null {
  const people = vectors.map(weightsOfPoints);
  const [first] = people;
  if (!first) return null;
  if (people.some((weights) => weights.length !== first.length))
    throw new RangeError('vectors of unequal length');
  const byCriterion = first.map((_, j) => people.map((weights) => weights[j] ?? 0));
  const means = byCriterion.map((given) => given.reduce((sum, weight) => sum + weight, 0) / given.length);
  const middles = byCriterion.map((given) =>
    Math.exp(given.reduce((sum, weight) => sum + Math.log(weight), 0) / given.length),
  );
  return {
    people: people.length,
    summaries: byCriterion.map(summaryOfNumbers),
    mean: weightsOfPoints(means),
    geometricMean: middles.includes(0) ? null : weightsOfPoints(middles),
  };
}

/** Each group's weights, in the order in which the groups first appear. Small groups are the caller's to merge or hide. */
export function weightsByGroup(
  people: readonly { readonly group: string; readonly weights: readonly number[] }[],
): Map<string, GroupWeights> {
  const byGroup = Map.groupBy(people, ({ group }) => group);
  const entries = [...byGroup].flatMap(([group, members]) => {
    const weights = weightsOfGroup(members.map((member) => member.weights));
    return weights ? [[group, weights] as const] : [];
  });
  return new Map(entries);
}

function summaryOfNumbers(numbers: readonly number[]): WeightSummary {
  const sorted = numbers.toSorted((a, b) => a - b);
  return {
    min: quantile(sorted, 0),
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
    max: quantile(sorted, 1),
  };
}

/**
 * The quantile by definition 2 of Hyndman & Fan: the number of rank ⌈np⌉, or the middle of those of ranks np and np + 1
 * when np is whole. Example: quartile of 1, 2, 3, 4: np = 1, so (1 + 2)/2.
 *
 * @param sorted at least one number, in rising order
 * @param share p in 0..1
 */
export function quantile(sorted: readonly number[], share: number): number {
  const position = sorted.length * share;
  const ofRank = (rank: number) => sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? Number.NaN;
  return Number.isInteger(position)
    ? (ofRank(position) + ofRank(position + 1)) / 2
    : ofRank(Math.ceil(position));
}
