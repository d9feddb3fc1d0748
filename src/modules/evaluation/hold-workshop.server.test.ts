import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { closeEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import {
  closeDots,
  countDots,
  giveDots,
  newBallotKey,
  openBallot,
  openDots,
  readDots,
} from './give-dots.server.ts';
import { choosePriorities, readWorkshop, saveCollectiveAnswer, tiePriority } from './hold-workshop.server.ts';
import { findEvaluation } from './read-evaluation.server.ts';
import { undoEvaluationChange } from './undo-workshop.server.ts';
import { type EvaluationScene, openEvaluationScene, valueOf } from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
let id: string;
beforeAll(async () => {
  scene = await openEvaluationScene();
  id = await scene.opened();
  valueOf(await closeEvaluation(scene.facilitator, id));
});
afterAll(() => scene.world.close());

async function sessionFor(context: Context, evaluationId = id) {
  const session = await findEvaluation(context, { id: evaluationId });
  if (!session) throw new Error('no such session');
  return session;
}

const kept = async () => valueOf(await readWorkshop(scene.facilitator, await sessionFor(scene.facilitator)));

function answer(context: Context, changes: Partial<Parameters<typeof saveCollectiveAnswer>[1]> = {}) {
  const given = { evaluationId: id, subject: '1', criterionId: 'price', answer: 4, reason: 'Ensemble' };
  return saveCollectiveAnswer(context, { ...given, ...changes });
}

describe('what a group answers together', () => {
  test('is kept beside, changed, taken away, and told in the history', async () => {
    valueOf(await answer(scene.facilitator));
    valueOf(await answer(scene.facilitator, { answer: 'dk', reason: '' }));
    expect((await kept()).collective).toEqual([
      { subject: '1', criterionId: 'price', answer: 'dk', reason: '' },
    ]);
    valueOf(await answer(scene.facilitator, { answer: null }));
    expect((await kept()).collective).toEqual([]);
    const { db, territoryId } = scene.world;
    const [latest, before] = await historyOf(db, { territoryId, recordId: id, limit: 2 });
    expect(latest?.changes).toEqual({ 'collective.1.price': { before: 'dk', after: null } });
    expect(before?.changes).toEqual({ 'collective.1.price': { before: '4 – Ensemble', after: 'dk' } });
  });

  test('comes back as it was, one change at a time, unless it changed again', async () => {
    const { db, territoryId } = scene.world;
    const undo = (entryId = '') => undoEvaluationChange(scene.facilitator, { recordId: id, entryId });
    valueOf(await answer(scene.facilitator, { criterionId: 'help', answer: 3, reason: 'À deux – au moins' }));
    valueOf(await answer(scene.facilitator, { criterionId: 'help', answer: 'na', reason: '' }));
    valueOf(
      await choosePriorities(scene.facilitator, {
        evaluationId: id,
        chosen: [
          { criterionId: 'price', words: 'Un prix – pour tous' },
          { criterionId: 'help', words: '' },
        ],
      }),
    );
    valueOf(await choosePriorities(scene.facilitator, { evaluationId: id, chosen: [] }));
    const [emptied, , taken, given] = await historyOf(db, { territoryId, recordId: id, limit: 4 });
    expect(await undo(given?.id)).toMatchObject({ error: { code: 'changed-since' } });
    const other = { ...scene.facilitator, actor: (await scene.as('contributor')).actor };
    expect(await undoEvaluationChange(other, { recordId: id, entryId: taken?.id ?? '' })).toMatchObject({
      error: { code: 'not-allowed' },
    });
    valueOf(await undo(taken?.id));
    valueOf(await undo(emptied?.id));
    const { collective, priorities } = await kept();
    expect(collective).toEqual([
      { subject: '1', criterionId: 'help', answer: 3, reason: 'À deux – au moins' },
    ]);
    expect(priorities).toMatchObject([
      { criterionId: 'price', words: 'Un prix – pour tous' },
      { criterionId: 'help', words: '' },
    ]);
    valueOf(await undo(given?.id));
    valueOf(await choosePriorities(scene.facilitator, { evaluationId: id, chosen: [] }));
    expect((await kept()).collective).toEqual([]);
  });

  test.each([
    ['a level off the scale', { answer: 6 }, 'answer-invalid'],
    ['a criterion that is not asked', { criterionId: 'other' }, 'not-found'],
    ['something that was not evaluated', { subject: '2' }, 'not-found'],
    ['a reason as long as a book', { reason: 'x'.repeat(2001) }, 'reason-too-long'],
  ])('is refused for %s', async (_, changes, code) => {
    expect(await answer(scene.facilitator, changes)).toMatchObject({ error: { code } });
  });

  test('is for a session whose result is worked out', async () => {
    const open = await scene.opened();
    expect(await answer(scene.facilitator, { evaluationId: open })).toMatchObject({
      error: { code: 'wrong-state' },
    });
    expect(await openDots(scene.facilitator, open)).toMatchObject({ error: { code: 'wrong-state' } });
  });
});

test.each<Role>(['visitor', 'contributor'])('a %s holds no workshop', async (role) => {
  const context = await scene.as(role);
  const refused = { error: { code: 'not-allowed' } };
  expect(await answer(context)).toMatchObject(refused);
  expect(await choosePriorities(context, { evaluationId: id, chosen: [] })).toMatchObject(refused);
  expect(await openDots(context, id)).toMatchObject(refused);
  expect(await closeDots(context, id)).toMatchObject(refused);
  expect(await countDots(context, { evaluationId: id, dots: new Map() })).toMatchObject(refused);
  expect(await readDots(context, await sessionFor(context))).toMatchObject(refused);
  expect(await readWorkshop(context, await sessionFor(context))).toMatchObject(refused);
});

test('a facilitator of another territory reaches nothing of it', async () => {
  const elsewhere = { ...(await scene.world.elsewhere()), actor: scene.facilitator.actor };
  expect(await answer(elsewhere)).toMatchObject({ error: { code: 'not-found' } });
  expect(await openDots(elsewhere, id)).toMatchObject({ error: { code: 'not-found' } });
  const tie = { evaluationId: id, criterionId: 'price', outcomeId: newId() };
  expect(await tiePriority(elsewhere, tie)).toMatchObject({ error: { code: 'not-found' } });
});

describe('dots', () => {
  const ballot = async (code: string, chosen: string[], ballotKey = newBallotKey()) => {
    const { shortId } = (await sessionFor(scene.facilitator)).record;
    return giveDots(scene.visitor, { shortId, code, ballotKey, address: '192.0.2.1', chosen });
  };
  const dots = async () => valueOf(await readDots(scene.facilitator, await sessionFor(scene.facilitator)));

  test('are given with the code of the room, by nobody in particular; a ballot counts once', async () => {
    expect(await ballot('BCDFGH', ['price'])).toMatchObject({ error: { code: 'dots-closed' } });
    valueOf(await openDots(scene.facilitator, id));
    const { code } = await dots();
    expect(code).toMatch(/^[B-Z]{6}$/);
    const wrong = code === 'BBBBBB' ? 'CCCCCC' : 'BBBBBB';
    expect(await ballot(wrong, ['price'])).toMatchObject({ error: { code: 'code-unknown' } });
    const mine = newBallotKey();
    valueOf(await ballot(code ?? '', ['price', 'help'], mine));
    valueOf(await ballot(code ?? '', ['price']));
    valueOf(await ballot(code ?? '', ['meeting'], mine));
    valueOf(await countDots(scene.facilitator, { evaluationId: id, dots: new Map([['help', 5]]) }));
    const { ballots, all, counted } = await dots();
    expect(ballots).toBe(2);
    expect(Object.fromEntries(all)).toEqual({ price: 1, meeting: 1, help: 5 });
    expect(Object.fromEntries(counted)).toEqual({ help: 5 });

    const { shortId } = (await sessionFor(scene.facilitator)).record;
    const attempt = { shortId, code: code ?? '', ballotKey: mine, address: '192.0.2.1' };
    expect(valueOf(await openBallot(scene.visitor, attempt)).chosen).toEqual(['meeting']);
  });

  test.each([
    ['too many of them', ['price', 'help', 'meeting', 'more'], undefined, 'too-many-dots'],
    ['a criterion that is not asked', ['more'], undefined, 'ballot-invalid'],
    ['a ballot that is made up', ['price'], 'counted-by-hand', 'ballot-invalid'],
  ])('are refused for %s', async (_, chosen, ballotKey, code) => {
    expect(await ballot((await dots()).code ?? '', chosen, ballotKey)).toMatchObject({ error: { code } });
  });

  test('help the group to choose a short list, which stays, and becomes actions', async () => {
    const chosen = [
      { criterionId: 'help', words: 'Une\0 permanence ' },
      { criterionId: 'price', words: '' },
    ];
    valueOf(await choosePriorities(scene.facilitator, { evaluationId: id, chosen }));
    const practice = { evaluationId: id, criterionId: 'help', outcomeId: scene.practiceId };
    valueOf(await tiePriority(scene.facilitator, practice));
    expect(await tiePriority(scene.facilitator, practice)).toMatchObject({ error: { code: 'not-found' } });
    // Chosen again in another order: what it became stays.
    valueOf(await choosePriorities(scene.facilitator, { evaluationId: id, chosen: chosen.toReversed() }));
    expect((await kept()).priorities).toEqual([
      { criterionId: 'price', words: '', dots: 1, outcomeId: null },
      { criterionId: 'help', words: 'Une permanence', dots: 5, outcomeId: scene.practiceId },
    ]);
    const many = Array.from({ length: 8 }, (_, index) => ({ criterionId: `c-${index}`, words: '' }));
    expect(await choosePriorities(scene.facilitator, { evaluationId: id, chosen: many })).toMatchObject({
      error: { code: 'too-many-priorities' },
    });
  });

  test('are taken by telephone no more once closed; what the group kept is read by all once published', async () => {
    const { code } = await dots();
    valueOf(await closeDots(scene.facilitator, id));
    expect(await ballot(code ?? '', ['price'])).toMatchObject({ error: { code: 'dots-closed' } });
    valueOf(await publishEvaluation(scene.facilitator, id));
    expect(
      valueOf(await readWorkshop(scene.visitor, await sessionFor(scene.visitor))).priorities,
    ).toHaveLength(2);
  });
});
