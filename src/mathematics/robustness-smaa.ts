import { NOISE } from './decision-matrix.ts';
import { winsCounter } from './robustness-wins.ts';
import type { WeightModel } from './robustness-weight-models.ts';

export type SmaaProblem = {
  /** Alternatives × criteria, comparable values, more is better; null: "I don't know". */
  readonly values: readonly (readonly (number | null)[])[];
  /** Levels of each criterion's scale, 2 or more: an unknown value is drawn among their places 0..1, all as likely. */
  readonly levels?: readonly number[];
};

export type SmaaDraws = {
  readonly draws: number;
  readonly weights: WeightModel;
  /** Numbers in [0, 1), for unknown values. */
  readonly random: () => number;
};

/** What a run counted; several runs can be added up, so that they can be made at the same time. */
export type SmaaCounts = {
  readonly alternatives: number;
  readonly criteria: number;
  readonly draws: number;
  /** Draws in which alternative i (row) had rank r (column), from 0. */
  readonly ranks: Uint32Array;
  /** Draws in which alternative i (row) had more than j (column). */
  readonly wins: Uint32Array;
  /** Sum of the weights that put alternative i (row) first, by criterion. */
  readonly firstWeights: Float64Array;
};

export type Smaa = {
  readonly draws: number;
  /** Share of the draws in which each alternative (row) had each rank (column), from the first. */
  readonly rankAcceptability: readonly (readonly number[])[];
  /** Mean of the weights that put the alternative first: who favours it weighs so. Null if it never was first. */
  readonly centralWeights: readonly (readonly number[] | null)[];
  /** Share of the draws in which the row had more than the column; equals win neither way. */
  readonly pairwiseWinning: readonly (readonly number[])[];
};

/**
 * Which ranks each alternative gets when weights (and what nobody knows) are drawn again and again: SMAA-2 on the
 * weighted sum. Rank = 1 + number of alternatives with strictly more.
 *
 * Example: (1, .2), (.7, .7), (.1, 1), (.5, .5) under any weights: with weight t on the first criterion, the first
 * alternative leads where .2 + .8t > .7, from t = .625 on: first in 3/8 of the draws.
 *
 * With N draws a share p is right to ±1.96·√(p(1 − p)/N): ±0.01 at 10⁴.
 *
 * Source: Lahdelma R., Salminen P. (2001) SMAA-2: stochastic multicriteria acceptability analysis for group decision
 * making, Operations Research 49(3):444–454; Tervonen T., Lahdelma R. (2007) Implementing stochastic multicriteria
 * acceptability analysis, European Journal of Operational Research 178(2):500–513.
 *
 * @throws RangeError when figures are missing, or there is a "don't know" without the levels of its scale
 */
export function smaa(problem: SmaaProblem, draws: SmaaDraws): Smaa {
  return smaaOf(countRanks(problem, draws));
}

/** The draws of `smaa`, counted. No memory is taken within the loop over draws. */
export function countRanks(problem: SmaaProblem, { draws, weights, random }: SmaaDraws): SmaaCounts {
  const { values, unknown, alternatives, criteria } = flattened(problem);
  const ranks = new Uint32Array(alternatives * alternatives);
  const firstWeights = new Float64Array(alternatives * criteria);
  const drawn = new Float64Array(criteria);
  const scores = new Float64Array(alternatives);
  const order = new Int32Array(alternatives);
  const rankOf = new Int32Array(alternatives);
  const sort = sorter(scores, order);
  const wins = winsCounter(alternatives);
  for (let draw = 0; draw < draws; draw += 1) {
    weights(drawn);
    for (const { cell, levels } of unknown) values[cell] = Math.floor(random() * levels) / (levels - 1);
    score(values, drawn, scores);
    sort();
    readRanks(scores, order, rankOf);
    wins.add(rankOf);
    for (let i = 0; i < alternatives; i += 1) {
      const cell = i * alternatives + (rankOf[i] ?? 0);
      ranks[cell] = (ranks[cell] ?? 0) + 1;
    }
    for (let place = 0; place < alternatives && rankOf[order[place] ?? 0] === 0; place += 1) {
      addTo(firstWeights, (order[place] ?? 0) * criteria, drawn);
    }
  }
  return { alternatives, criteria, draws, ranks, wins: wins.counted(), firstWeights };
}

/** @throws RangeError when there is none, or they are of different problems */
export function sumOfCounts([first, ...others]: readonly SmaaCounts[]): SmaaCounts {
  if (!first) throw new RangeError('no counts');
  const sum = {
    ...first,
    ranks: first.ranks.slice(),
    wins: first.wins.slice(),
    firstWeights: first.firstWeights.slice(),
  };
  for (const part of others) {
    if (part.alternatives !== first.alternatives || part.criteria !== first.criteria) {
      throw new RangeError('counts of different problems');
    }
    sum.draws += part.draws;
    for (const [i, count] of part.ranks.entries()) sum.ranks[i] = (sum.ranks[i] ?? 0) + count;
    for (const [i, count] of part.wins.entries()) sum.wins[i] = (sum.wins[i] ?? 0) + count;
    for (const [i, weight] of part.firstWeights.entries()) {
      sum.firstWeights[i] = (sum.firstWeights[i] ?? 0) + weight;
    }
  }
  return sum;
}

