import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { describeFile, receiveDocument, receivePicture } from '#modules/records/index.server.ts';
import { exportGeojson } from './export-practices.server.ts';
import { pageOfPractices } from './list-practices.server.ts';
import { newPractice } from './prepare-practice.server.ts';
import { readPracticeQuery } from './practice-filters.ts';
import { createPractice } from './save-practice.server.ts';

let world: TestWorld;
let member: Context;
beforeAll(async () => {
  world = await openTestWorld();
  member = await world.as('contributor');
});
afterAll(() => world.close());

it('the pictures and documents of a practice are told to programs, with what is said of them', async () => {
  const { id: recordId, shortId } = await createPractice(member, {
    fields: { ...newPractice.fields, title: 'Four à pain' },
    details: newPractice.details,
  });
  const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#385' } })
    .jpeg()
    .toBuffer();
  const sent = (name: string, bytes: Buffer) => ({ name, size: bytes.length, bytes: async () => bytes });
  const picture = await receivePicture(member, { recordId, file: sent('four.jpg', photo) });
  const text = Buffer.from('jour;sujet\n');
  const table = await receiveDocument(member, { recordId, file: sent('bilan été.csv', text) });
  // One that nobody described yet is told to nobody.
  await receivePicture(member, { recordId, file: sent('autre.jpg', photo) });
  const said = { decorative: false, credit: 'Camille', licence: 'CC0-1.0' };
  for (const [file, description] of [
    [picture, 'Le four'],
    [table, 'Bilan'],
  ] as const) {
    await describeFile(member, { recordId, id: file.ok ? file.value : '' }, { ...said, description });
  }

  const told = {
    pictures: [
      {
        url: `http://essai.test/fichiers/${shortId}/${picture.ok ? picture.value : ''}/900.webp`,
        width: 900,
        height: 600,
        alt: 'Le four',
        credit: 'Camille',
        licence: 'CC0-1.0',
      },
    ],
    documents: [
      {
        url: `http://essai.test/fichiers/${shortId}/${table.ok ? table.value : ''}/bilan%20%C3%A9t%C3%A9.csv`,
        name: 'bilan été.csv',
        title: 'Bilan',
        size: text.length,
        credit: 'Camille',
        licence: 'CC0-1.0',
      },
    ],
  };
  const visitor = await world.as('visitor');
  const query = readPracticeQuery(new URLSearchParams());
  if (!query.ok) throw new Error(query.error.code);
  const page = await pageOfPractices(visitor, query.value);
  expect(page.items).toMatchObject([told]);
  let geojson = '';
  for await (const piece of exportGeojson(visitor, {})) geojson += piece;
  expect(JSON.parse(geojson)).toMatchObject({ features: [{ properties: told }] });
});
