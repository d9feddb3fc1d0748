import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { newId } from '#kernel/ids.ts';
import { relatedRecords } from '#modules/records/index.server.ts';
import { closeEvaluation, openEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import { saveAnswers } from './answer-evaluation.server.ts';
import { createEvaluation, editEvaluation } from './create-evaluation.server.ts';
import { findEvaluation, listEvaluations, readComposition, readResult } from './read-evaluation.server.ts';
import {
  type EvaluationScene,
  anonymous,
  named,
  openEvaluationScene,
  valueOf,
} from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

async function sessionSeenBy(role: Role, id: string) {
  return findEvaluation(await scene.as(role), { id });
}

async function found(id: string) {
  const session = await findEvaluation(scene.facilitator, { id });
  if (!session) throw new Error('no such session');
  return session;
}

/** The result of a session about a single practice. */
async function onlyResult(id: string) {
  const [subject, ...others] = valueOf(await readResult(scene.facilitator, await found(id))).subjects;
  if (!subject || others.length > 0) throw new Error('one practice, one result');
  return subject.result;
}

describe('creating a session', () => {
  const create = async (role: Role, practiceId = scene.practiceId) =>
    createEvaluation(await scene.as(role), { subjectIds: [practiceId], input: scene.input() });

  test.each(['facilitator', 'owner'] as const)('is for a %s', async (role) => {
    expect(await create(role)).toMatchObject({ ok: true });
  });

  test.each(['visitor', 'contributor'] as const)('is not for a %s', async (role) => {
    expect(await create(role)).toEqual({ ok: false, error: { code: 'not-allowed' } });
  });

  test('needs a practice of this territory', async () => {
    expect(await create('facilitator', newId())).toMatchObject({ error: { code: 'not-found' } });
    const elsewhere = { ...(await scene.world.elsewhere()), actor: scene.facilitator.actor };
    const made = await createEvaluation(elsewhere, { subjectIds: [scene.practiceId], input: scene.input() });
    expect(made).toMatchObject({ error: { code: 'not-found' } });
  });

  test.each([
    ['an unknown framework version', { frameworkVersionId: newId() }, 'frameworkVersionId'],
    ['a closing day that has passed', { closesOn: '2026-11-22' }, 'closesOn'],
    [
      'a college that takes the name of the merged group',
      { colleges: [anonymous('others'), named('elected')] },
      'colleges',
    ],
  ])('refuses %s, and writes nothing', async (_, changes, field) => {
    const before = (await listEvaluations(scene.facilitator)).length;
    const made = await createEvaluation(scene.facilitator, {
      subjectIds: [scene.practiceId],
      input: scene.input(changes),
    });
    expect(made).toEqual({ ok: false, error: { code: 'invalid', problems: [{ field }] } });
    expect(await listEvaluations(scene.facilitator)).toHaveLength(before);
  });

  test('keeps a title on one line, without what no database can hold', async () => {
    const input = scene.input({ title: ' Jardin\0\npartagé\ud800 ', purpose: 'Parler\0 ensemble' });
    const made = valueOf(
      await createEvaluation(scene.facilitator, { subjectIds: [scene.practiceId], input }),
    );
    expect(made.title).toBe('Jardin partagé\ufffd');
  });

  test('ties it to the practice, both ways, and writes it in the history', async () => {
    const id = await scene.draft();
    expect(await relatedRecords(scene.facilitator, id)).toMatchObject([
      { type: 'evaluates', direction: 'out', id: scene.practiceId },
    ]);
    const back = await relatedRecords(scene.facilitator, scene.practiceId);
    expect(back).toContainEqual(expect.objectContaining({ type: 'evaluates', direction: 'in', id }));
    const entries = await historyOf(scene.world.db, {
      territoryId: scene.world.territoryId,
      recordId: id,
      limit: 10,
    });
    expect(entries.map(({ action }) => action)).toEqual(['evaluation.linked', 'evaluation.created']);
  });
});

describe('a draft', () => {
  test('is seen by facilitators only', async () => {
    const id = await scene.draft();
    expect(await sessionSeenBy('facilitator', id)).toMatchObject({ state: 'draft' });
    expect(await sessionSeenBy('contributor', id)).toBeUndefined();
    expect(await sessionSeenBy('visitor', id)).toBeUndefined();
    const listed = await listEvaluations(await scene.as('contributor'));
    expect(listed.map(({ record }) => record.id)).not.toContain(id);
  });

  test('can be changed, colleges included, until someone saved meanwhile', async () => {
    const id = await scene.draft();
    const { version } = (await found(id)).record;
    const colleges = [named('elected'), anonymous('users', 3)];
    const input = scene.input({ title: 'Autre titre', colleges });
    expect(await editEvaluation(scene.facilitator, { evaluationId: id, version, input })).toMatchObject({
      ok: true,
    });
    expect(await found(id)).toMatchObject({ record: { title: 'Autre titre' }, colleges });

    const late = await editEvaluation(scene.facilitator, { evaluationId: id, version, input: scene.input() });
    expect(late).toMatchObject({ error: { code: 'changed-meanwhile' } });
    expect(await found(id)).toMatchObject({ record: { title: 'Autre titre' }, colleges });
  });
});

describe('an open session', () => {
  test('is seen by everyone, with its colleges but no composition', async () => {
    const id = await scene.opened();
    const session = await sessionSeenBy('visitor', id);
    expect(session).toMatchObject({ state: 'open', openedAt: scene.world.clock.now() });
    expect(session && (await readComposition(scene.visitor, session))).toMatchObject({
      error: { code: 'not-allowed' },
    });
  });

  test('keeps its colleges: nothing of it is changed any more', async () => {
    const id = await scene.opened([anonymous('residents'), anonymous('staff')]);
    const { record, colleges } = await found(id);
    const input = scene.input({ colleges: [named('residents'), anonymous('staff', 3)] });
    const edited = await editEvaluation(scene.facilitator, {
      evaluationId: id,
      version: record.version,
      input,
    });
    expect(edited).toEqual({ ok: false, error: { code: 'wrong-state' } });
    expect((await found(id)).colleges).toEqual(colleges);
  });

  test('tells facilitators how many answered in each college, once they are enough to be shown', async () => {
    const id = await scene.opened([named('elected'), anonymous('residents', 3), anonymous('staff', 3)]);
    const composition = async () => valueOf(await readComposition(scene.facilitator, await found(id)));
    expect((await composition()).begun).toBe(false);
    await scene.answer(id, 'elected', { answers: { price: 4 }, signature: 'Une élue' });
    await scene.answer(id, 'residents', { answers: { price: 4 } });
    await scene.answer(id, 'residents', { reasons: { price: 'Trop cher' } });
    await scene.answer(id, 'residents', {});
    expect(await composition()).toMatchObject({
      begun: true,
      colleges: [
        { college: { key: 'elected' }, invited: 1, answered: 1 },
        { college: { key: 'residents' }, invited: 3, answered: null },
        { college: { key: 'staff' }, invited: 0, answered: null },
      ],
    });
    await scene.answer(id, 'residents', { answers: { price: 1 } });
    expect((await composition()).colleges[1]).toMatchObject({ invited: 4, answered: 3 });
  });
});

describe('the states follow each other', () => {
  const moves = { open: openEvaluation, close: closeEvaluation, publish: publishEvaluation };

  test.each(['visitor', 'contributor'] as const)('a %s moves nothing', async (role) => {
    const id = await scene.draft();
    const context = await scene.as(role);
    for (const move of Object.values(moves)) {
      expect(await move(context, id)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    }
    expect(await found(id)).toMatchObject({ state: 'draft' });
  });

  test('in one order only', async () => {
    const id = await scene.draft();
    const refused = { ok: false, error: { code: 'wrong-state' } };
    expect(await closeEvaluation(scene.facilitator, id)).toEqual(refused);
    expect(await publishEvaluation(scene.facilitator, id)).toEqual(refused);
    valueOf(await openEvaluation(scene.facilitator, id));
    expect(await openEvaluation(scene.facilitator, id)).toEqual(refused);
    expect(await publishEvaluation(scene.facilitator, id)).toEqual(refused);
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(await openEvaluation(scene.facilitator, id)).toEqual(refused);
    valueOf(await publishEvaluation(scene.facilitator, id));
    expect(await closeEvaluation(scene.facilitator, id)).toEqual(refused);
    expect(await found(id)).toMatchObject({ state: 'published' });
  });

  test('of two who close at once, one does', async () => {
    const id = await scene.opened();
    const both = await Promise.all([
      closeEvaluation(scene.facilitator, id),
      closeEvaluation(scene.facilitator, id),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('an unknown session is not found, nor one of another territory', async () => {
    expect(await openEvaluation(scene.facilitator, newId())).toMatchObject({ error: { code: 'not-found' } });
    const elsewhere = { ...(await scene.world.elsewhere()), actor: scene.facilitator.actor };
    expect(await openEvaluation(elsewhere, await scene.draft())).toMatchObject({
      error: { code: 'not-found' },
    });
  });
});

describe('the result', () => {
  async function closedWith(staff: number) {
    const id = await scene.opened([named('elected'), anonymous('residents'), anonymous('staff')]);
    await scene.answer(id, 'elected', {
      answers: { price: 5 },
      signature: 'Une élue',
      reasons: { price: 'Abordable.' },
    });
    await scene.answer(id, 'elected', { answers: { price: 1 }, signature: 'Un absent', consented: false });
    for (let i = 0; i < 6; i += 1) await scene.answer(id, 'residents', { answers: { price: 2 } });
    for (let i = 0; i < staff; i += 1) await scene.answer(id, 'staff', { answers: { price: 3 } });
    valueOf(await closeEvaluation(scene.facilitator, id));
    return id;
  }

  test('is private to the session until it is published', async () => {
    const id = await closedWith(0);
    const session = await found(id);
    expect(await readResult(scene.facilitator, session)).toMatchObject({ ok: true });
    for (const role of ['visitor', 'contributor'] as const) {
      expect(await readResult(await scene.as(role), session)).toEqual({
        ok: false,
        error: { code: 'not-allowed' },
      });
    }
    valueOf(await publishEvaluation(scene.facilitator, id));
    expect(await readResult(scene.visitor, await found(id))).toMatchObject({ ok: true });
  });

  test('shows first what colleges see most differently, and attributes named reasons', async () => {
    const result = await onlyResult(await closedWith(0));
    expect(result.criteria[0]).toMatchObject({
      id: 'price',
      verdict: 'differ',
      spread: { widest: { between: ['elected', 'residents'] } },
    });
    const elected = result.groups.find(({ id }) => id === 'elected');
    expect(elected).toMatchObject({
      respondents: 1,
      cells: {
        price: {
          distribution: { counts: [0, 0, 0, 0, 1] },
          remarks: [{ text: 'Abordable.', respondent: 'Une élue' }],
        },
      },
    });
    expect(JSON.stringify(result)).not.toContain('Un absent');
  });

  test('never lets two staff members be found, nor by subtraction: they are shown with the residents', async () => {
    const result = await onlyResult(await closedWith(2));
    expect(result.groups.map(({ id, respondents }) => [id, respondents])).toEqual([
      ['elected', 1],
      ['others', 8],
    ]);
    expect(result.respondents).toBe(9);
  });

  test('is worked out once: an answer that comes later is refused and changes nothing', async () => {
    const id = await scene.opened();
    const [token = ''] = await scene.links(id, 'residents', 1);
    valueOf(await closeEvaluation(scene.facilitator, id));
    const late = await saveAnswers(scene.visitor, token, { answers: { price: 1 }, remarks: {} });
    expect(late).toEqual({ ok: false, error: { code: 'evaluation-closed' } });
    expect((await onlyResult(id)).respondents).toBe(0);
  });
});
