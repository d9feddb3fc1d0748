import { seededRandom } from '../seeded-random.ts';
import type { VoteMatrix } from './vote-matrix.ts';

/** The two directions, among all the ways to vote, along which participants differ most. */
export interface PrincipalPlane {
  /** Mean vote per statement, over those who voted on it; 0 where nobody did, and for statements moderated out. */
  readonly means: Float64Array;
  /** For each vote, how far it is from the mean of its statement; 0 on statements moderated out. */
  readonly centred: Float64Array;
  /** Two directions of length 1 at right angles, a number per statement; all zeroes where there is no variation left. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Movement of a direction, in one round, below which it has settled. */
const settled = 1e-6;
const roundsAtMost = 100;

/**
 * Principal components of the votes, the votes not given being taken for the mean of their statement. Centred, those
 * are zeroes: only the votes given are ever touched. Statements moderated out are zeroes for everyone.
 *
 * Power iteration on two directions at once: multiplied by the covariance XᵀX, made perpendicular (Gram–Schmidt) and
 * turned within their plane so that the first has the greatest spread (Rayleigh–Ritz: without it, two spreads almost
 * alike take hundreds of rounds to tell apart), until they settle. The sign, which is arbitrary, is such that the
 * largest coordinate is positive.
 *
 * Example: two statements, votes (1, −1), (−1, 1), (1, −1), (−1, 1): means 0, first direction (1, −1)/√2; nothing
 * varies beside it, so the second is zero.
 *
 * Source: Small et al. (2021), Polis: scaling deliberation by mapping high dimensional opinion spaces, RECERCA 26(2);
 * Golub & Van Loan, Matrix Computations, § 8.2 (orthogonal iteration with Ritz acceleration).
 */
export function principalPlane(matrix: VoteMatrix): PrincipalPlane {
  const means = meanVotes(matrix);
  const centred = centredVotes(matrix, means);
  const random = seededRandom(1);
  const chance = () => Float64Array.from({ length: matrix.statements }, () => random() - 0.5);
  let plane: Directions = { first: chance(), second: chance() };
  for (let round = 0; round < roundsAtMost; round += 1) {
    const next = towardsGreatestSpread(matrix, centred, plane);
    const moved = Math.max(distance(plane.first, next.first), distance(plane.second, next.second));
    plane = next;
    if (moved < settled) break;
  }
  return { means, centred, first: largestPositive(plane.first), second: largestPositive(plane.second) };
}

/**
 * The plane that some participants would have made, each counting as often as drawn: `rounds` from the plane of all,
 * whose means are kept.
 */
export function planeOfDrawn(
  matrix: VoteMatrix,
  { plane, counts, rounds }: { plane: PrincipalPlane; counts: Uint32Array; rounds: number },
): PrincipalPlane {
  let { first, second } = plane;
  for (let round = 0; round < rounds; round += 1) {
    ({ first, second } = towardsGreatestSpread(matrix, plane.centred, { first, second, counts }));
  }
  return { ...plane, first, second };
}

function meanVotes({ statements, statement, vote, moderatedOut }: VoteMatrix): Float64Array {
  const sums = new Float64Array(statements);
  const voters = new Float64Array(statements);
  for (let i = 0; i < vote.length; i += 1) {
    const s = statement[i] ?? 0;
    sums[s] = (sums[s] ?? 0) + (vote[i] ?? 0);
    voters[s] = (voters[s] ?? 0) + 1;
  }
  return sums.map((sum, s) => (moderatedOut[s] === 1 ? 0 : sum / Math.max(1, voters[s] ?? 0)));
}

function centredVotes({ statement, vote, moderatedOut }: VoteMatrix, means: Float64Array): Float64Array {
  const centred = new Float64Array(vote.length);
  for (let i = 0; i < vote.length; i += 1) {
    const s = statement[i] ?? 0;
    centred[i] = moderatedOut[s] === 1 ? 0 : (vote[i] ?? 0) - (means[s] ?? 0);
  }
  return centred;
}

interface Directions {
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** How many times each participant counts; once when absent. */
  readonly counts?: Uint32Array;
}

function towardsGreatestSpread(
  matrix: VoteMatrix,
  centred: Float64Array,
  directions: Directions,
): Directions {
  const product = timesCovariance(matrix, centred, directions);
  const { first, second } = turned(directions, product);
  normalise(first);
  removeDirection(second, first);
  normalise(second);
  return { first, second };
}

/** Av and Aw turned by the angle at which v and w are the axes of the ellipse that A makes of their plane. */
function turned({ first, second }: Directions, product: Directions): Directions {
  const [along, both, across] = [
    dot(first, product.first),
    dot(first, product.second),
    dot(second, product.second),
  ];
  const angle = Math.atan2(2 * both, along - across) / 2;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return {
    first: product.first.map((value, i) => cosine * value + sine * (product.second[i] ?? 0)),
    second: product.second.map((value, i) => cosine * value - sine * (product.first[i] ?? 0)),
  };
}

/** XᵀXv for both directions, X being the centred votes, in one passage over them. */
function timesCovariance(
  { participants, start, statement }: VoteMatrix,
  centred: Float64Array,
  { first, second, counts }: Directions,
): Directions {
  const nextFirst = new Float64Array(first.length);
  const nextSecond = new Float64Array(first.length);
  for (let p = 0; p < participants; p += 1) {
    const times = counts ? (counts[p] ?? 0) : 1;
    if (times === 0) continue;
    const [from, to] = [start[p] ?? 0, start[p + 1] ?? 0];
    let along = 0;
    let across = 0;
    for (let i = from; i < to; i += 1) {
      const s = statement[i] ?? 0;
      const value = centred[i] ?? 0;
      along += value * (first[s] ?? 0);
      across += value * (second[s] ?? 0);
    }
    along *= times;
    across *= times;
    for (let i = from; i < to; i += 1) {
      const s = statement[i] ?? 0;
      const value = centred[i] ?? 0;
      nextFirst[s] = (nextFirst[s] ?? 0) + value * along;
      nextSecond[s] = (nextSecond[s] ?? 0) + value * across;
    }
  }
  return { first: nextFirst, second: nextSecond };
}

function removeDirection(vector: Float64Array, direction: Float64Array): void {
  const before = lengthOf(vector);
  const along = dot(vector, direction);
  for (const [i, value] of vector.entries()) vector[i] = value - along * (direction[i] ?? 0);
  // What rounding leaves of a vector that lay along the direction is no direction.
  if (lengthOf(vector) < 1e-9 * before) vector.fill(0);
}

function normalise(vector: Float64Array): void {
  const length = lengthOf(vector);
  if (length > 0) for (const [i, value] of vector.entries()) vector[i] = value / length;
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function distance(one: Float64Array, other: Float64Array): number {
  return Math.sqrt(one.reduce((sum, value, i) => sum + (value - (other[i] ?? 0)) ** 2, 0));
}

function largestPositive(vector: Float64Array): Float64Array {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? vector.map((value) => 0 - value) : vector;
}
