import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generateCommunes } from './generate-communes.ts';

it('data/communes is what the installed packages give: else run node tooling/generate-communes.ts', async () => {
  const stale: string[] = [];
  for (const [name, text] of Object.entries(await generateCommunes())) {
    const shipped = await readFile(new URL(`../data/communes/${name}`, import.meta.url), 'utf8');
    if (shipped !== text) stale.push(name);
  }
  expect(stale).toEqual([]);
});
