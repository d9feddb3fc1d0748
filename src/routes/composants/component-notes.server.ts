import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '#kernel/shipped-data.server.ts';

/**
 * Every component of the kit and of the modules by its file below `src`, with the comment that it begins with: what it is
 * for, its accessibility, and the criteria of the RGAA 4.1 that it answers. Empty where it begins otherwise.
 */
export async function componentNotes(): Promise<Record<string, string>> {
  const source = path.join(packageRoot([import.meta.dirname, process.cwd()]), 'src');
  const files = await Array.fromAsync(glob('{kernel,modules/*}/ui/*.svelte', { cwd: source }));
  const notes = files.map(async (file): Promise<[string, string]> => {
    const [, comment = ''] = /^<!--(.*?)-->/s.exec(await readFile(path.join(source, file), 'utf8')) ?? [];
    return [file.replace(/\.svelte$/, ''), comment.replaceAll(/\s+/g, ' ').trim()];
  });
  return Object.fromEntries(await Promise.all(notes));
}
