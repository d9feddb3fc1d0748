import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteRecord } from '#modules/records/index.server.ts';
import { closeEvaluation } from './advance-evaluation.server.ts';
import { openSheet, saveAnswers } from './answer-evaluation.server.ts';
import { makeAnswerCards } from './invite-people.server.ts';
import { openByCode } from './open-by-code.server.ts';
import { withdrawCards } from './manage-invitations.server.ts';
import { type EvaluationScene, openEvaluationScene, valueOf } from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

/** Each test comes from a place of its own: what one mistypes does not count against another. */
let place = 0;
function somewhere(): string {
  place += 1;
  return `192.0.2.${place}`;
}

async function oneCard() {
  const id = await scene.opened();
  const [card] = valueOf(
    await makeAnswerCards(scene.facilitator, { evaluationId: id, collegeKey: 'residents', count: 1 }),
  );
  if (!card) throw new Error('one card was asked for');
  return { id, ...card };
}

const open = (typed: string, address = somewhere(), context = scene.visitor) =>
  openByCode(context, { typed, address });

async function miss(times: number, address: string) {
  for (let i = 0; i < times; i += 1) await open('BBBBB-BBBBB', address);
}

describe('the code of a card', () => {
  test('opens the sheet that the link of the same card opens, however often', async () => {
    const { code, token } = await oneCard();
    const first = valueOf(await open(code));
    valueOf(await saveAnswers(scene.visitor, first, { answers: { meeting: 4 }, remarks: {} }));
    for (const again of [token, valueOf(await open(code.toLowerCase().replace('-', ' ')))]) {
      expect(valueOf(await openSheet(scene.visitor, again)).sheets[0]?.answers).toEqual({ meeting: 4 });
    }
  });

  test('is another on every card', async () => {
    const evaluationId = await scene.opened();
    const made = { evaluationId, collegeKey: 'residents', count: 200 };
    const cards = valueOf(await makeAnswerCards(scene.facilitator, made));
    expect(new Set(cards.map(({ code }) => code)).size).toBe(200);
  });

  test('stands in no table: whoever reads the database does not find it', async () => {
    const { id, code } = await oneCard();
    const rows = await scene.world.db
      .selectFrom('evaluation_invitation')
      .selectAll()
      .where('territory_id', '=', scene.world.territoryId)
      .where('evaluation_id', '=', id)
      .execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(code.replace('-', ''));
  });

  test('opens nothing when it is another, on another territory, or no code at all', async () => {
    const { code } = await oneCard();
    expect(await open('BBBBB-BBBBB')).toMatchObject({ error: { code: 'code-unknown' } });
    expect(await open(code, somewhere(), await scene.world.elsewhere())).toMatchObject({
      error: { code: 'code-unknown' },
    });
    for (const typed of ['', 'bonjour', `${code}B`, '\0', 'a'.repeat(100_000)]) {
      expect(await open(typed)).toEqual({ ok: false, error: { code: 'code-malformed' } });
    }
  });

  test('leads to what is told of its card: withdrawn, closed, taken away', async () => {
    const withdrawn = await oneCard();
    const madeAt = scene.world.clock.now();
    valueOf(
      await withdrawCards(scene.facilitator, { evaluationId: withdrawn.id, collegeKey: 'residents', madeAt }),
    );
    const closed = await oneCard();
    valueOf(await closeEvaluation(scene.facilitator, closed.id));
    const gone = await oneCard();
    valueOf(await deleteRecord(scene.facilitator, gone.id));
    const found = async ({ code }: { code: string }) => openSheet(scene.visitor, valueOf(await open(code)));
    expect(await found(withdrawn)).toEqual({ ok: false, error: { code: 'invitation-withdrawn' } });
    expect(await found(closed)).toMatchObject({ value: { session: { state: 'closed' } } });
    expect(await found(gone)).toEqual({ ok: false, error: { code: 'not-found' } });
  });
});

describe('whoever tries codes at random', () => {
  test('is stopped for a quarter of an hour after thirty, even with a right one; others are not', async () => {
    const { code } = await oneCard();
    const address = somewhere();
    await miss(29, address);
    expect(await open(code, address)).toMatchObject({ ok: true });
    await miss(1, address);
    for (const typed of [code, 'BBBBB-BBBBB']) {
      expect(await open(typed, address)).toEqual({ ok: false, error: { code: 'too-many-tries' } });
    }
    expect(await open(code)).toMatchObject({ ok: true });
    scene.world.clock.advance(15 * 60_000);
    expect(await open(code, address)).toMatchObject({ ok: true });
  });

  test('is one place for all addresses of an IPv6 network', async () => {
    const { code } = await oneCard();
    for (let i = 0; i < 30; i += 1) await open('BBBBB-BBBBB', `2001:db8:5:6::${i}`);
    expect(await open(code, '2001:db8:5:6:7::8')).toMatchObject({ error: { code: 'too-many-tries' } });
    expect(await open(code, '2001:db8:5:7::8')).toMatchObject({ ok: true });
  });

  test('is not counted for what cannot be a code, nor for right ones', async () => {
    const { code } = await oneCard();
    const address = somewhere();
    for (let i = 0; i < 40; i += 1) {
      await open('bonjour', address);
      expect(await open(code, address)).toMatchObject({ ok: true });
    }
  });

  test('leaves no address behind, and nothing once the quarter of an hour is over', async () => {
    const kept = () =>
      scene.world.db
        .selectFrom('limited_use')
        .select('source')
        .where('territory_id', '=', scene.world.territoryId)
        .execute();
    await miss(3, '203.0.113.9');
    expect(JSON.stringify(await kept())).not.toContain('203.0.113');
    scene.world.clock.advance(15 * 60_000);
    await miss(1, somewhere());
    expect(await kept()).toHaveLength(1);
  });
});
