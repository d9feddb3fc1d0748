import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** What `.gitignore` keeps out of the repository, and the repository's own history. */
const leftOut = new Set(['.git', 'node_modules', '.svelte-kit', 'build', 'var', 'coverage']);

/** Every file of the project, relative to its root, with forward slashes, sorted. */
export function projectFiles(folder = projectRoot): string[] {
  return filesBelow(folder, '').toSorted();
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.has(entry.name) || /^\.env|\.log$/.test(entry.name)) return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(root, file) : [file];
  });
}

/** The text of a file of the project; null when it holds bytes that are no text. */
export function textOf(file: string, folder = projectRoot): string | null {
  const text = readFileSync(path.join(folder, file), 'utf8');
  return text.includes('\0') ? null : text;
}
