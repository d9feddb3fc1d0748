/** Three comparisons that contradict each other the most: i against j, j against k, i against k. */
export type Triad = {
  readonly criteria: readonly [number, number, number];
  /** What i against k would be, going through j. */
  readonly implied: number;
  /** What was said of i against k. */
  readonly stated: number;
};

export type PairwiseWeights = {
  /** One a criterion, adding up to 1. */
  readonly weights: readonly number[];
  readonly lambdaMax: number;
  /** Consistency index (λ − n)/(n − 1): 0 when no comparison contradicts another. */
  readonly consistencyIndex: number;
  /** Consistency ratio CI/RI; null when the table of random indices does not go as far. Above 0.10: think again. */
  readonly consistencyRatio: number | null;
  /** Null when no three comparisons contradict each other. */
  readonly worstTriad: Triad | null;
};

/** Saaty's mean consistency index of random matrices, by number of criteria from 0. */
export const RANDOM_INDEX: readonly number[] = [0, 0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];
/** A ratio above this is flagged with the worst triad; it never blocks. */
export const CONSISTENT_UP_TO = 0.1;
const [PRECISION, MOST_ROUNDS] = [1e-13, 100_000];
/** Contradictions smaller than this factor are rounding of what was typed (0.333 for 1/3). */
const ROUNDING = 1.01;

/**
 * Weights from pairwise comparisons (AHP): the principal right eigenvector of the matrix, by power iteration.
 *
 * Example: [[1, 3], [1/3, 1]] → weights 3/4 and 1/4, λ = 2, CI = 0. Three criteria said a = 2b, b = 2c, a = c: going
 * through b, a would be 4c; the worst triad is (a, b, c), implied 4, stated 1.
 *
 * Source: Saaty T. L. (2008) Decision making with the analytic hierarchy process, International Journal of Services
 * Sciences 1(1):83–98; random indices: Saaty T. L. (1980) The Analytic Hierarchy Process.
 *
 * @param matrix a_ij > 0: how many times criterion i is as important as j; a_ji = 1/a_ij, 1 on the diagonal
 * @param randomIndex mean consistency index of random matrices of n criteria, at index n
 * @throws RangeError when the matrix is not square or an entry is not above 0
 */
export function weightsOfComparisons(
  matrix: readonly (readonly number[])[],
  randomIndex: readonly (number | undefined)[] = RANDOM_INDEX,
): PairwiseWeights {
  const n = matrix.length;
  if (n === 0 || matrix.some((row) => row.length !== n)) throw new RangeError('comparisons make a square');
  if (!matrix.flat().every((entry) => entry > 0 && Number.isFinite(entry))) {
    throw new RangeError('a comparison is a number above 0');
  }
  const { weights, lambdaMax } = principalVector(matrix);
  const consistencyIndex = n < 3 ? 0 : Math.max(0, (lambdaMax - n) / (n - 1));
  const random = randomIndex[n];
  const ratio = random === undefined || random <= 0 ? null : consistencyIndex / random;
  return {
    weights,
    lambdaMax,
    consistencyIndex,
    consistencyRatio: n < 3 ? 0 : ratio,
    worstTriad: worstTriad(matrix),
  };
}

/** A matrix of numbers above 0 has one such vector, and power iteration reaches it from any start. */
function principalVector(matrix: readonly (readonly number[])[]): { weights: number[]; lambdaMax: number } {
  let weights = matrix.map(() => 1 / matrix.length);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const product = matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * (weights[j] ?? 0), 0));
    // The weights add up to 1, so the sum of the product is λ once they no longer move.
    const lambdaMax = product.reduce((sum, value) => sum + value, 0);
    const next = product.map((value) => value / lambdaMax);
    const moved = Math.max(...next.map((value, j) => Math.abs(value - (weights[j] ?? 0))));
    weights = next;
    if (moved < PRECISION) return { weights, lambdaMax };
  }
  throw new RangeError('the comparisons are too far apart to give weights');
}

function worstTriad(matrix: readonly (readonly number[])[]): Triad | null {
  let worst: Triad | null = null;
  let widest = Math.log(ROUNDING);
  for (const [i, row] of matrix.entries()) {
    for (let j = i + 1; j < matrix.length; j += 1) {
      for (let k = j + 1; k < matrix.length; k += 1) {
        const implied = (row[j] ?? 1) * (matrix[j]?.[k] ?? 1);
        const stated = row[k] ?? 1;
        const contradiction = Math.abs(Math.log(implied / stated));
        if (contradiction > widest) {
          widest = contradiction;
          worst = { criteria: [i, j, k], implied, stated };
        }
      }
    }
  }
  return worst;
}
