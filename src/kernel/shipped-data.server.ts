import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import type { z } from 'zod';

/**
 * Reads a file of the shipped content and checks it.
 *
 * @param name path inside `data/`, such as `cooperation.yaml`
 * @throws Error when the file is missing, is not YAML, or does not have the shape: it names the file and the field.
 *   Shipped content that is wrong is a broken invariant, not something a person can answer.
 */
export function readShippedYaml<Shape extends z.ZodType>(name: string, shape: Shape): z.output<Shape> {
  const file = join(packageRoot([import.meta.dirname, process.cwd()]), 'data', name);
  const read = shape.safeParse(load(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`data/${name} is not as it should be:\n${problems.join('\n')}`);
}

/** A text of the shipped content, as it is. @param name path inside `data/` */
export function readShippedText(name: string): string {
  return readFileSync(join(packageRoot([import.meta.dirname, process.cwd()]), 'data', name), 'utf8');
}

/** A file of the shipped content that is no text. @param name path inside `data/` */
export function readShippedBytes(name: string): Buffer {
  return readFileSync(join(packageRoot([import.meta.dirname, process.cwd()]), 'data', name));
}

/**
 * The folder of the package, found by walking up to our own `package.json`: this code stands at different depths in
 * `src/` and, once built, in `build/`.
 *
 * @param starts folders to start from; the first that lies in the package decides
 */
export function packageRoot(starts: readonly string[]): string {
  for (const start of starts) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (isOurs(join(folder, 'package.json'))) return folder;
      if (dirname(folder) === folder) break;
    }
  }
  throw new Error(`The package "entrelacs" is not found above ${starts.join(', ')}`);
}

function isOurs(packageFile: string): boolean {
  if (!existsSync(packageFile)) return false;
  const { name } = JSON.parse(readFileSync(packageFile, 'utf8')) as { name?: string };
  return name === 'entrelacs';
}
