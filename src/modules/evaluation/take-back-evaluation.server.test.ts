import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { closeEvaluation, openEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import { openSheet, saveAnswers, signSheet } from './answer-evaluation.server.ts';
import { editEvaluation } from './create-evaluation.server.ts';
import { inviteByMail } from './invite-people.server.ts';
import { readInvitations } from './list-invitations.server.ts';
import { findEvaluation, listEvaluations, readComposition, readResult } from './read-evaluation.server.ts';
import { takeBackEvaluation, withdrawEvaluation } from './take-back-evaluation.server.ts';
import {
  type EvaluationScene,
  anonymous,
  named,
  openEvaluationScene,
  valueOf,
  whileWaited,
} from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

const step = { answers: { meeting: 4 }, remarks: {} } as const;

async function found(id: Id) {
  const session = await findEvaluation(scene.facilitator, { id });
  if (!session) throw new Error('no such session');
  return session;
}

async function latestEntry(id: Id) {
  const { db, territoryId } = scene.world;
  const [latest] = await historyOf(db, { territoryId, recordId: id, limit: 1 });
  return latest;
}

async function openWithLink() {
  const id = await scene.opened([named('elected'), anonymous('residents')]);
  const [token = ''] = await scene.links(id, 'elected', 1);
  return { id, token };
}

describe('a session opened by mistake', () => {
  test('is a draft again, seen by facilitators only, whose links say that they were withdrawn', async () => {
    const { id, token } = await openWithLink();
    valueOf(await takeBackEvaluation(scene.facilitator, id));
    expect(await found(id)).toMatchObject({ state: 'draft', openedAt: null });
    expect(await findEvaluation(scene.visitor, { id })).toBeUndefined();
    expect(await findEvaluation(await scene.as('contributor'), { id })).toBeUndefined();
    expect(await openSheet(scene.visitor, token)).toEqual({
      ok: false,
      error: { code: 'invitation-withdrawn' },
    });
    expect(await latestEntry(id)).toMatchObject({ changes: { state: { before: 'open', after: 'draft' } } });
  });

  test('can be changed and opened again, for those who are invited then', async () => {
    const { id, token } = await openWithLink();
    valueOf(await takeBackEvaluation(scene.facilitator, id));
    const { version } = (await found(id)).record;
    const input = scene.input({ colleges: [named('elected'), anonymous('users', 3)] });
    valueOf(await editEvaluation(scene.facilitator, { evaluationId: id, version, input }));
    valueOf(await openEvaluation(scene.facilitator, id));
    expect(await openSheet(scene.visitor, token)).toMatchObject({ ok: false });
    const [again = ''] = await scene.links(id, 'users', 1);
    expect(await saveAnswers(scene.visitor, again, step)).toMatchObject({ ok: true });
  });

  test.each([
    ['answers', (token: string) => saveAnswers(scene.visitor, token, step)],
    ['signs', (token: string) => signSheet(scene.visitor, token, { signature: 'A', consented: true })],
  ])('stays open once somebody %s', async (_, begin) => {
    const { id, token } = await openWithLink();
    valueOf(await begin(token));
    expect(await takeBackEvaluation(scene.facilitator, id)).toEqual({
      ok: false,
      error: { code: 'already-answered' },
    });
    expect(await found(id)).toMatchObject({ state: 'open' });
    expect(await openSheet(scene.visitor, token)).toMatchObject({ ok: true });
  });

  test('stays open when a first answer is being saved', async () => {
    const { id, token } = await openWithLink();
    const taken = await whileWaited(
      scene,
      async ({ db }) => valueOf(await saveAnswers({ ...scene.visitor, db }, token, step)),
      () => takeBackEvaluation(scene.facilitator, id),
    );
    expect(taken).toEqual({ ok: false, error: { code: 'already-answered' } });
    expect(await found(id)).toMatchObject({ state: 'open' });
  });

  test('refuses the first answer sent while it is taken back', async () => {
    const { id, token } = await openWithLink();
    const saved = await whileWaited(
      scene,
      async (inside) => valueOf(await takeBackEvaluation(inside, id)),
      () => saveAnswers(scene.visitor, token, step),
    );
    expect(saved).toEqual({ ok: false, error: { code: 'invitation-withdrawn' } });
    expect(valueOf(await readComposition(scene.facilitator, await found(id))).begun).toBe(false);
  });

  test.each(['visitor', 'contributor'] as const)('is not taken back by a %s', async (role) => {
    const { id } = await openWithLink();
    expect(await takeBackEvaluation(await scene.as(role), id)).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });

  test('is taken back only while it is open', async () => {
    const wrong = { ok: false, error: { code: 'wrong-state' } };
    expect(await takeBackEvaluation(scene.facilitator, await scene.draft())).toEqual(wrong);
    const id = await scene.opened();
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(await takeBackEvaluation(scene.facilitator, id)).toEqual(wrong);
  });
});

describe('withdrawing a session', () => {
  const reason = 'Le périmètre était faux.';
  const withdraw = (evaluationId: Id, why = reason) =>
    withdrawEvaluation(scene.facilitator, { evaluationId, reason: why });

  test('says why to everyone, keeps the answers and shows none', async () => {
    const { id, token } = await openWithLink();
    for (let i = 0; i < 5; i += 1) await scene.answer(id, 'residents', { answers: { price: 2 } });
    valueOf(await closeEvaluation(scene.facilitator, id));
    valueOf(await withdraw(id, ` ${reason}\n`));
    const seen = await findEvaluation(scene.visitor, { id });
    expect(seen).toMatchObject({
      state: 'withdrawn',
      withdrawnAt: scene.world.clock.now(),
      withdrawnReason: reason,
    });
    expect(await listEvaluations(scene.visitor)).toContainEqual(
      expect.objectContaining({ state: 'withdrawn', record: expect.objectContaining({ id }) }),
    );
    for (const role of ['visitor', 'contributor', 'facilitator', 'owner'] as const) {
      expect(await readResult(await scene.as(role), await found(id))).toEqual({
        ok: false,
        error: { code: 'not-allowed' },
      });
    }
    const opened = valueOf(await openSheet(scene.visitor, token));
    expect(opened).toMatchObject({ session: { withdrawnReason: reason }, result: null });
    const kept = await readComposition(scene.facilitator, await found(id));
    expect(valueOf(kept).colleges[1]).toMatchObject({ answered: 5 });
    expect(await latestEntry(id)).toMatchObject({
      changes: {
        state: { before: 'closed', after: 'withdrawn' },
        withdrawnReason: { before: '', after: reason },
      },
    });
  });

  test('refuses answers from then on, and is for good', async () => {
    const { id, token } = await openWithLink();
    valueOf(await withdraw(id));
    expect(await saveAnswers(scene.visitor, token, step)).toEqual({
      ok: false,
      error: { code: 'evaluation-closed' },
    });
    const wrong = { ok: false, error: { code: 'wrong-state' } };
    for (const move of [openEvaluation, closeEvaluation, publishEvaluation, takeBackEvaluation]) {
      expect(await move(scene.facilitator, id)).toEqual(wrong);
    }
    expect(await withdraw(id)).toEqual(wrong);
  });

  test('forgets the addresses', async () => {
    const id = await scene.opened();
    const mail = () => ({ subject: 'Votre avis', body: (link: string) => link });
    const invitation = {
      evaluationId: id,
      collegeKey: 'residents',
      pasted: 'z@exemple.org',
      mail,
      path: '/r',
    };
    valueOf(await inviteByMail(scene.facilitator, invitation));
    valueOf(await withdraw(id));
    const [residents] = valueOf(await readInvitations(scene.facilitator, await found(id)));
    expect(residents?.mailed).toEqual([]);
  });

  test.each([
    ['', { code: 'reason-missing' }],
    [' \0\n', { code: 'reason-missing' }],
    ['a'.repeat(1003), { code: 'reason-too-long', tooLong: { excess: 3, max: 1000 } }],
  ])('for %j is refused', async (why, error) => {
    const id = await scene.opened();
    expect(await withdraw(id, why)).toEqual({ ok: false, error });
    expect(await found(id)).toMatchObject({ state: 'open', withdrawnReason: '' });
  });

  test('is not for a draft, nor for what is published', async () => {
    const wrong = { ok: false, error: { code: 'wrong-state' } };
    expect(await withdraw(await scene.draft())).toEqual(wrong);
    const id = await scene.opened();
    valueOf(await closeEvaluation(scene.facilitator, id));
    valueOf(await publishEvaluation(scene.facilitator, id));
    expect(await withdraw(id)).toEqual(wrong);
  });

  test.each(['visitor', 'contributor'] as const)('is not for a %s', async (role) => {
    const evaluationId = await scene.opened();
    expect(await withdrawEvaluation(await scene.as(role), { evaluationId, reason })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });

  test('waits for another who closes it, and refuses the answer sent at that moment', async () => {
    const { id } = await openWithLink();
    const withdrawn = await whileWaited(
      scene,
      async (inside) => valueOf(await closeEvaluation(inside, id)),
      () => withdraw(id),
    );
    expect(withdrawn).toMatchObject({ ok: true });
    expect(await found(id)).toMatchObject({ state: 'withdrawn' });
    const other = await openWithLink();
    const saved = await whileWaited(
      scene,
      async (inside) => valueOf(await withdrawEvaluation(inside, { evaluationId: other.id, reason })),
      () => saveAnswers(scene.visitor, other.token, step),
    );
    expect(saved).toEqual({ ok: false, error: { code: 'evaluation-closed' } });
  });
});
