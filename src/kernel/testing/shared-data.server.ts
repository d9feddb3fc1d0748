import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Path of a file of real open data, which stays beside the repository. When it is not there the test skips itself,
 * with a message; in continuous integration its absence is a failure.
 *
 * @param name path inside `../shared`, such as `data/lieux/amap-loire-atlantique-2016-cp1252.csv`
 */
export function sharedFile(name: string, test: { skip(note: string): never }): string {
  const path = resolve('../shared', name);
  if (existsSync(path)) return path;
  if (process.env['CI'] === 'true') throw new Error(`../shared/${name} is missing`);
  return test.skip(`../shared/${name} is missing`);
}
