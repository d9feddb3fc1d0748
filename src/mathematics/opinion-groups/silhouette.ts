import type { Points } from './project-participants.ts';

/**
 * How clear-cut each of some clusterings of the same points is: the mean over points of (b − a)/max(a, b), where a is
 * the mean distance to the others of one's cluster and b the mean distance to the points of the nearest other cluster.
 * 1: far apart; 0: one might as well be in the neighbouring cluster; a point alone in its cluster counts 0.
 *
 * Example: points 0, 1 | 10, 11 on a line. For 0: a = 1, b = 10.5, (10.5 − 1)/10.5 = .905; for 1: (9.5 − 1)/9.5 = .895;
 * the same on the other side: mean .900.
 *
 * Source: Rousseeuw P. (1987), Silhouettes, doi:10.1016/0377-0427(87)90125-7.
 *
 * @param clusterings for each, the cluster of every point, from 0
 * @returns one figure per clustering, −1..1; null for one of fewer than two clusters
 */
export function silhouettes(points: Points, clusterings: readonly Int32Array[]): (number | null)[] {
  const { x, y } = points;
  const count = x.length;
  const all = clusterings.map((clusterOf) => ({ clusterOf, sizes: sizesOf(clusterOf), total: 0 }));
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const [px, py] = [x[i] ?? 0, y[i] ?? 0];
    for (let j = 0; j < count; j += 1) {
      const dx = px - (x[j] ?? 0);
      const dy = py - (y[j] ?? 0);
      distances[j] = Math.sqrt(dx * dx + dy * dy);
    }
    for (const one of all) one.total += widthOf(i, one, distances);
  }
  return all.map(({ sizes, total }) => (sizes.filter((size) => size > 0).length < 2 ? null : total / count));
}

function sizesOf(clusterOf: Int32Array): Int32Array {
  const sizes = new Int32Array(clusterOf.reduce((most, cluster) => Math.max(most, cluster + 1), 0));
  for (const cluster of clusterOf) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  return sizes;
}

/** (b − a)/max(a, b) of one point, from its distances to all. */
function widthOf(
  point: number,
  { clusterOf, sizes }: { clusterOf: Int32Array; sizes: Int32Array },
  distances: Float64Array,
): number {
  const own = clusterOf[point] ?? 0;
  const ownSize = sizes[own] ?? 0;
  if (ownSize < 2) return 0;
  const sums = new Float64Array(sizes.length);
  for (let j = 0; j < distances.length; j += 1) {
    const cluster = clusterOf[j] ?? 0;
    sums[cluster] = (sums[cluster] ?? 0) + (distances[j] ?? 0);
  }
  const inside = (sums[own] ?? 0) / (ownSize - 1);
  let outside = Infinity;
  for (const [cluster, size] of sizes.entries()) {
    if (cluster !== own && size > 0) outside = Math.min(outside, (sums[cluster] ?? 0) / size);
  }
  const larger = Math.max(inside, outside);
  return larger > 0 && outside < Infinity ? (outside - inside) / larger : 0;
}
