import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { sharedFile } from '#kernel/testing/shared-data.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { importPractices } from './import-practices.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());

async function* bytesOf(content: Buffer) {
  yield content;
}

describe('real', () => {
  test.for([
    'lieux/bnlc-covoiturage-bretagne-44-2024-06.csv',
    'lieux/amap-loire-atlantique-2016-cp1252.csv',
    'formats/yeswiki-bazar-export-hinaura-ain.csv',
    'formats/csv-excel-fr-bom-lambert93.csv',
    'formats/texte-unicode-excel-utf16-tab.txt',
  ])('%s', async (name, t) => {
    const content = readFileSync(sharedFile(`data/${name}`, t));
    for (const k of [1, 2]) {
      const r = await importPractices(facilitator, {
        bytes: bytesOf(content),
        fileName: name.split('/')[1] ?? '',
        dryRun: false,
      });
      if (!r.ok) throw new Error(JSON.stringify(r));
      const { warnings, errors, ...rest } = r.value.report;
      console.log(JSON.stringify(rest));
      void k;
      void warnings;
      expect(errors).toEqual([]);
    }
  });
});