/** Shares of the draws; all 0 when none was made. */
export function smaaOf({ alternatives, criteria, draws, ranks, wins, firstWeights }: SmaaCounts): Smaa {
  const rows = (table: Uint32Array) =>
    Array.from({ length: alternatives }, (_, i) =>
      Array.from(
        table.subarray(i * alternatives, (i + 1) * alternatives),
        (count) => count / Math.max(1, draws),
      ),
    );
  return {
    draws,
    rankAcceptability: rows(ranks),
    centralWeights: Array.from({ length: alternatives }, (_, i) => {
      const timesFirst = ranks[i * alternatives] ?? 0;
      if (timesFirst === 0) return null;
      return Array.from(firstWeights.subarray(i * criteria, (i + 1) * criteria), (sum) => sum / timesFirst);
    }),
    pairwiseWinning: rows(wins),
  };
}

type Flattened = {
  readonly values: Float64Array;
  readonly unknown: readonly { readonly cell: number; readonly levels: number }[];
  readonly alternatives: number;
  readonly criteria: number;
};

function flattened({ values: rows, levels = [] }: SmaaProblem): Flattened {
  const criteria = rows[0]?.length ?? 0;
  if (criteria === 0) throw new RangeError('no alternative, or no criterion');
  const values = new Float64Array(rows.length * criteria);
  const unknown: { cell: number; levels: number }[] = [];
  for (const [i, row] of rows.entries()) {
    if (row.length !== criteria) throw new RangeError(`${row.length} figures for ${criteria} criteria`);
    for (const [j, value] of row.entries()) {
      const cell = i * criteria + j;
      const onScale = levels[j] ?? 0;
      if (value !== null && !Number.isFinite(value)) throw new RangeError('a figure is a finite number');
      if (value === null && onScale < 2)
        throw new RangeError(`criterion ${j} needs a scale: a value is unknown`);
      if (value === null) unknown.push({ cell, levels: onScale });
      else values[cell] = value;
    }
  }
  return { values, unknown, alternatives: rows.length, criteria };
}

/** Weighted sums, four alternatives at a time: their additions do not wait for each other. */
function score(values: Float64Array, weights: Float64Array, scores: Float64Array): void {
  const criteria = weights.length;
  let i = 0;
  for (; i + 3 < scores.length; i += 4) {
    const [a, b, c, d] = [i * criteria, (i + 1) * criteria, (i + 2) * criteria, (i + 3) * criteria];
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let j = 0; j < criteria; j += 1) {
      const weight = weights[j] ?? 0;
      sumA += (values[a + j] ?? 0) * weight;
      sumB += (values[b + j] ?? 0) * weight;
      sumC += (values[c + j] ?? 0) * weight;
      sumD += (values[d + j] ?? 0) * weight;
    }
    scores[i] = sumA;
    scores[i + 1] = sumB;
    scores[i + 2] = sumC;
    scores[i + 3] = sumD;
  }
  for (; i < scores.length; i += 1) {
    let sum = 0;
    for (let j = 0; j < criteria; j += 1) sum += (values[i * criteria + j] ?? 0) * (weights[j] ?? 0);
    scores[i] = sum;
  }
}

const BUCKETS = 256;

/** Makes the function that puts `order` in falling order of `scores`: dealt into buckets, then sorted by insertion. */
function sorter(scores: Float64Array, order: Int32Array): () => void {
  const starts = new Int32Array(BUCKETS + 1);
  const bucketOf = new Uint8Array(scores.length);
  return () => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < scores.length; i += 1) {
      low = Math.min(low, scores[i] ?? 0);
      high = Math.max(high, scores[i] ?? 0);
    }
    const perUnit = high > low ? (BUCKETS - 1) / (high - low) : 0;
    starts.fill(0);
    for (let i = 0; i < scores.length; i += 1) {
      const bucket = Math.floor((high - (scores[i] ?? 0)) * perUnit);
      bucketOf[i] = bucket;
      starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
    }
    for (let b = 0; b < BUCKETS; b += 1) starts[b + 1] = (starts[b + 1] ?? 0) + (starts[b] ?? 0);
    for (let i = 0; i < scores.length; i += 1) {
      const bucket = bucketOf[i] ?? 0;
      const place = starts[bucket] ?? 0;
      starts[bucket] = place + 1;
      order[place] = i;
    }
    insertionSort(scores, order);
  };
}

function insertionSort(scores: Float64Array, order: Int32Array): void {
  for (let place = 1; place < order.length; place += 1) {
    const moving = order[place] ?? 0;
    const moved = scores[moving] ?? 0;
    let gap = place;
    while (gap > 0 && (scores[order[gap - 1] ?? 0] ?? 0) < moved) {
      order[gap] = order[gap - 1] ?? 0;
      gap -= 1;
    }
    order[gap] = moving;
  }
}

/** Ranks from 0. Equals (but for floating noise) share the rank of the first of them. */
function readRanks(scores: Float64Array, order: Int32Array, rankOf: Int32Array): void {
  let [rank, leading] = [0, scores[order[0] ?? 0] ?? 0];
  for (let place = 0; place < order.length; place += 1) {
    const alternative = order[place] ?? 0;
    const own = scores[alternative] ?? 0;
    if (leading - own > NOISE) [rank, leading] = [place, own];
    rankOf[alternative] = rank;
  }
}

function addTo(sums: Float64Array, from: number, amounts: Float64Array): void {
  for (let j = 0; j < amounts.length; j += 1) sums[from + j] = (sums[from + j] ?? 0) + (amounts[j] ?? 0);
}
