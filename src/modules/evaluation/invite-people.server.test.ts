import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { listOutbox } from '#kernel/mail.server.ts';
import { closeEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import { openSheet } from './answer-evaluation.server.ts';
import { inviteByMail, makeAnswerCards } from './invite-people.server.ts';
import { readInvitations } from './list-invitations.server.ts';
import { findEvaluation } from './read-evaluation.server.ts';
import { type EvaluationScene, openEvaluationScene, valueOf } from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

const mail = () => ({ subject: 'Votre avis', body: (link: string) => `Répondez ici : ${link}` });

function invite(
  evaluationId: string,
  pasted: string,
  options: { context?: Context; collegeKey?: string } = {},
) {
  const { context = scene.facilitator, collegeKey = 'residents' } = options;
  return inviteByMail(context, { evaluationId, collegeKey, pasted, mail, path: '/evaluations/repondre' });
}

async function mailsTo(address: string) {
  const rows = await scene.world.db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('territory_id', '=', scene.world.territoryId)
    .where('recipient', '=', address)
    .execute();
  return rows;
}

/** Addresses invited, by college. */
async function addressesOf(id: string) {
  const session = await findEvaluation(scene.facilitator, { id });
  if (!session) throw new Error('no such session');
  const colleges = valueOf(await readInvitations(scene.facilitator, session));
  return colleges.map(({ mailed }) => mailed.map(({ email }) => email));
}

describe('inviting by mail', () => {
  test('gives each person their own link, that opens their own sheet', async () => {
    const id = await scene.opened();
    const sent = await invite(id, 'a@exemple.org, b@exemple.org');
    expect(sent).toEqual({ ok: true, value: { invited: 2, already: 0, refused: [] } });
    const bodies = [...(await mailsTo('a@exemple.org')), ...(await mailsTo('b@exemple.org'))].map(
      ({ body }) => body,
    );
    const tokens = bodies.map(
      (body) => /http:\/\/essai\.test\/evaluations\/repondre\/(\S+)/.exec(body)?.[1] ?? '',
    );
    const sheets = await Promise.all(
      tokens.map(async (token) => valueOf(await openSheet(scene.visitor, token))),
    );
    expect(new Set(sheets.map((open) => open.sheets[0]?.respondentKey)).size).toBe(2);
    expect(sheets.map(({ college }) => college.key)).toEqual(['residents', 'residents']);
  });

  test('writes once to an address, in one paste or in two', async () => {
    const id = await scene.opened();
    await invite(id, 'c@exemple.org\nC@exemple.org');
    expect(await invite(id, 'c@exemple.org\nd@exemple.org')).toMatchObject({
      value: { invited: 1, already: 1 },
    });
    expect(await mailsTo('c@exemple.org')).toHaveLength(1);
    expect(await addressesOf(id)).toEqual([['c@exemple.org', 'd@exemple.org'], []]);
  });

  test('invites whom it can and gives back the rest', async () => {
    const id = await scene.opened();
    expect(await invite(id, 'e@exemple.org\nMadame Martin')).toEqual({
      ok: true,
      value: { invited: 1, already: 0, refused: ['Madame Martin'] },
    });
    expect(await invite(id, 'Madame Martin')).toMatchObject({ error: { code: 'no-addresses' } });
  });

  test('masks the link in the outbox page: whoever reads it must not answer for someone', async () => {
    await invite(await scene.opened(), 'f@exemple.org');
    const shown = (await listOutbox(scene.world.db, scene.world.territoryId)).find(
      ({ recipient }) => recipient === 'f@exemple.org',
    );
    expect(shown?.body).toBe('Répondez ici : http://essai.test/…');
  });

  test('tells the history how many, never who', async () => {
    const id = await scene.opened();
    await invite(id, 'g@exemple.org, h@exemple.org');
    const [latest] = await historyOf(scene.world.db, {
      territoryId: scene.world.territoryId,
      recordId: id,
      limit: 1,
    });
    expect(latest).toMatchObject({
      action: 'evaluation.invited',
      changes: { 'invited.residents': { before: 0, after: 2 } },
    });
    expect(JSON.stringify(latest)).not.toContain('exemple.org');
  });

  test.each(['visitor', 'contributor'] as const)('is not for a %s', async (role) => {
    const id = await scene.opened();
    const context = await scene.as(role);
    expect(await invite(id, 'i@exemple.org', { context })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    const links = await makeAnswerCards(context, { evaluationId: id, collegeKey: 'residents', count: 1 });
    expect(links).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await mailsTo('i@exemple.org')).toEqual([]);
  });

  test('is for open sessions and their colleges only', async () => {
    expect(await invite(await scene.draft(), 'j@exemple.org')).toMatchObject({
      error: { code: 'wrong-state' },
    });
    const id = await scene.opened();
    expect(await invite(id, 'j@exemple.org', { collegeKey: 'elected' })).toMatchObject({
      error: { code: 'not-found' },
    });
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(await invite(id, 'j@exemple.org')).toMatchObject({ error: { code: 'wrong-state' } });
    expect(await mailsTo('j@exemple.org')).toEqual([]);
  });

  test('stops at 500 addresses at once', async () => {
    const id = await scene.opened();
    const pasted = Array.from({ length: 501 }, (_, i) => `p${i}@exemple.org`).join('\n');
    expect(await invite(id, pasted)).toMatchObject({ error: { code: 'too-many' } });
  });

  test('forgets every address when the session is published', async () => {
    const id = await scene.opened();
    await invite(id, 'k@exemple.org');
    valueOf(await closeEvaluation(scene.facilitator, id));
    expect(await addressesOf(id)).toEqual([['k@exemple.org'], []]);
    valueOf(await publishEvaluation(scene.facilitator, id));
    expect(await addressesOf(id)).toEqual([[], []]);
    const left = await scene.world.db
      .selectFrom('evaluation_invitation')
      .select('email')
      .where('territory_id', '=', scene.world.territoryId)
      .where('evaluation_id', '=', id)
      .execute();
    expect(left).toEqual([{ email: '' }]);
  });
});

describe('cards to hand out', () => {
  test('are as many as asked, each for one sheet', async () => {
    const tokens = await scene.links(await scene.opened(), 'residents', 3);
    const keys = await Promise.all(
      tokens.map(async (token) => valueOf(await openSheet(scene.visitor, token)).sheets[0]?.respondentKey),
    );
    expect(new Set(keys).size).toBe(3);
  });

  test.each([[0], [201], [1.5], [Number.NaN]])('%d of them is refused', async (count) => {
    const evaluationId = await scene.opened();
    const made = await makeAnswerCards(scene.facilitator, { evaluationId, collegeKey: 'residents', count });
    expect(made).toEqual({ ok: false, error: { code: 'count-invalid' } });
  });
});
