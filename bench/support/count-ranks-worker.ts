import { parentPort } from 'node:worker_threads';
import { countRanks } from '#mathematics/robustness-smaa.ts';
import { anyWeights } from '#mathematics/robustness-weight-models.ts';
import { seededRandom } from '#mathematics/seeded-random.ts';

/** One share of the draws. */
export interface Share {
  values: number[][];
  draws: number;
  seed: number;
}

parentPort?.on('message', ({ values, draws, seed }: Share) => {
  const random = seededRandom(seed);
  const counts = countRanks({ values }, { draws, random, weights: anyWeights(random) });
  parentPort?.postMessage(counts, []);
});
