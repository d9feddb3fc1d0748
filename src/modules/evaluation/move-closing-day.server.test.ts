import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { closeEvaluation, openEvaluation } from './advance-evaluation.server.ts';
import { openSheet } from './answer-evaluation.server.ts';
import { createEvaluation } from './create-evaluation.server.ts';
import { inviteByMail } from './invite-people.server.ts';
import { moveClosingDay } from './move-closing-day.server.ts';
import { findEvaluation } from './read-evaluation.server.ts';
import { type EvaluationScene, openEvaluationScene, valueOf } from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

const today = '2026-11-23';
const announced = '2026-12-10';
const tell = {
  mail: () => ({ subject: 'La date change', body: (link: string) => link }),
  path: '/evaluations/repondre',
};

async function open(closesOn: string | null = announced): Promise<Id> {
  const made = { subjectIds: [scene.practiceId], input: scene.input({ closesOn }) };
  const { id } = valueOf(await createEvaluation(scene.facilitator, made));
  valueOf(await openEvaluation(scene.facilitator, id));
  return id;
}

async function found(id: Id) {
  const session = await findEvaluation(scene.facilitator, { id });
  if (!session) throw new Error('no such session');
  return session;
}

async function move(
  evaluationId: Id,
  closesOn: string,
  options: { context?: Context; told?: boolean; version?: number } = {},
) {
  const { context = scene.facilitator, told = false } = options;
  const version = options.version ?? (await found(evaluationId)).record.version;
  return moveClosingDay(context, { evaluationId, version, closesOn, today, tell: told ? tell : null });
}

async function mailsTo(address: string) {
  return scene.world.db
    .selectFrom('outgoing_mail')
    .select(['subject', 'body'])
    .where('territory_id', '=', scene.world.territoryId)
    .where('recipient', '=', address)
    .orderBy('id')
    .execute();
}

describe('the announced end of an open session', () => {
  test.each(['2026-12-20', '2026-11-30', today])('moves to %s, which those invited read', async (day) => {
    const id = await open();
    const [token = ''] = await scene.links(id, 'residents', 1);
    expect(await move(id, day)).toMatchObject({ ok: true, value: { told: 0 } });
    const { session } = valueOf(await openSheet(scene.visitor, token));
    expect(session).toMatchObject({ closesOn: day, firstClosesOn: announced });
    const { db, territoryId } = scene.world;
    const [latest] = await historyOf(db, { territoryId, recordId: id, limit: 1 });
    expect(latest).toMatchObject({
      action: 'evaluation.changed',
      actorId: scene.facilitator.actor.personId,
      changes: { closesOn: { before: announced, after: day } },
    });
  });

  test('keeps the day announced first, however often it moves', async () => {
    const id = await open();
    await move(id, '2026-12-20');
    await move(id, '2026-12-30');
    expect(await found(id)).toMatchObject({ closesOn: '2026-12-30', firstClosesOn: announced });
  });

  test('is announced when there was none', async () => {
    const id = await open(null);
    expect(await move(id, '2026-12-20')).toMatchObject({ ok: true });
    expect(await found(id)).toMatchObject({ closesOn: '2026-12-20', firstClosesOn: null });
  });

  test.each([
    ['2026-11-22', 'day-past'],
    ['', 'day-invalid'],
    ['demain', 'day-invalid'],
    ['2026-02-30', 'day-invalid'],
    ['2027-1-1', 'day-invalid'],
  ])('does not move to %j', async (day, code) => {
    const id = await open();
    expect(await move(id, day)).toEqual({ ok: false, error: { code } });
    expect(await found(id)).toMatchObject({ closesOn: announced, firstClosesOn: null });
  });

  test('does not move for who had not seen that another moved it', async () => {
    const id = await open();
    const { version } = (await found(id)).record;
    const both = await Promise.all(['2026-12-20', '2026-12-30'].map((day) => move(id, day, { version })));
    expect(both.map((moved) => (moved.ok ? 'moved' : moved.error.code)).toSorted()).toEqual([
      'changed-meanwhile',
      'moved',
    ]);
  });

  test.each(['visitor', 'contributor'] as const)('is not moved by a %s', async (role) => {
    const id = await open();
    expect(await move(id, '2026-12-20', { context: await scene.as(role) })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });

  test('is not moved here in a draft, nor once the session is closed', async () => {
    const wrong = { ok: false, error: { code: 'wrong-state' } };
    expect(await move(await scene.draft(), '2026-12-20')).toEqual(wrong);
    const id = await open();
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(await move(id, '2026-12-20')).toEqual(wrong);
  });
});

describe('those invited by mail', () => {
  async function invite(id: Id, pasted: string) {
    const invitation = { ...tell, evaluationId: id, collegeKey: 'residents', pasted };
    valueOf(await inviteByMail(scene.facilitator, invitation));
  }

  test('hear of the new day when the facilitator asks for it, with a link to their own sheet', async () => {
    const id = await open();
    await invite(id, 'a@exemple.org, b@exemple.org');
    expect(await move(id, '2026-12-20', { told: true })).toMatchObject({ value: { told: 2 } });
    const mails = await mailsTo('a@exemple.org');
    expect(mails.map(({ subject }) => subject)).toEqual(['La date change', 'La date change']);
    const [first, second] = await Promise.all(
      mails.map(async ({ body }) => valueOf(await openSheet(scene.visitor, body.split('/').at(-1) ?? ''))),
    );
    expect(second?.sheets[0]?.respondentKey).toBe(first?.sheets[0]?.respondentKey);
  });

  test('hear nothing otherwise, nor of a move that moves nothing', async () => {
    const id = await open();
    await invite(id, 'c@exemple.org');
    await move(id, '2026-12-20');
    expect(await move(id, '2026-12-20', { told: true })).toMatchObject({ value: { told: 0 } });
    expect(await mailsTo('c@exemple.org')).toHaveLength(1);
  });
});
