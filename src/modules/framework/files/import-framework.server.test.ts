import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { findWritten } from '../draft/draft-store.server.ts';
import { beginDraft, startFramework } from '../draft/start-framework.server.ts';
import { markOf } from '../draft/write-draft.server.ts';
import { readShippedFrameworks } from '../publish-framework.server.ts';
import { writeFrameworkCsv } from './framework-csv.server.ts';
import { importFramework, importIntoDraft, previewImport } from './import-framework.server.ts';

let world: TestWorld;
let facilitator: Context;
let member: Context;
let csv: string;
const defaults = {
  title: 'Le nôtre',
  language: 'fr' as const,
  author: 'Nous',
  licence: 'CC BY-SA 4.0',
  scale: [],
};
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
  member = await world.as('contributor');
  const short = readShippedFrameworks()[1];
  if (!short) throw new Error('two frameworks are shipped');
  csv = await writeFrameworkCsv(short, {
    territory: { name: 'Ailleurs', url: 'https://ailleurs.exemple' },
    address: 'https://ailleurs.exemple/referentiels/x?version=1',
  });
});
afterAll(() => world.close());

const preview = (context: Context, text: string) => previewImport(context, Buffer.from(text), defaults);

async function draftOf(id: string) {
  const draft = (await findWritten(facilitator, { id }))?.details.draft;
  if (!draft) throw new Error('no draft');
  return draft;
}

test('a file that turns in circles gives its problems and nothing else', async () => {
  const circle = csv.replace('criterion,encounters,what-it-brings', 'criterion,encounters,encounters');
  const read = await preview(facilitator, circle);
  expect(read).toMatchObject({ ok: false, error: { code: 'invalid' } });
  expect(JSON.stringify(read)).toContain('encounters');
});

test('is for facilitators, makes a draft that says where it comes from, and takes only what a preview gives', async () => {
  expect(await preview(member, csv)).toMatchObject({ error: { code: 'not-allowed' } });
  const read = await preview(facilitator, csv);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { draft: content } = read.value;
  expect(content.from?.territory?.name).toBe('Ailleurs');
  expect(await importFramework(member, { content, language: 'fr' })).toMatchObject({
    error: { code: 'not-allowed' },
  });
  for (const wrong of [null, {}, { ...content, dimensions: 'x' }]) {
    expect(await importFramework(facilitator, { content: wrong, language: 'fr' })).toMatchObject({
      error: { code: 'invalid' },
    });
  }
  const made = await importFramework(facilitator, { content, language: 'fr' });
  if (!made.ok) throw new Error(made.error.code);
  expect((await draftOf(made.value.id)).dimensions).toEqual(content.dimensions);
});

test('goes into a draft only as it was seen, and leaves its number and its lineage alone', async () => {
  const started = await startFramework(facilitator, { title: 'Vide', language: 'fr' });
  if (!started.ok) throw new Error(started.error.code);
  const { id: recordId } = started.value;
  await beginDraft(facilitator, recordId);
  const before = await draftOf(recordId);
  const read = await preview(facilitator, csv);
  if (!read.ok) throw new Error('the file is not read');
  const { draft: content } = read.value;
  const stale = { recordId, content, seen: 'something else' };
  expect(await importIntoDraft(facilitator, stale)).toMatchObject({ error: { code: 'draft-changed' } });
  const into = { recordId, content, seen: markOf(before) };
  expect(await importIntoDraft(member, into)).toMatchObject({ error: { code: 'not-allowed' } });
  expect(
    await importIntoDraft({ ...(await world.elsewhere()), actor: facilitator.actor }, into),
  ).toMatchObject({ error: { code: 'not-found' } });
  expect(await importIntoDraft(facilitator, into)).toMatchObject({ ok: true });
  const after = await draftOf(recordId);
  expect(after).toMatchObject({ id: before.id, version: before.version, dimensions: content.dimensions });
});
