import { Agent, request } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';

/** What a series of requests took. Times in milliseconds. */
export interface Series {
  p50: number;
  p95: number;
  perSecond: number;
}

/** Runs `work` again and again over `lanes` at once, after a warm-up that is not counted. */
export async function series(
  work: () => Promise<unknown>,
  { lanes, times }: { lanes: number; times: number },
): Promise<Series> {
  for (let done = 0; done < Math.min(200, times); done += 1) await work();
  const took: number[] = [];
  let left = times;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left > 0) {
        left -= 1;
        const begun = performance.now();
        await work();
        took.push(performance.now() - begun);
      }
    }),
  );
  const elapsed = performance.now() - start;
  took.sort((one, other) => one - other);
  return { p50: at(took, 0.5), p95: at(took, 0.95), perSecond: (took.length / elapsed) * 1000 };
}

function at(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** A client that keeps its connections, as browsers do. */
export function httpClient(
  lanes: number,
): (url: string, headers?: Record<string, string>) => Promise<Buffer> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  return (url, headers = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { agent, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(pieces));
          else reject(new Error(`${url} answered ${response.statusCode}`));
        });
      });
      sent.on('error', reject);
      sent.end();
    });
}

/**
 * Proportional set size of a process and all its descendants, in megabytes: memory they share counts once.
 * Linux only; null elsewhere.
 */
export async function memoryOf(pid: number): Promise<number | null> {
  const children = new Map<number, number[]>();
  const processes = await readdir('/proc').catch(() => []);
  for (const name of processes.filter((entry) => /^\d+$/.test(entry))) {
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  let kilobytes = 0;
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const rollup = await readFile(`/proc/${next}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    waiting.push(...(children.get(next) ?? []));
  }
  return kilobytes === 0 ? null : kilobytes / 1024;
}
