import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { figuresOf, importFile, practicesIn } from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());

/** For each file: how many records, in which encoding, and how often each remark is made. */
const files: { name: string; count: number; encoding: string; flagged: Record<string, number> }[] = [
  {
    name: 'lieux/bnlc-covoiturage-bretagne-44-2024-06.csv',
    count: 983,
    encoding: 'utf-8',
    flagged: {
      lookalike: 264,
      'commune-merged': 13,
      'commune-name-differs': 3,
      'point-far-from-commune': 3,
    },
  },
  {
    name: 'lieux/amap-loire-atlantique-2016-cp1252.csv',
    count: 109,
    encoding: 'windows-1252',
    flagged: { 'shared-point': 40 },
  },
  {
    name: 'formats/yeswiki-bazar-export-hinaura-ain.csv',
    count: 61,
    encoding: 'utf-8',
    flagged: {
      'date-not-understood': 5,
      'contact-made-private': 5,
      'postal-code-differs': 2,
      lookalike: 2,
    },
  },
  {
    name: 'formats/csv-excel-fr-bom-lambert93.csv',
    count: 121,
    encoding: 'utf-8',
    flagged: { 'postal-code-differs': 4, 'commune-merged': 1, 'shared-point': 2 },
  },
  {
    name: 'formats/texte-unicode-excel-utf16-tab.txt',
    count: 60,
    encoding: 'utf-16le',
    flagged: { 'postal-code-differs': 2 },
  },
];

describe('inventories of real places', () => {
  it.for(files)('$name: every record once, however often it is imported', async (file, test) => {
    const content = readFileSync(sharedFile(`data/${file.name}`, test));
    const fileName = file.name.replace(/^.*\//, '');
    const { count } = file;
    const first = await importFile(facilitator, content, { fileName });
    expect(first.encoding).toBe(file.encoding);
    expect(figuresOf(first)).toEqual({ read: count, created: count, updated: 0, unchanged: 0, rejected: 0 });
    const { 'lookalike-here': _, ...flagged } = first.counts.warnings;
    expect(flagged).toEqual(file.flagged);
    const second = await importFile(facilitator, content, { fileName });
    expect(figuresOf(second)).toEqual({ read: count, created: 0, updated: 0, unchanged: count, rejected: 0 });
  });

  it('keep every e-mail address and telephone number out of what people see', async (test) => {
    const fileName = 'yeswiki-bazar-export-hinaura-ain.csv';
    const content = readFileSync(sharedFile(`data/formats/${fileName}`, test));
    await importFile(facilitator, content, { fileName });
    const practices = await practicesIn(facilitator, { source: [fileName] });
    expect(practices).toHaveLength(61);
    const shown = JSON.stringify(
      practices.map(({ record, details: { extra: _, ...details } }) => [
        record.title,
        record.pitch,
        record.body,
        record.tags,
        details,
      ]),
    );
    expect(shown).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
    expect(shown).not.toMatch(/\b0[1-9]([ .-]\d{2}){4}\b/);
  });
});
