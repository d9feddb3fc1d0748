import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { closeEvaluation } from './advance-evaluation.server.ts';
import { answerLinkRule } from './answer-link.server.ts';
import { openSheet, saveAnswers, signSheet } from './answer-evaluation.server.ts';
import { inviteByMail, makeAnswerCards } from './invite-people.server.ts';
import { readInvitations } from './list-invitations.server.ts';
import {
  correctAddress,
  remindCollege,
  resendInvitation,
  withdrawCards,
  withdrawInvitation,
} from './manage-invitations.server.ts';
import { findEvaluation } from './read-evaluation.server.ts';
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

const letter = {
  mail: () => ({ subject: 'Votre avis', body: (link: string) => link }),
  path: '/evaluations/repondre',
};
const day = 24 * 3_600_000;
const step = { answers: { meeting: 4 }, remarks: {} } as const;

async function session(id: Id) {
  const found = await findEvaluation(scene.facilitator, { id });
  if (!found) throw new Error('no such session');
  return found;
}

async function invitationsOf(id: Id) {
  const [elected, residents] = valueOf(await readInvitations(scene.facilitator, await session(id)));
  if (!elected || !residents) throw new Error('a session has two colleges');
  return { elected, residents };
}

/** Tokens of the links mailed to an address, the latest last. */
async function tokensTo(address: string): Promise<string[]> {
  const mails = await scene.world.db
    .selectFrom('outgoing_mail')
    .select('body')
    .where('territory_id', '=', scene.world.territoryId)
    .where('recipient', '=', address)
    .orderBy('id')
    .execute();
  return mails.map(({ body }) => body.split('/').at(-1) ?? '');
}

let people = 0;

/** An open session on elected people (named) and residents, with one address invited in a college of it. */
async function oneInvited(collegeKey: 'elected' | 'residents') {
  people += 1;
  const email = `personne-${people}@exemple.org`;
  const id = await scene.opened([named('elected'), anonymous('residents')]);
  valueOf(await inviteByMail(scene.facilitator, { ...letter, evaluationId: id, collegeKey, pasted: email }));
  const [invited] = (await invitationsOf(id))[collegeKey].mailed;
  const [token = ''] = await tokensTo(email);
  if (!invited) throw new Error('one address was invited');
  return { id, email, token, where: { ...letter, evaluationId: id, invitationId: invited.id } };
}

async function sign(token: string) {
  valueOf(await signSheet(scene.visitor, token, { signature: 'La commune', consented: true }));
}

async function latestEntry(id: Id) {
  const { db, territoryId } = scene.world;
  const [latest] = await historyOf(db, { territoryId, recordId: id, limit: 1 });
  return latest;
}

describe('who may manage invitations', () => {
  const acts = (context: Context, { where }: Awaited<ReturnType<typeof oneInvited>>) => {
    const cards = { evaluationId: where.evaluationId, collegeKey: 'residents', madeAt: new Date(0) };
    return [
      resendInvitation(context, where),
      remindCollege(context, { ...where, collegeKey: 'residents' }),
      withdrawInvitation(context, where),
      withdrawCards(context, cards),
      correctAddress(context, { ...where, address: 'autre@exemple.org' }),
    ];
  };

  test.each(['visitor', 'contributor'] as const)('not a %s, who does not see them either', async (role) => {
    const invited = await oneInvited('residents');
    const context = await scene.as(role);
    for (const act of await Promise.all(acts(context, invited))) {
      expect(act).toEqual({ ok: false, error: { code: 'not-allowed' } });
    }
    expect(await readInvitations(context, await session(invited.id))).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    expect(await tokensTo(invited.email)).toHaveLength(1);
    expect(await openSheet(scene.visitor, invited.token)).toMatchObject({ ok: true });
  });

  test('an owner, while the session is open', async () => {
    const { id, where } = await oneInvited('residents');
    expect(await withdrawInvitation(await scene.as('owner'), where)).toMatchObject({ ok: true });
    const closed = await oneInvited('residents');
    valueOf(await closeEvaluation(scene.facilitator, closed.id));
    for (const act of await Promise.all(acts(scene.facilitator, closed))) {
      expect(act).toEqual({ ok: false, error: { code: 'wrong-state' } });
    }
    expect(id).not.toBe(closed.id);
  });

  test('and what is withdrawn does not leave, however long its mail waited', async () => {
    const { where } = await oneInvited('residents');
    const offered = (scope: Context) => answerLinkRule.isOffered(scope, where.invitationId);
    expect(await offered(scene.facilitator)).toBe(true);
    expect(await offered(await scene.world.elsewhere())).toBe(false);
    await withdrawInvitation(scene.facilitator, where);
    expect(await offered(scene.facilitator)).toBe(false);
  });

  test('nobody of another territory, and not through another session', async () => {
    const { where } = await oneInvited('residents');
    const elsewhere = { ...(await scene.world.elsewhere()), actor: scene.facilitator.actor };
    expect(await withdrawInvitation(elsewhere, where)).toMatchObject({ error: { code: 'not-found' } });
    const other = await scene.opened();
    for (const wrong of [
      { ...where, evaluationId: other },
      { ...where, invitationId: newId() },
      { ...where, invitationId: 'x' },
    ]) {
      expect(await withdrawInvitation(scene.facilitator, wrong)).toMatchObject({
        error: { code: 'not-found' },
      });
    }
  });
});

