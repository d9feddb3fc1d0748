import { pointsAt, type Points } from './project-participants.ts';

/** Points put into clusters, each with the nearest centre. */
export interface Clustering {
  /** For each point, the index of its cluster. */
  readonly clusterOf: Int32Array;
  readonly centres: Points;
  /** Sum of the squared distances to the centres, each as often as its point counts. */
  readonly inertia: number;
}

interface Rounds {
  readonly start: Points;
  /** How much each point counts. */
  readonly weights: Float64Array;
  readonly roundsAtMost: number;
  /** Stops when every centre moves by no more than this; when none moves if absent. */
  readonly stillBelow?: number;
}

/**
 * Lloyd's algorithm: each point joins its nearest centre (the first of two as near), each centre goes to the weighted
 * mean of its points; a centre without points stays where it is.
 *
 * Example: points 0, 1, 10, 11 on a line, centres starting at 0 and 1: {0}, {1, 10, 11} with centres 0, 7.33; then
 * {0, 1}, {10, 11} with centres 0.5, 10.5, which stay.
 *
 * Source: Lloyd S. P. (1982), Least squares quantization in PCM, doi:10.1109/TIT.1982.1056489.
 */
export function kMeans(points: Points, { start, weights, roundsAtMost, stillBelow = 0 }: Rounds): Clustering {
  let centres = start;
  for (let round = 0; round < roundsAtMost; round += 1) {
    const { means } = assign(points, centres, weights);
    const moved = furthestMove(centres, means);
    centres = means;
    if (moved <= stillBelow) break;
  }
  const { clusterOf, inertia } = assign(points, centres, weights);
  return { clusterOf, inertia, centres };
}

/** Puts each point with its nearest centre, and gives the weighted mean of the points of each. */
function assign({ x, y }: Points, centres: Points, weights: Float64Array) {
  const { x: centreX, y: centreY } = centres;
  const k = centreX.length;
  const clusterOf = new Int32Array(x.length);
  const [sumX, sumY, total] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)];
  let inertia = 0;
  for (let i = 0; i < x.length; i += 1) {
    const [px, py, weight] = [x[i] ?? 0, y[i] ?? 0, weights[i] ?? 0];
    let nearest = 0;
    let least = Infinity;
    for (let c = 0; c < k; c += 1) {
      const dx = px - (centreX[c] ?? 0);
      const dy = py - (centreY[c] ?? 0);
      const distance = dx * dx + dy * dy;
      if (distance < least) {
        least = distance;
        nearest = c;
      }
    }
    clusterOf[i] = nearest;
    inertia += least * weight;
    sumX[nearest] = (sumX[nearest] ?? 0) + weight * px;
    sumY[nearest] = (sumY[nearest] ?? 0) + weight * py;
    total[nearest] = (total[nearest] ?? 0) + weight;
  }
  const mean = (sums: Float64Array, before: Float64Array) =>
    sums.map((sum, c) => ((total[c] ?? 0) > 0 ? sum / (total[c] ?? 1) : (before[c] ?? 0)));
  return { clusterOf, inertia, means: { x: mean(sumX, centreX), y: mean(sumY, centreY) } };
}

function furthestMove(before: Points, after: Points): number {
  return before.x.reduce((furthest, x, c) => {
    const moved = Math.hypot((after.x[c] ?? 0) - x, (after.y[c] ?? 0) - (before.y[c] ?? 0));
    return Math.max(furthest, moved);
  }, 0);
}

interface Restarts {
  readonly k: number;
  readonly restarts: number;
  readonly random: () => number;
  readonly weights: Float64Array;
}

/** After so many rounds it shows which start is the best; only that one is followed to its end. */
const roundsToCompare = 8;
const roundsToTheEnd = 100;

/**
 * k-means++: several starts whose centres are points drawn one after the other, each with a chance proportional to its
 * squared distance from those already drawn; the clustering with the least inertia is kept, the first of equals.
 *
 * Source: Arthur D., Vassilvitskii S. (2007), k-means++: the advantages of careful seeding, SODA.
 *
 * @param restarts.k at least 1, at most the number of different points that count
 */
export function bestKMeans(points: Points, { k, restarts, random, weights }: Restarts): Clustering {
  let best: Clustering | undefined;
  for (let restart = 0; restart < restarts; restart += 1) {
    const start = drawCentres(points, { k, random, weights });
    const found = kMeans(points, { start, weights, roundsAtMost: roundsToCompare });
    if (!best || found.inertia < best.inertia) best = found;
  }
  const start = best?.centres ?? pointsAt(points, [0]);
  return kMeans(points, { start, weights, roundsAtMost: roundsToTheEnd });
}

function drawCentres(
  points: Points,
  { k, random, weights }: { k: number; random: () => number; weights: Float64Array },
): Points {
  const { x, y } = points;
  const drawn = [drawProportionally(weights, random)];
  const squared = new Float64Array(x.length).fill(Infinity);
  const chances = new Float64Array(x.length);
  while (drawn.length < k) {
    const last = drawn.at(-1) ?? 0;
    const [lastX, lastY] = [x[last] ?? 0, y[last] ?? 0];
    for (let i = 0; i < x.length; i += 1) {
      const dx = (x[i] ?? 0) - lastX;
      const dy = (y[i] ?? 0) - lastY;
      const nearest = Math.min(squared[i] ?? 0, dx * dx + dy * dy);
      squared[i] = nearest;
      chances[i] = nearest * (weights[i] ?? 0);
    }
    drawn.push(drawProportionally(chances, random));
  }
  return pointsAt(points, drawn);
}

function drawProportionally(chances: Float64Array, random: () => number): number {
  let total = 0;
  for (let i = 0; i < chances.length; i += 1) total += chances[i] ?? 0;
  const drawn = random() * total;
  let passed = 0;
  for (let i = 0; i < chances.length; i += 1) {
    passed += chances[i] ?? 0;
    if (drawn < passed) return i;
  }
  return Math.max(
    0,
    chances.findLastIndex((chance) => chance > 0),
  );
}

/** For each point, the index of the centre nearest to it. */
export function nearestCentres(points: Points, centres: Points): Int32Array {
  return assign(points, centres, new Float64Array(points.x.length)).clusterOf;
}

/** The first points that differ, in order: at most `atMost` of them. */
export function firstDistinct({ x, y }: Points, atMost: number): number[] {
  const seen = new Set<string>();
  const found: number[] = [];
  for (let i = 0; i < x.length && found.length < atMost; i += 1) {
    const place = `${x[i]} ${y[i]}`;
    if (seen.has(place)) continue;
    seen.add(place);
    found.push(i);
  }
  return found;
}
