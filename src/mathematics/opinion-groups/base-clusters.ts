import { type Clustering, firstDistinct, kMeans } from './k-means.ts';
import { type Points, pointsAt } from './project-participants.ts';
import { silhouettes } from './silhouette.ts';

const baseClustersAtMost = 100;

/** A way to put points into groups, with how clear-cut it and those with other numbers of groups are. */
export interface Grouping {
  /** For each point, its group. */
  readonly groupOf: Int32Array;
  /** How many groups were looked for; 1 when all points stand at the same place. */
  readonly k: number;
  /** For each number of groups tried, 2 and up. */
  readonly silhouetteByK: readonly { readonly k: number; readonly silhouette: number }[];
}

/**
 * Groups as Polis makes them, for comparing with it: up to a hundred small clusters first (k-means from the first
 * points that differ, until the centres move by less than 0.01), then groups of their centres, weighted by their sizes
 * (k-means from the first k centres, 20 rounds), k from 2 to min(5, 2 + ⌊clusters/12⌋) by the silhouette of the
 * centres, each counting once. It depends on the order of the points.
 *
 * Source: Small et al. (2021), Polis, RECERCA 26(2).
 */
export function groupBaseClusters(points: Points): Grouping {
  const base = kMeans(points, {
    start: pointsAt(points, firstDistinct(points, baseClustersAtMost)),
    weights: new Float64Array(points.x.length).fill(1),
    roundsAtMost: 100,
    stillBelow: 0.01,
  });
  const sizes = new Float64Array(base.centres.x.length);
  for (const cluster of base.clusterOf) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  const kept = [...sizes.keys()].filter((cluster) => (sizes[cluster] ?? 0) > 0);
  const centres = pointsAt(base.centres, kept);
  const weights = Float64Array.from(kept, (cluster) => sizes[cluster] ?? 0);

  const most = Math.min(5, 2 + Math.floor(kept.length / 12), firstDistinct(centres, 5).length);
  const tried: (Clustering & { k: number })[] = [];
  for (let k = 2; k <= most; k += 1) {
    const start = pointsAt(centres, firstDistinct(centres, k));
    tried.push({ k, ...kMeans(centres, { start, weights, roundsAtMost: 20 }) });
  }
  const best = mostClearCut(centres, tried);
  const placeOf = new Map(kept.map((cluster, place) => [cluster, place]));
  const groupOf = base.clusterOf.map((cluster) => best.clusterOf?.[placeOf.get(cluster) ?? 0] ?? 0);
  return { groupOf, k: best.k, silhouetteByK: best.silhouetteByK };
}

/** Of clusterings of the same points, that with the highest silhouette; the fewest groups of equals. */
export function mostClearCut(points: Points, tried: readonly (Clustering & { k: number })[]) {
  const figures = silhouettes(
    points,
    tried.map(({ clusterOf }) => clusterOf),
  );
  const silhouetteByK = tried.map(({ k }, i) => ({ k, silhouette: figures[i] ?? 0 }));
  const highest = Math.max(...silhouetteByK.map(({ silhouette }) => silhouette));
  const chosen = silhouetteByK.findIndex(({ silhouette }) => silhouette === highest);
  return { k: tried[chosen]?.k ?? 1, clusterOf: tried[chosen]?.clusterOf, silhouetteByK };
}
