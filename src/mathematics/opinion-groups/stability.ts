import { seededRandom } from '../seeded-random.ts';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import { bestKMeans, firstDistinct, nearestCentres } from './k-means.ts';
import { planeOfDrawn, type PrincipalPlane } from './principal-plane.ts';
import { pointsAt, projectParticipants } from './project-participants.ts';
import type { VoteMatrix } from './vote-matrix.ts';

export interface Grouped {
  readonly plane: PrincipalPlane;
  /** Rows of the matrix that were put into groups. */
  readonly clustered: readonly number[];
  /** The group of each of them. */
  readonly groupOf: Int32Array;
  readonly k: number;
}

const bootstraps = 20;
const restarts = 3;
const rounds = 4;

/**
 * Whether the same groups would come out had other people of the same kind taken part: people are drawn with
 * replacement, as many as there are (a bootstrap), the plane and the groups are made again from those drawn, everyone
 * joins the nearest group, and this is compared with the groups as they are. Mean adjusted Rand index of 20 such draws:
 * 1, always the same groups; about 0, groups that chance made.
 *
 * The plane is made again too: where opinions have no structure it turns with whoever takes part, and groups that are
 * stable inside one plane would hide it. Starting from the plane found, a few rounds suffice.
 *
 * Source: Hennig C. (2007), Cluster-wise assessment of cluster stability, doi:10.1016/j.csda.2006.11.025.
 *
 * @returns −1..1; null without two groups
 */
export function stabilityOf(matrix: VoteMatrix, { plane, clustered, groupOf, k }: Grouped): number | null {
  if (k < 2) return null;
  const random = seededRandom(20);
  let sum = 0;
  for (let bootstrap = 0; bootstrap < bootstraps; bootstrap += 1) {
    const counts = drawnTimes(matrix.participants, random);
    const again = planeOfDrawn(matrix, { plane, counts, rounds });
    const points = pointsAt(projectParticipants(matrix, again), clustered);
    const weights = Float64Array.from(clustered, (participant) => counts[participant] ?? 0);
    const drawn = pointsAt(
      points,
      [...weights.keys()].filter((i) => (weights[i] ?? 0) > 0),
    );
    const possible = firstDistinct(drawn, k).length;
    if (possible < 1) continue;
    const { centres } = bestKMeans(points, { k: possible, restarts, random, weights });
    sum += adjustedRandIndex(groupOf, nearestCentres(points, centres));
  }
  return sum / bootstraps;
}

function drawnTimes(participants: number, random: () => number): Uint32Array {
  const counts = new Uint32Array(participants);
  for (let i = 0; i < participants; i += 1) {
    const drawn = Math.floor(random() * participants);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  return counts;
}
