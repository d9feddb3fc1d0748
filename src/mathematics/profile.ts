import { placeOnScale } from './answer.ts';
import { answeredIn, askedIn, valuesIn, type Distribution } from './distribution.ts';

/** A criterion in the tree. `weight` ≥ 0, in any unit: only its ratio to its siblings' matters. */
export type WeightedCriterion = { readonly id: string; readonly weight: number };

/** A dimension and its criteria. `weight` ≥ 0, relative to the other dimensions. */
export type WeightedDimension = {
  readonly id: string;
  readonly weight: number;
  readonly criteria: readonly WeightedCriterion[];
};

/**
 * How many of the questions put were answered. A level, "does not apply" and "I don't know" are answers; silence is
 * not. Every question of every person counts one, whatever its weight. `share` is null when nothing was asked.
 */
export type Completion = { readonly answered: number; readonly asked: number; readonly share: number | null };

/** What is known of a criterion, a dimension or the whole; all but `completion` null when nothing applies. */
export type Estimate = {
  /** 0..1, weighted mean of the known levels; null when less than half of the applicable weight is known. */
  readonly score: number | null;
  /** 0..1, the score if everything unknown were at the lowest level. */
  readonly lower: number | null;
  /** 0..1, the score if everything unknown were at the highest level. */
  readonly upper: number | null;
  /** 0..1, share of the applicable weight that received a level. */
  readonly coverage: number | null;
  readonly completion: Completion;
};

type Part = {
  readonly id: string;
  /** 0..1, share of the whole once what does not apply is removed; 0 when it does not apply. */
  readonly weight: number;
  /** weight × lower: what the known levels bring to the whole. The contributions add up to the whole's `lower`. */
  readonly contribution: number;
};

export type CriterionProfile = Part & Estimate & { readonly distribution: Distribution | null };
export type DimensionProfile = Part & Estimate & { readonly criteria: readonly CriterionProfile[] };
export type Profile = Estimate & { readonly dimensions: readonly DimensionProfile[] };

/** Sum of weight × level place, and of weight, over what is known; both shares of the applicable weight. */
type Known = { readonly value: number; readonly coverage: number };

const LEAST_COVERAGE_FOR_A_SCORE = 0.5;
/** A coverage of exactly one half, reached by adding decimal weights, must not fail by floating noise. */
const TOLERANCE = 1e-12;

/**
 * The weighted profile of one person or one group through a two-level tree (dimension → criteria).
 *
 * Each level is placed at v = (x − 1)/(n − 1). A criterion's weight in the whole is the product down the tree. The
 * people to whom a criterion applies share its weight equally. With Σ over what received a level:
 *   coverage = Σ w,   lower = Σ w·v,   upper = lower + 1 − coverage,   score = lower/coverage.
 * "Does not apply" is removed and its weight goes to its siblings (a person's share to the other people, a
 * criterion's to the other criteria of its dimension, a dimension's to the other dimensions); "I don't know" and
 * "not answered" keep their weight and widen the bounds, never imputed. So the score always lies within the bounds,
 * and the bounds' width is exactly what is not known.
 *
 * Example (one person, weights .4 .3 .2 .1, answers 5, none, 3, 1 of 5): v = 1, ?, ½, 0; coverage = .4 + .2 + .1 = .7;
 * lower = .4·1 + .2·½ + .1·0 = .5; upper = .5 + .3 = .8; score = .5/.7 = .714…; completion 3 of 4.
 *
 * Source: definition of this project for missing answers; weights down a tree and additive aggregation: Nardo et
 * al. (2008) Handbook on Constructing Composite Indicators, OECD/JRC, doi:10.1787/9789264043466-en.
 *
 * @param dimensions the tree; criterion ids are unique in it
 * @param distributions the group's answers by criterion id (one person: a distribution of one). A criterion that is
 *   absent or null is not shown: wholly unknown here, and left out of completion.
 * @throws RangeError when a weight is negative or not finite
 */
