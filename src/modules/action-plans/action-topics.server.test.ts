import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { CoreFormValues } from '#modules/records/index.ts';
import { addTopic } from '#modules/records/index.server.ts';
import type { ActionFilters } from './action-filters.ts';
import { listActions } from './list-actions.server.ts';
import { editAction, openAction } from './save-action.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator');
});
afterAll(() => world.close());

const nothing: CoreFormValues = { topics: [], chat: '', coAuthors: '', licence: '' };

function open(title: string, core: Partial<CoreFormValues>) {
  const input = { title, who: 'La mairie', due: '2027' };
  return openAction(facilitator, { input, core: { ...nothing, ...core } });
}

async function titlesOf(filters: ActionFilters): Promise<string[]> {
  const { groups, total } = await listActions(facilitator, { filters, page: 1 });
  const titles = groups.flatMap(({ actions }) => actions.map(({ record }) => record.title));
  expect(total).toBe(titles.length);
  return titles.toSorted();
}

test('the plan is filtered by what actions are about', async () => {
  const theme = await addTopic(facilitator, 'theme', { name: 'Énergie' });
  const id = theme.ok ? theme.value.id : '';
  const opened = await open('Isoler la salle', { topics: [id] });
  await open('Réparer le pont', {});
  expect(await titlesOf({ theme: 'energie' })).toEqual(['Isoler la salle']);
  expect(await titlesOf({ theme: 'energie', community: 'personne' })).toEqual([]);
  if (!opened.ok) throw new Error('refused');
  const { id: recordId, version } = opened.value;
  const input = { title: 'Isoler la salle', who: 'La mairie', due: '2027' };
  await editAction(facilitator, { recordId, version, input, core: nothing });
  expect(await titlesOf({ theme: 'Énergie' })).toEqual([]);
});

test('a shared part that is not understood is named with the rest', async () => {
  expect(await open('', { chat: 'http://salon.test/', licence: 'à moi' })).toEqual({
    ok: false,
    error: { code: 'invalid', problems: [{ field: 'title' }, { field: 'chat' }, { field: 'licence' }] },
  });
});
