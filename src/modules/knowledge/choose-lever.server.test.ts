import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { Kind } from '#modules/records/index.ts';
import { createRecord, deleteRecord, relatedRecords } from '#modules/records/index.server.ts';
import { chooseLever, withdrawChoice } from './choose-lever.server.ts';
import { chosenLevers } from './chosen-lever-store.server.ts';
import { publishShippedLevers, readShippedLevers } from './publish-shipped-levers.server.ts';

let world: TestWorld;
let facilitator: Context;
let visitor: Context;
let levers: Map<string, Id>;

beforeAll(async () => {
  world = await openTestWorld();
  facilitator = await world.as('facilitator', 'Dominique');
  visitor = await world.as('visitor');
  const published = await publishShippedLevers(await world.as('owner'), readShippedLevers());
  if (!published.ok) throw new Error(published.error.code);
  levers = published.value;
});
afterAll(() => world.close());

const leverId = (id: string) => levers.get(id) ?? '';

async function makeRecord(kind: Kind, visibility: 'public' | 'draft' = 'public'): Promise<Id> {
  const { id } = await createRecord(await world.as('owner'), {
    kind,
    fields: {
      title: 'Évaluation de la ressourcerie',
      pitch: '',
      body: emptyRichText(),
      language: 'fr',
      visibility,
      licence: 'CC-BY-SA-4.0',
      tags: [],
      topicIds: [],
      chatUrl: '',
      coAuthors: [],
      sourceName: '',
      sourceUrl: '',
      sourceRecordId: '',
      confirmedOn: null,
    },
    details: {},
  });
  return id;
}

describe('choosing a lever for an evaluation', () => {
  test('links the two both ways, with the reason, who and when', async () => {
    const evaluationId = await makeRecord('evaluation');
    const choice = {
      evaluationId,
      leverId: leverId('access-for-all'),
      reason: ' Les prix éloignent. ',
      criteria: ['fair-price'],
    };
    expect(await chooseLever(facilitator, choice)).toEqual({ ok: true, value: undefined });

    const seen = {
      ...choice,
      reason: 'Les prix éloignent.',
      chosenBy: facilitator.actor.personId,
      chosenAt: world.clock.now(),
    };
    expect(await chosenLevers(visitor, { leverId: choice.leverId })).toMatchObject([
      { ...seen, kind: 'evaluation', title: 'Évaluation de la ressourcerie' },
    ]);
    expect(await chosenLevers(visitor, { evaluationId })).toMatchObject([
      { ...seen, kind: 'lever', title: 'Ouvrir la porte aux personnes qui n’osent pas' },
    ]);
    expect(await relatedRecords(visitor, choice.leverId)).toMatchObject([
      { type: 'chosen-for', direction: 'out', id: evaluationId },
    ]);
    expect(await relatedRecords(visitor, evaluationId)).toMatchObject([
      { type: 'chosen-for', direction: 'in', id: choice.leverId },
    ]);
  });

  test('is told in the history of the lever, with the reason', async () => {
    const evaluationId = await makeRecord('evaluation');
    await chooseLever(facilitator, {
      evaluationId,
      leverId: leverId('free-trials'),
      reason: 'Peu de monde la connaît.',
    });
    const [entry] = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: leverId('free-trials'),
      limit: 1,
    });
    expect(entry).toMatchObject({
      action: 'lever.linked',
      actorId: facilitator.actor.personId,
      changes: {
        'link.chosen-for': { before: null, after: evaluationId },
        reason: { before: null, after: 'Peu de monde la connaît.' },
      },
    });
  });

  test('keeps only the criteria that the lever is about', async () => {
    const evaluationId = await makeRecord('evaluation');
    const criteria = ['welcome', 'fair-price', '<script>'];
    await chooseLever(facilitator, {
      evaluationId,
      leverId: leverId('free-trials'),
      reason: 'Oui',
      criteria,
    });
    expect(await chosenLevers(visitor, { evaluationId })).toMatchObject([{ criteria: ['welcome'] }]);
  });

  test('twice is told, and leaves the first reason', async () => {
    const choice = { evaluationId: await makeRecord('evaluation'), leverId: leverId('shared-inventory') };
    const both = await Promise.all([
      chooseLever(facilitator, { ...choice, reason: 'Une raison' }),
      chooseLever(await world.as('owner'), { ...choice, reason: 'Une autre' }),
    ]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(both).toContainEqual({ ok: false, error: { code: 'already-chosen' } });
    expect(await chosenLevers(visitor, choice)).toHaveLength(1);
  });

  test.each(['visitor', 'contributor'] as const)('is not for a %s', async (role) => {
    const choice = {
      evaluationId: await makeRecord('evaluation'),
      leverId: leverId('right-to-try'),
      reason: 'Oui',
    };
    expect(await chooseLever(await world.as(role), choice)).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    expect(await chosenLevers(visitor, choice)).toEqual([]);
  });

  test.each([
    ['no reason', '   ', { code: 'reason-missing' }],
    [
      'a reason of 10,000 characters, told by how many it is too long',
      'x'.repeat(10_000),
      { code: 'reason-too-long', tooLong: { excess: 8_000, max: 2_000 } },
    ],
  ])('is refused with %s', async (_, reason, error) => {
    const choice = { evaluationId: await makeRecord('evaluation'), leverId: leverId('right-to-try'), reason };
    expect(await chooseLever(facilitator, choice)).toEqual({ ok: false, error });
  });

  test('needs a lever and an evaluation that one may see', async () => {
    const right = {
      evaluationId: await makeRecord('evaluation'),
      leverId: leverId('right-to-try'),
      reason: 'Oui',
    };
    const deleted = await makeRecord('evaluation');
    await deleteRecord(facilitator, deleted);
    const wrong = [
      { ...right, evaluationId: newId() },
      { ...right, evaluationId: await makeRecord('practice') },
      { ...right, evaluationId: await makeRecord('evaluation', 'draft') },
      { ...right, evaluationId: deleted },
      { ...right, leverId: await makeRecord('practice') },
    ];
    for (const choice of wrong) {
      expect(await chooseLever(facilitator, choice)).toEqual({ ok: false, error: { code: 'not-found' } });
    }
    expect(await chosenLevers(visitor, { leverId: right.leverId })).toEqual([]);
  });

  test('leaves out what the database cannot keep', async () => {
    const evaluationId = await makeRecord('evaluation');
    await chooseLever(facilitator, { evaluationId, leverId: leverId('contact-person'), reason: 'a\0b' });
    expect(await chosenLevers(visitor, { evaluationId })).toMatchObject([{ reason: 'ab' }]);
  });

  test('keeps a script as the text it is', async () => {
    const evaluationId = await makeRecord('evaluation');
    const reason = '<script>alert(1)</script>';
    await chooseLever(facilitator, { evaluationId, leverId: leverId('contact-person'), reason });
    expect(await chosenLevers(visitor, { evaluationId })).toMatchObject([{ reason }]);
  });

  test('is hidden from whoever may not see the evaluation', async () => {
    const owner = await world.as('owner');
    const evaluationId = await makeRecord('evaluation');
    await chooseLever(owner, { evaluationId, leverId: leverId('matching-funds'), reason: 'Oui' });
    await deleteRecord(owner, evaluationId);
    expect(await chosenLevers(visitor, { leverId: leverId('matching-funds') })).toEqual([]);
  });
});