export function profileOf(
  dimensions: readonly WeightedDimension[],
  distributions: Readonly<Record<string, Distribution | null>>,
): Profile {
  const parts = dimensions.map((dimension) => {
    const criteria = dimension.criteria.map((criterion) => {
      const distribution = distributions[criterion.id] ?? null;
      return { ...criterion, distribution, known: knownOfCriterion(distribution) };
    });
    return { ...dimension, criteria, known: knownOfParts(criteria) };
  });

  const shareOfDimension = shares(parts);
  const profiles = parts.map((dimension, d) => {
    const weight = shareOfDimension[d] ?? 0;
    const shareOfCriterion = shares(dimension.criteria);
    const criteria = dimension.criteria.map((criterion, c) => ({
      ...part(criterion, weight * (shareOfCriterion[c] ?? 0)),
      ...estimate(criterion.known, completionOf([criterion.distribution])),
      distribution: criterion.distribution,
    }));
    return {
      ...part(dimension, weight),
      ...estimate(dimension.known, completionOf(criteria.map((criterion) => criterion.distribution))),
      criteria,
    };
  });

  const all = profiles.flatMap((dimension) => dimension.criteria.map((criterion) => criterion.distribution));
  return { ...estimate(knownOfParts(parts), completionOf(all)), dimensions: profiles };
}

/** Null when everybody said that the criterion does not apply. */
function knownOfCriterion(distribution: Distribution | null): Known | null {
  if (!distribution || askedIn(distribution) === 0) return { value: 0, coverage: 0 };
  const applicable = askedIn(distribution) - distribution.notApplicable;
  if (applicable === 0) return null;
  const levels = distribution.counts.length;
  const sum = distribution.counts.reduce((total, count, i) => total + count * placeOnScale(i + 1, levels), 0);
  return { value: sum / applicable, coverage: valuesIn(distribution) / applicable };
}

/** Null when nothing that carries weight applies. */
function knownOfParts(parts: readonly { weight: number; known: Known | null }[]): Known | null {
  const share = shares(parts);
  if (share.every((weight) => weight === 0)) return null;
  const weighted = (read: (known: Known) => number) =>
    parts.reduce((sum, { known }, i) => sum + (share[i] ?? 0) * (known ? read(known) : 0), 0);
  return { value: weighted((known) => known.value), coverage: weighted((known) => known.coverage) };
}

/** Each part's share of the weight of the parts that apply: adds up to 1, or all 0 when none applies. */
function shares(parts: readonly { weight: number; known: Known | null }[]): number[] {
  for (const { weight } of parts) {
    if (!Number.isFinite(weight) || weight < 0) throw new RangeError(`a weight is 0 or more: ${weight}`);
  }
  const total = parts.reduce((sum, { weight, known }) => sum + (known ? weight : 0), 0);
  return parts.map(({ weight, known }) => (known && total > 0 ? weight / total : 0));
}

function part({ id, known }: { id: string; known: Known | null }, weight: number): Part {
  return { id, weight, contribution: weight * (known?.value ?? 0) };
}

function estimate(known: Known | null, completion: Completion): Estimate {
  if (!known) return { score: null, lower: null, upper: null, coverage: null, completion };
  const { value, coverage } = known;
  const enough = coverage >= LEAST_COVERAGE_FOR_A_SCORE - TOLERANCE;
  return {
    score: enough ? value / coverage : null,
    lower: value,
    upper: value + 1 - coverage,
    coverage,
    completion,
  };
}

function completionOf(distributions: readonly (Distribution | null)[]): Completion {
  const shown = distributions.filter((distribution) => distribution !== null);
  const answered = shown.reduce((sum, distribution) => sum + answeredIn(distribution), 0);
  const asked = shown.reduce((sum, distribution) => sum + askedIn(distribution), 0);
  return { answered, asked, share: asked === 0 ? null : answered / asked };
}
