import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { Load } from './load-generator.ts';
import type { Series } from './series.ts';

/** Sends the load from a process of its own. */
export async function sendLoad(load: Load): Promise<Series> {
  const child = fork(resolve(import.meta.dirname, 'load-generator.ts'));
  child.send(load);
  try {
    return (await messageFrom(child)) as Series;
  } finally {
    child.kill();
  }
}

/** A server that does the least a Node server can do: the same number of bytes, held in memory. */
export async function bareServer(bytes: number): Promise<{ origin: string; pid: number; stop: () => void }> {
  const child = fork(resolve(import.meta.dirname, 'bare-server.ts'), [String(bytes)]);
  const port = Number(await messageFrom(child));
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.kill() };
}

function messageFrom(child: ChildProcess): Promise<unknown> {
  return new Promise((done, failed) => {
    child.once('message', done);
    child.once('exit', (code) => failed(new Error(`A process of the benchmark ended with ${code}`)));
  });
}
