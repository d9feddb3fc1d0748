import { seededRandom } from '../seeded-random.ts';
import { type Grouping, mostClearCut } from './base-clusters.ts';
import { bestKMeans, firstDistinct } from './k-means.ts';
import type { Points } from './project-participants.ts';

const groupsAtMost = 5;
const restarts = 20;

/**
 * Groups of participants who stand near one another: k-means++ with 20 restarts, k from 2 to 5 by the silhouette of the
 * participants. The draws are the same at every run; what depends on the order of the points is only what an order of
 * their own (`orderByContent`) makes the same.
 *
 * @param smallest people that a group must have; where no number of groups allows it, the best is given all the same
 */
export function groupParticipants(points: Points, smallest = 1): Grouping {
  const weights = new Float64Array(points.x.length).fill(1);
  const most = firstDistinct(points, groupsAtMost).length;
  const tried = [];
  for (let k = 2; k <= most; k += 1) {
    tried.push({ k, ...bestKMeans(points, { k, restarts, random: seededRandom(k), weights }) });
  }
  const large = tried.filter(({ k, clusterOf }) => smallestOf(clusterOf, k) >= smallest);
  const { k, clusterOf, silhouetteByK } = mostClearCut(points, large.length > 0 ? large : tried);
  return { groupOf: clusterOf ?? new Int32Array(points.x.length), k, silhouetteByK };
}

function smallestOf(clusterOf: Int32Array, k: number): number {
  const sizes = new Int32Array(k);
  for (const cluster of clusterOf) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  return Math.min(...sizes);
}