describe('sending a link again', () => {
  test('gives the same sheet, ten minutes later at the earliest, and is told in the history', async () => {
    const { id, email, token, where } = await oneInvited('residents');
    valueOf(await saveAnswers(scene.visitor, token, step));
    expect(await resendInvitation(scene.facilitator, where)).toMatchObject({
      error: { code: 'mailed-just-now' },
    });
    scene.world.clock.advance(10 * 60_000);
    const both = await Promise.all([
      resendInvitation(scene.facilitator, where),
      resendInvitation(scene.facilitator, where),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const tokens = await tokensTo(email);
    expect(tokens).toHaveLength(2);
    expect(valueOf(await openSheet(scene.visitor, tokens[1] ?? '')).sheets[0]?.answers).toEqual({
      meeting: 4,
    });
    const latest = await latestEntry(id);
    expect(latest).toMatchObject({
      action: 'evaluation.invitations-reminded',
      changes: { 'reminded.residents': { before: null, after: 1 } },
    });
    expect(JSON.stringify(latest)).not.toContain('exemple.org');
  });

  test('to a whole anonymous college goes to everyone, whoever has answered, once a day', async () => {
    const { id, email, token } = await oneInvited('residents');
    const remind = () =>
      remindCollege(scene.facilitator, { ...letter, evaluationId: id, collegeKey: 'residents' });
    valueOf(await saveAnswers(scene.visitor, token, step));
    scene.world.clock.advance(day - 1);
    expect(await remind()).toEqual({ ok: true, value: { reminded: 0 } });
    scene.world.clock.advance(1);
    const both = await Promise.all([remind(), remind()]);
    expect(both.map((sent) => valueOf(sent).reminded).toSorted()).toEqual([0, 1]);
    expect(await tokensTo(email)).toHaveLength(2);
  });

  test('to a whole named college leaves out those who answered and signed, and cards', async () => {
    const { id, email, token } = await oneInvited('elected');
    const evaluationId = id;
    const pasted = `silence-${email}, sans-signature-${email}`;
    valueOf(
      await inviteByMail(scene.facilitator, { ...letter, evaluationId, collegeKey: 'elected', pasted }),
    );
    await scene.links(id, 'elected', 1);
    await sign(token);
    valueOf(await saveAnswers(scene.visitor, token, step));
    valueOf(await saveAnswers(scene.visitor, (await tokensTo(`sans-signature-${email}`))[0] ?? '', step));
    scene.world.clock.advance(day);
    const reminder = { ...letter, evaluationId, collegeKey: 'elected' };
    expect(await remindCollege(scene.facilitator, reminder)).toEqual({ ok: true, value: { reminded: 2 } });
    expect(await tokensTo(email)).toHaveLength(1);
  });
});

describe('an invitation that was withdrawn', () => {
  test('opens nothing and saves nothing, says why, and is written to no more', async () => {
    const { id, email, token, where } = await oneInvited('residents');
    valueOf(await withdrawInvitation(scene.facilitator, where));
    const withdrawn = { ok: false, error: { code: 'invitation-withdrawn' } };
    expect(await openSheet(scene.visitor, token)).toEqual(withdrawn);
    expect(await saveAnswers(scene.visitor, token, step)).toEqual(withdrawn);
    scene.world.clock.advance(day);
    expect(await resendInvitation(scene.facilitator, where)).toEqual(withdrawn);
    expect(await withdrawInvitation(scene.facilitator, where)).toEqual(withdrawn);
    expect(
      await remindCollege(scene.facilitator, { ...letter, evaluationId: id, collegeKey: 'residents' }),
    ).toEqual({ ok: true, value: { reminded: 0 } });
    expect(await tokensTo(email)).toHaveLength(1);
  });

  test('leaves what was answered with it: the count does not tell who had', async () => {
    const id = await scene.opened([named('elected'), anonymous('residents', 3)]);
    const tokens = await scene.links(id, 'residents', 3);
    for (const token of tokens) valueOf(await saveAnswers(scene.visitor, token, step));
    const madeAt = scene.world.clock.now();
    const cards = { evaluationId: id, collegeKey: 'residents', madeAt };
    expect(await withdrawCards(scene.facilitator, cards)).toEqual({ ok: true, value: { withdrawn: 3 } });
    expect(await withdrawCards(scene.facilitator, cards)).toMatchObject({ error: { code: 'not-found' } });
    expect(await latestEntry(id)).toMatchObject({
      action: 'evaluation.invitations-withdrawn',
      changes: { 'withdrawn.residents': { before: null, after: 3 } },
    });
    valueOf(await closeEvaluation(scene.facilitator, id));
    const closed = await scene.world.db
      .selectFrom('evaluation')
      .select('result')
      .where('territory_id', '=', scene.world.territoryId)
      .where('record_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(closed.result).toMatchObject({ subjects: [{ key: '1', result: { respondents: 3 } }] });
  });

  test('comes back with its sheet when the address is invited again: nobody answers twice', async () => {
    const { id, email, token, where } = await oneInvited('residents');
    valueOf(await saveAnswers(scene.visitor, token, step));
    valueOf(await withdrawInvitation(scene.facilitator, where));
    const again = { ...letter, evaluationId: id, collegeKey: 'residents', pasted: email };
    expect(await inviteByMail(scene.facilitator, again)).toMatchObject({ value: { invited: 1, already: 0 } });
    const latest = (await tokensTo(email)).at(-1) ?? '';
    expect(valueOf(await openSheet(scene.visitor, latest)).sheets[0]?.answers).toEqual({ meeting: 4 });
  });

  test('refuses the answer that was being sent at that moment', async () => {
    const { id, token, where } = await oneInvited('elected');
    const saved = await whileWaited(
      scene,
      async (inside) => valueOf(await withdrawInvitation(inside, where)),
      () => saveAnswers(scene.visitor, token, step),
    );
    expect(saved).toEqual({ ok: false, error: { code: 'invitation-withdrawn' } });
    expect((await invitationsOf(id)).elected.mailed).toMatchObject([
      { withdrawn: true, standing: 'waiting' },
    ]);
  });

  test('waits for the answer that is being saved, and leaves it', async () => {
    const { id, token, where } = await oneInvited('elected');
    const withdrawn = await whileWaited(
      scene,
      async ({ db }) => valueOf(await saveAnswers({ ...scene.visitor, db }, token, step)),
      () => withdrawInvitation(scene.facilitator, where),
    );
    expect(withdrawn).toMatchObject({ ok: true });
    expect((await invitationsOf(id)).elected.mailed).toMatchObject([
      { withdrawn: true, standing: 'unsigned' },
    ]);
  });
});

describe('correcting an address', () => {
  const correct = (where: Awaited<ReturnType<typeof oneInvited>>['where'], address: string) =>
    correctAddress(scene.facilitator, { ...where, address });

  test('invites the right one and withdraws the wrong one, whose answers are its own', async () => {
    const { id, email, token, where } = await oneInvited('residents');
    const right = `juste-${email}`;
    valueOf(await correct(where, ` ${right.toUpperCase()} `));
    expect(await openSheet(scene.visitor, token)).toMatchObject({ error: { code: 'invitation-withdrawn' } });
    const [mailed = ''] = await tokensTo(right);
    expect(valueOf(await openSheet(scene.visitor, mailed)).sheets[0]?.answers).toEqual({});
    expect((await invitationsOf(id)).residents.mailed).toMatchObject([
      { email: right, withdrawn: false },
      { email, withdrawn: true },
    ]);
    const latest = await latestEntry(id);
    expect(latest).toMatchObject({ action: 'evaluation.invitations-corrected' });
    expect(JSON.stringify(latest)).not.toContain('exemple.org');
  });

  test.each(['', 'personne', 'a@exemple.org, b@exemple.org', 'a@exemple', '\0'])(
    'to %j is refused, and changes nothing',
    async (address) => {
      const { token, where } = await oneInvited('residents');
      expect(await correct(where, address)).toEqual({ ok: false, error: { code: 'email-invalid' } });
      expect(await openSheet(scene.visitor, token)).toMatchObject({ ok: true });
    },
  );

  test('to an address that is invited already, its own included, is refused', async () => {
    const { email, token, where } = await oneInvited('residents');
    expect(await correct(where, email)).toEqual({ ok: false, error: { code: 'already-invited' } });
    expect(await openSheet(scene.visitor, token)).toMatchObject({ ok: true });
  });

  test('is refused once a named college’s was answered; in an anonymous one nothing tells it', async () => {
    const elected = await oneInvited('elected');
    valueOf(await saveAnswers(scene.visitor, elected.token, step));
    expect(await correct(elected.where, 'autre@exemple.org')).toEqual({
      ok: false,
      error: { code: 'invitation-answered' },
    });
    const silent = await oneInvited('residents');
    const answered = await oneInvited('residents');
    valueOf(await saveAnswers(scene.visitor, answered.token, step));
    for (const { where, email } of [silent, answered]) {
      expect(await correct(where, `autre-${email}`)).toMatchObject({ ok: true });
    }
  });
});

describe('the list of invitations', () => {
  test('tells of named colleges who has answered', async () => {
    const { id, email, token } = await oneInvited('elected');
    const standing = async () => (await invitationsOf(id)).elected.mailed[0]?.standing;
    expect(await standing()).toBe('waiting');
    valueOf(await saveAnswers(scene.visitor, token, step));
    expect(await standing()).toBe('unsigned');
    await sign(token);
    expect((await invitationsOf(id)).elected.mailed).toMatchObject([{ email, standing: 'answered' }]);
  });

  test('tells nothing of an anonymous college that its answers could change', async () => {
    const { id, token } = await oneInvited('residents');
    const [card = ''] = await scene.links(id, 'residents', 2);
    const before = (await invitationsOf(id)).residents;
    valueOf(await saveAnswers(scene.visitor, token, step));
    valueOf(await saveAnswers(scene.visitor, card, step));
    expect((await invitationsOf(id)).residents).toEqual(before);
    expect(before).toMatchObject({
      mailed: [{ standing: null }],
      cards: [{ count: 2, withdrawn: false, answered: null }],
    });
  });

  test('gathers cards by the moment they were made, and counts those answered in a named college', async () => {
    const { id } = await oneInvited('elected');
    const cards = (count: number) =>
      makeAnswerCards(scene.facilitator, { evaluationId: id, collegeKey: 'elected', count });
    const [first] = valueOf(await cards(3));
    scene.world.clock.advance(1000);
    valueOf(await cards(1));
    await sign(first?.token ?? '');
    valueOf(await saveAnswers(scene.visitor, first?.token ?? '', step));
    expect((await invitationsOf(id)).elected.cards).toMatchObject([
      { count: 3, answered: 1 },
      { count: 1, answered: 0 },
    ]);
  });
});