describe('withdrawing a choice', () => {
  async function chosen(): Promise<{ evaluationId: Id; leverId: Id }> {
    const choice = { evaluationId: await makeRecord('evaluation'), leverId: leverId('paid-facilitation') };
    await chooseLever(await world.as('owner'), { ...choice, reason: 'Une équipe fatiguée.' });
    return choice;
  }

  test('is for any facilitator, and takes both ends of the link away; the history keeps what it was', async () => {
    const choice = await chosen();
    expect(await withdrawChoice(facilitator, choice)).toMatchObject({ ok: true });
    expect(await chosenLevers(visitor, choice)).toEqual([]);
    expect(await relatedRecords(visitor, choice.evaluationId)).toEqual([]);
    const [entry] = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: choice.leverId,
      limit: 1,
    });
    expect(entry).toMatchObject({
      action: 'lever.unlinked',
      changes: { reason: { before: 'Une équipe fatiguée.', after: null } },
    });
  });

  test('then leaves it free to be chosen again', async () => {
    const choice = await chosen();
    await withdrawChoice(facilitator, choice);
    expect(await chooseLever(facilitator, { ...choice, reason: 'Finalement si.' })).toMatchObject({
      ok: true,
    });
  });

  test('is not for a contributor, and not for what was never chosen', async () => {
    const choice = await chosen();
    expect(await withdrawChoice(await world.as('contributor'), choice)).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    expect(await chosenLevers(visitor, { evaluationId: choice.evaluationId })).toHaveLength(1);
    for (const never of [
      { ...choice, leverId: leverId('free-trials') },
      { ...choice, evaluationId: 'nonsense' },
    ]) {
      expect(await withdrawChoice(facilitator, never)).toEqual({ ok: false, error: { code: 'not-found' } });
    }
  });
});
