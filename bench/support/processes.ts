import { readFile, readdir } from 'node:fs/promises';

/** In milliseconds: `/proc` counts the processor's time in hundredths of a second on every Linux Node runs on. */
const tick = 10;

/**
 * Proportional set size of a process and all its descendants, in megabytes: memory they share counts once.
 * Linux only; null elsewhere.
 */
export async function memoryOf(pid: number): Promise<number | null> {
  let kilobytes = 0;
  for (const member of await family(pid)) {
    const rollup = await readFile(`/proc/${member}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  return kilobytes === 0 ? null : kilobytes / 1024;
}

/**
 * Processor time that a process and all its descendants have used, those that ended included, in milliseconds:
 * unlike the time that passes, other work on the machine hardly disturbs it. Linux only; null elsewhere.
 */
export async function processorTimeOf(pid: number): Promise<number | null> {
  let ticks = 0;
  for (const member of await family(pid)) {
    const stat = await readFile(`/proc/${member}/stat`, 'utf8').catch(() => '');
    // After the name, which may hold anything: field 14 is utime, then stime, cutime and cstime (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  }
  return ticks === 0 ? null : ticks * tick;
}

/** The process and all its descendants. */
async function family(pid: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  const names = await readdir('/proc').catch(() => []);
  for (const name of names.filter((entry) => /^\d+$/.test(entry))) {
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const members: number[] = [];
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    members.push(next);
    waiting.push(...(children.get(next) ?? []));
  }
  return members;
}
