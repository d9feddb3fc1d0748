/** What a series of pieces of work took. Times in milliseconds. */
export interface Series {
  p50: number;
  p95: number;
  perSecond: number;
  count: number;
}

/** A series ends at whichever comes first: so many pieces of work, or so much time. */
export interface SeriesLimits {
  /** How many at once. */
  lanes: number;
  times: number;
  seconds: number;
}

/** Does `work` again and again over `lanes` at once; `work` is told which number it is, from 0. */
export async function series(
  work: (number: number) => Promise<unknown>,
  { lanes, times, seconds }: SeriesLimits,
): Promise<Series> {
  const took: number[] = [];
  let begun = 0;
  const start = performance.now();
  const until = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (begun < times && performance.now() < until) {
        const number = begun;
        begun += 1;
        const from = performance.now();
        await work(number);
        took.push(performance.now() - from);
      }
    }),
  );
  const elapsed = performance.now() - start;
  took.sort((one, other) => one - other);
  return {
    p50: at(took, 0.5),
    p95: at(took, 0.95),
    perSecond: (took.length / elapsed) * 1000,
    count: took.length,
  };
}

export function median(values: readonly number[]): number {
  return at(
    values.toSorted((one, other) => one - other),
    0.5,
  );
}

function at(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
