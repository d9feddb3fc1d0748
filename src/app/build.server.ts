import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const stamp = join(root, 'build/.built');
const sources = [
  'src',
  'static',
  'data',
  'tooling/maplibre-plugin.ts',
  'package-lock.json',
  'vite.config.ts',
];

/** Builds the pages when they were never built or a source is newer. Throws when the build fails. */
export function buildWhenNeeded(log: (line: string) => void): void {
  if (existsSync(stamp)) {
    const builtAt = statSync(stamp).mtimeMs;
    if (!sources.some((source) => newestIn(join(root, source)) > builtAt)) return;
  }
  log('Building the pages…');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The pages could not be built:\n${stdout}\n${stderr}`);
  writeFileSync(stamp, '');
}

/** Time of the last change under a path, in milliseconds; 0 when there is nothing. */
function newestIn(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
