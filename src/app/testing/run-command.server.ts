import { spawn } from 'node:child_process';
import path from 'node:path';

const command = path.resolve('bin/entrelacs.js');

export interface Finished {
  code: number | null;
  out: string;
  complaints: string;
}

/** Runs the real command line, in French, from that folder; without `DATABASE_URL`, unless it is given. */
export function entrelacsIn(
  folder: string,
  given: Record<string, string> = {},
): (...words: string[]) => Promise<Finished> {
  const { DATABASE_URL: _, ...env } = process.env;
  return (...words) => {
    const child = spawn(process.execPath, [command, ...words], {
      cwd: folder,
      env: { ...env, LC_ALL: 'fr_FR.UTF-8', ...given },
    });
    const finished: Finished = { code: null, out: '', complaints: '' };
    child.stdout.on('data', (text) => (finished.out += String(text)));
    child.stderr.on('data', (text) => (finished.complaints += String(text)));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ ...finished, code }));
    });
  };
}
