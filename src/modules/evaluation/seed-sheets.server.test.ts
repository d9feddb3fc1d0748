import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyOf } from '#kernel/journal.server.ts';
import { becomeDemonstration } from '#kernel/testing/test-context.server.ts';
import { closeEvaluation } from './advance-evaluation.server.ts';
import { findEvaluation, readComposition, readResult } from './read-evaluation.server.ts';
import { type SeededSheet, seedSheets } from './seed-sheets.server.ts';
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
  await becomeDemonstration(scene.world);
});
afterAll(() => scene.world.close());

const sheet = (level: number, signature = ''): SeededSheet => ({
  signature,
  about: [
    {
      subject: '1',
      answers: { price: level },
      remarks: { price: [{ kind: 'reason', text: `Raison ${level}` }] },
    },
  ],
});
const council = { key: 'council', cards: 3, sheets: [sheet(5, 'La maire'), sheet(4, 'Une adjointe')] };
const residents = { key: 'residents', cards: 8, sheets: [1, 2, 1, 2, 3].map((level) => sheet(level)) };

describe('the sheets of a demonstration', () => {
  test('count as if people had filled in their cards', async () => {
    const id = await scene.opened([named('council'), anonymous('residents'), anonymous('staff')]);
    const colleges = [council, residents, { key: 'staff', cards: 0, sheets: [] }];
    valueOf(await seedSheets(scene.facilitator, id, colleges));

    const session = await findEvaluation(scene.facilitator, { id });
    if (!session) throw new Error('the session is there');
    const composition = valueOf(await readComposition(scene.facilitator, session));
    expect(composition.colleges).toMatchObject([
      { invited: 3, answered: 2 },
      { invited: 8, answered: 5 },
      { invited: 0 },
    ]);
    valueOf(await closeEvaluation(scene.facilitator, id));
    const [about] = valueOf(await readResult(scene.facilitator, session)).subjects;
    const result = about?.result;
    expect(result?.groups.map((group) => [group.id, group.respondents])).toEqual([
      ['council', 2],
      ['residents', 5],
    ]);
    expect(result?.signatories['council']).toEqual(['La maire', 'Une adjointe']);
    expect(result?.totals['price']?.counts).toEqual([2, 2, 1, 1, 1]);
  });

  test('leave the same words in the history: how many signed, nothing of who is anonymous', async () => {
    const id = await scene.opened([named('council'), anonymous('residents')]);
    valueOf(await seedSheets(scene.facilitator, id, [council, residents]));
    const { db, territoryId } = scene.world;
    const entries = await historyOf(db, { territoryId, recordId: id, limit: 20 });
    const told = entries
      .filter(({ action }) => /invited|answered/.test(action))
      .map(({ changes }) => changes);
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        { 'invited.council': { before: 0, after: 3 } },
        { 'answered.council': { before: 0, after: 2 } },
        { 'invited.residents': { before: 0, after: 8 } },
      ]),
    );
  });

  test.each([
    ['more sheets than cards', [{ ...council, cards: 1 }]],
    ['a college nobody declared', [council, { ...residents, key: 'neighbours' }]],
  ])('are refused whole with %s', async (_, colleges) => {
    const id = await scene.opened([named('council'), anonymous('residents')]);
    const refused = await seedSheets(scene.facilitator, id, colleges);
    expect(refused).toEqual({ ok: false, error: { code: 'count-invalid' } });
    const session = await findEvaluation(scene.facilitator, { id });
    if (!session) throw new Error('the session is there');
    const { colleges: shown } = valueOf(await readComposition(scene.facilitator, session));
    expect(shown.map(({ invited }) => invited)).toEqual([0, 0]);
  });

  test('are for facilitators of a demonstration, and for open sessions only', async () => {
    const open = await scene.opened([named('council'), anonymous('residents')]);
    for (const role of ['visitor', 'contributor'] as const) {
      const refused = await seedSheets(await scene.as(role), open, [council]);
      expect(refused).toEqual({ ok: false, error: { code: 'not-allowed' } });
    }
    await becomeDemonstration(scene.world, false);
    expect(await seedSheets(scene.facilitator, open, [council])).toMatchObject({
      error: { code: 'not-allowed' },
    });
    await becomeDemonstration(scene.world);
    const draft = await scene.draft([named('council'), anonymous('residents')]);
    expect(await seedSheets(scene.facilitator, draft, [council])).toEqual({
      ok: false,
      error: { code: 'wrong-state' },
    });
  });
});
