import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { chosenLevers, publishShippedLevers, readShippedLevers } from '#modules/knowledge/index.server.ts';
import { createRecord, deleteRecord, relatedRecords } from '#modules/records/index.server.ts';
import { actionFileShape } from './action-file.ts';
import { findAction } from './action-store.server.ts';
import { listActions } from './list-actions.server.ts';
import { readDemoActions, seedActions } from './seed-actions.server.ts';

const file = readDemoActions();

let world: TestWorld;
let owner: Context;
let visitor: Context;
let levers: Map<string, Id>;
let evaluationId: Id;

const seed = () => seedActions(owner, file, { levers, evaluations: new Map([[file.session, evaluationId]]) });

beforeAll(async () => {
  world = await openTestWorld();
  owner = { ...(await world.as('owner')), actor: { personId: null, role: 'owner' } };
  visitor = await world.as('visitor');
  const published = await publishShippedLevers(owner, readShippedLevers());
  if (!published.ok) throw new Error(published.error.code);
  levers = published.value;
  const fields = {
    title: 'La ressourcerie, automne 2026',
    pitch: '',
    body: emptyRichText(),
    language: 'fr' as const,
    visibility: 'public' as const,
    licence: 'CC-BY-SA-4.0',
    tags: [],
    sourceName: '',
    sourceUrl: '',
    sourceRecordId: '',
    confirmedOn: null,
  };
  evaluationId = (await createRecord(owner, { kind: 'evaluation', fields, details: {} })).id;
});
afterAll(() => world.close());

describe('the actions of the demonstration', () => {
  test('end where their history ends, which begins with the opening', () => {
    const wrong = file.actions.filter(({ status, history }) => history.at(-1)?.status !== status);
    expect(wrong).toEqual([]);
    const days = file.actions.map(({ history }) => history.map(({ on }) => on));
    expect(days).toEqual(days.map((ofAction) => ofAction.toSorted()));
  });

  test('are refused when the file has a field we do not know', () => {
    expect(actionFileShape.safeParse(file).success).toBe(true);
    expect(actionFileShape.safeParse({ ...file, tasks: [] }).success).toBe(false);
  });

  test('are opened, each with the lever it carries out and the session it follows from', async () => {
    const ids = await seed();
    expect([...ids.keys()]).toEqual(file.actions.map(({ id }) => id));
    const related = await relatedRecords(visitor, ids.get('prix-choisi') ?? '');
    expect(related).toMatchObject([
      { type: 'carries-out', direction: 'out', id: levers.get('access-for-all') },
      { type: 'follows-from', direction: 'out', id: evaluationId },
    ]);
    const chosen = await chosenLevers(visitor, { evaluationId });
    expect(new Map(chosen.map(({ leverId, criteria }) => [leverId, criteria]))).toEqual(
      new Map([
        [levers.get('access-for-all'), ['fair-price']],
        [levers.get('paid-facilitation'), ['sustained-facilitation']],
        [levers.get('meetings-written-together'), ['shared-decisions']],
      ]),
    );
  });

  test('went through their steps on the days the file gives', async () => {
    const id = (await seed()).get('decisions-annoncees') ?? '';
    expect(await findAction(visitor, { id })).toMatchObject({
      record: { sourceName: 'Exemple de démonstration' },
      details: { status: 'done', progress: expect.stringMatching(/^Dix-neuf personnes/) },
    });
    const entries = await historyOf(world.db, { territoryId: world.territoryId, recordId: id, limit: 10 });
    const steps = entries.map(({ action, happenedAt }) => [action, happenedAt.toISOString().slice(0, 10)]);
    expect(steps).toEqual([
      ['action.changed', '2026-11-18'],
      ['action.changed', '2026-11-10'],
      ['action.linked', '2026-11-02'],
      ['action.linked', '2026-11-02'],
      ['action.created', '2026-11-02'],
    ]);
  });

  test('come once, however often they are seeded, and a deleted one stays deleted', async () => {
    const before = await seed();
    await deleteRecord(owner, before.get('camionnette-des-bourgs') ?? '');
    expect(await seed()).toEqual(before);
    expect((await listActions(visitor, { filters: {}, page: 1 })).total).toBe(file.actions.length - 1);
    expect(await chosenLevers(visitor, { evaluationId })).toHaveLength(file.chosenLevers.length);
  });

  test('come whole or not at all: a lever that was not seeded is named', async () => {
    const elsewhere: Context = { ...(await world.elsewhere()), actor: owner.actor };
    const ids = { levers: new Map<string, Id>(), evaluations: new Map([[file.session, evaluationId]]) };
    await expect(seedActions(elsewhere, file, ids)).rejects.toThrow(/access-for-all/);
    expect((await listActions(elsewhere, { filters: {}, page: 1 })).total).toBe(0);
  });
});
