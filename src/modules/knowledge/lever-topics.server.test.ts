import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { CoreFormValues } from '#modules/records/index.ts';
import { addTopic } from '#modules/records/index.server.ts';
import { type LeverFormValues, emptyLeverForm } from './lever-form.ts';
import { listLevers } from './list-levers.server.ts';
import { editLever, writeLever } from './write-lever.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());

const nothing: CoreFormValues = { topics: [], chat: '', coAuthors: '', licence: '' };
const input: LeverFormValues = {
  ...emptyLeverForm,
  title: 'Prêter la salle',
  how: 'Une clef.',
  phase: 'trigger',
  posture: 'facilitate',
  competent: ['commune'],
};

async function titlesOf(asked: { theme?: string; challenge?: string }): Promise<string[]> {
  const { levers } = await listLevers(facilitator, { text: '', filters: {}, asked });
  return levers.map(({ record }) => record.title);
}

test('levers are filtered by what they are about; a form without the shared part changes nothing of it', async () => {
  const challenge = await addTopic(facilitator, 'challenge', { name: 'Se réunir' });
  const topics = challenge.ok ? [challenge.value.id] : [];
  const written = await writeLever(facilitator, { input, criteria: [], core: { ...nothing, topics } });
  await writeLever(facilitator, { input: { ...input, title: 'Prêter un camion' }, criteria: [] });
  expect(await titlesOf({ challenge: 'SE REUNIR' })).toEqual(['Prêter la salle']);
  expect(await titlesOf({ theme: 'se-reunir' })).toEqual([]);
  if (!written.ok) throw new Error('refused');
  const { id: recordId, version } = written.value;
  const edited = { ...input, title: 'Prêter les salles' };
  await editLever(facilitator, { recordId, version, input: edited, criteria: [] });
  expect(await titlesOf({ challenge: 'se-reunir' })).toEqual(['Prêter les salles']);
});

test('a shared part that is not understood is named with the rest', async () => {
  const core = { ...nothing, coAuthors: 'ana@exemple.test' };
  expect(await writeLever(facilitator, { input: { ...input, title: '' }, criteria: [], core })).toEqual({
    ok: false,
    error: { code: 'invalid', problems: [{ field: 'title' }, { field: 'coAuthors' }] },
  });
});
