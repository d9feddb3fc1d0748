import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { exportJsonld } from './export-practices.server.ts';
import { newPractice } from './prepare-practice.server.ts';
import { createPractice } from './save-practice.server.ts';
import { importFile, practicesIn } from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());

it('what one territory gives as JSON-LD, another one takes', async () => {
  await createPractice(facilitator, {
    fields: {
      ...newPractice.fields,
      title: 'Jardin des Cordiers',
      pitch: 'Cultiver ensemble',
      body: parseMarkdown('Un jardin partagé'),
      tags: ['potager', 'eau'],
      licence: 'ODbL-1.0',
    },
    details: {
      ...newPractice.details,
      status: 'experiment',
      legalStatus: 'association',
      purpose: 'sharing',
      communeCode: '35236',
      communeName: 'Redon',
      place: '3 rue du Port',
      lat: 47.65,
      lng: -2.08,
      website: 'https://jardin.exemple/',
    },
  });
  let file = '';
  for await (const piece of exportJsonld(facilitator, {})) file += piece;
  const there = { ...(await world.elsewhere()), actor: facilitator.actor };
  const report = await importFile(there, file, { fileName: 'pratiques.jsonld' });
  expect(report).toMatchObject({
    format: 'jsonld',
    read: 1,
    created: 1,
    counts: { warnings: {}, errors: {} },
  });
  const [practice] = await practicesIn(there);
  expect(practice?.record).toMatchObject({
    title: 'Jardin des Cordiers',
    pitch: 'Cultiver ensemble',
    body: parseMarkdown('Un jardin partagé'),
    tags: ['potager', 'eau'],
    licence: 'ODbL-1.0',
    sourceName: 'essai.test',
    sourceUrl: expect.stringMatching(/^http:\/\/essai\.test\/pratiques\/jardin-des-cordiers-/),
  });
  expect(practice?.details).toMatchObject({
    status: 'experiment',
    legalStatus: 'association',
    purpose: 'sharing',
    communeCode: '35236',
    place: '3 rue du Port',
    lat: 47.65,
    lng: -2.08,
    website: 'https://jardin.exemple/',
  });
  expect(await importFile(there, file, { fileName: 'pratiques.jsonld' })).toMatchObject({ unchanged: 1 });
});
