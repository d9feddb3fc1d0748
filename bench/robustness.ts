import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { countRanks, type SmaaCounts, smaaOf, sumOfCounts } from '#mathematics/robustness-smaa.ts';
import { anyWeights } from '#mathematics/robustness-weight-models.ts';
import { seededRandom } from '#mathematics/seeded-random.ts';
import type { Share } from './support/count-ranks-worker.ts';
import { numpySmaa } from './support/numpy-smaa.ts';
import { atMost, compared, type Line, printLines, progress, seconds } from './support/report.ts';
import { median } from './support/series.ts';

const [alternatives, criteria, threads, rounds] = [100, 20, 2, 3];
/** In millims, for a hundred thousand draws. */
const goals = { one: 1000, several: 400 };

/** Ranks under weights drawn again and again, in one thread and in several, beside a plain loop and numpy. */
export async function benchRobustness(): Promise<void> {
  const random = seededRandom(2026);
  const values = Array.from({ length: alternatives }, () => Array.from({ length: criteria }, random));
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./support/count-ranks-worker.ts', import.meta.url)),
  );
  try {
    const lines: Line[] = [];
    for (const draws of [10_000, 100_000]) lines.push(...(await linesOf(values, draws, workers)));
    printLines('Robustness over all weights', lines);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function linesOf(values: number[][], draws: number, workers: Worker[]): Promise<Line[]> {
  progress(`robustness, ${draws} draws`);
  const what = `${draws.toLocaleString('en')} draws, ${alternatives} alternatives, ${criteria} criteria`;
  const whole = draws === 100_000;
  const ours = await time(() => {
    const random = seededRandom(1);
    smaaOf(countRanks({ values }, { draws, random, weights: anyWeights(random) }));
  });
  const shared = await time(async () => {
    const share = draws / workers.length;
    smaaOf(
      sumOfCounts(
        await Promise.all(workers.map((worker, seed) => inWorker(worker, { values, draws: share, seed }))),
      ),
    );
  });
  const figures = [
    { name: 'one thread', ours, goal: whole ? atMost(goals.one, ours, seconds) : undefined },
    {
      name: `${workers.length} threads`,
      ours: shared,
      goal: whole ? atMost(goals.several, shared, seconds) : undefined,
    },
  ];
  const loop = await time(() => plainLoop(values, draws));
  const numpy = besideNumpy(draws);
  return figures.flatMap(({ name, ours, goal }) => {
    const beside = 'a plain loop in one thread: ranks alone, each draw sorted';
    const lines = [compared(`${what}, ${name}`, seconds, { ours, goal, yardstick: loop, beside })];
    if (numpy === undefined) return lines;
    const ofNumpy = 'ranks and central weights in numpy, without who beats whom';
    return [
      ...lines,
      compared(`${what}, ${name}, beside numpy`, seconds, { ours, yardstick: numpy, beside: ofNumpy }),
    ];
  });
}

/** Millims; what is done first is not counted. */
async function time(work: () => unknown): Promise<number> {
  await work();
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await work();
    took.push(performance.now() - begun);
  }
  return median(took);
}

function inWorker(worker: Worker, share: Share): Promise<SmaaCounts> {
  return new Promise((done, failed) => {
    worker.once('error', failed);
    worker.once('message', (counts: SmaaCounts) => {
      worker.off('error', failed);
      done(counts);
    });
    worker.postMessage(share, []);
  });
}

function plainLoop(values: number[][], draws: number): number[][] {
  const random = seededRandom(1);
  const counts = values.map(() => values.map(() => 0));
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = Array.from({ length: criteria }, () => -Math.log(1 - random()));
    const scores = values.map((row) => row.reduce((sum, value, j) => sum + value * (drawn[j] ?? 0), 0));
    const order = [...scores.keys()].toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    for (const [rank, i] of order.entries()) {
      const row = counts[i];
      if (row) row[rank] = (row[rank] ?? 0) + 1;
    }
  }
  return counts;
}

/** Millims; undefined where there is no python3 with numpy. */
function besideNumpy(draws: number): number | undefined {
  const given = [alternatives, criteria, draws, rounds].map(String);
  const done = spawnSync('python3', ['-c', numpySmaa, ...given], { encoding: 'utf8' });
  return done.status === 0 ? Number(done.stdout) : undefined;
}
