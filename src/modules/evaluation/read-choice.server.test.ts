import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Id } from '#kernel/ids.ts';
import { proposePractice } from '#modules/practices/index.server.ts';
import { closeEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import { saveAnswers } from './answer-evaluation.server.ts';
import { usualChoice } from './choice-settings.ts';
import { readChoice } from './read-choice.server.ts';
import { findEvaluation } from './read-evaluation.server.ts';
import {
  type EvaluationScene,
  anonymous,
  named,
  openEvaluationScene,
  valueOf,
} from './testing/evaluation-scene.server.ts';
import { smallFramework as content } from './testing/small-framework.ts';

let scene: EvaluationScene;
let gardenId: Id;
beforeAll(async () => {
  scene = await openEvaluationScene();
  const garden = { title: 'Jardin du canal', commune: 'Redon', status: 'idea' };
  gardenId = valueOf(await proposePractice(scene.facilitator, garden)).id;
});
afterAll(() => scene.world.close());

const all = (level: number) => ({ meeting: level, help: level, price: level });
const settings = { ...usualChoice, draws: 1000 };

/** Five residents see the first practice strong and the second weak; the council, which signs, the other way round. */
async function answered(): Promise<Id> {
  const id = await scene.opened([anonymous('residents'), named('council')], [scene.practiceId, gardenId]);
  const both = async (college: string, [first, second]: [number, number], signature = '') => {
    const token = await scene.answer(id, college, { answers: all(first), ...(signature && { signature }) });
    valueOf(await saveAnswers(scene.visitor, token, { subject: '2', answers: all(second), remarks: {} }));
  };
  for (let person = 0; person < 5; person += 1) await both('residents', [5, 1]);
  await both('council', [1, 5], 'La maire');
  return id;
}

async function choiceOf(id: Id, stated: readonly Record<string, number>[] = [], as = scene.facilitator) {
  const session = await findEvaluation(as, { id });
  if (!session) throw new Error('the session is there');
  return readChoice(as, session, { content, settings, stated });
}

test('two practices are compared by each group, which need not choose alike', async () => {
  const id = await answered();
  expect(await choiceOf(id)).toEqual({ ok: false, error: { code: 'no-result-yet' } });
  valueOf(await closeEvaluation(scene.facilitator, id));
  expect(await choiceOf(id, [], scene.visitor)).toEqual({ ok: false, error: { code: 'not-allowed' } });
  valueOf(await publishEvaluation(scene.facilitator, id));

  const choice = valueOf(await choiceOf(id, [], scene.visitor));
  expect(choice.groups.map(({ groupId, options }) => [groupId, options])).toEqual([
    ['residents', ['1', '2']],
    ['council', ['1', '2']],
  ]);
  expect(choice.differing).toEqual({ first: true, levels: ['1', '2'] });
  expect(choice.people).toBe(0);
});

test('weights of people count from five on, and only those given for these criteria', async () => {
  const id = await answered();
  valueOf(await closeEvaluation(scene.facilitator, id));
  const weights = { meeting: 0.2, help: 0.2, price: 0.6 };
  const people = async (count: number, of: Record<string, number> = weights) =>
    valueOf(await choiceOf(id, Array<Record<string, number>>(count).fill(of)));
  expect((await people(4)).people).toBe(0);
  expect((await people(5, { meeting: 1 })).people).toBe(0);
  const five = await people(5);
  expect(five.people).toBe(5);
  expect(five.groups.map(({ robustness }) => robustness.people)).not.toContain(null);
});

test('one practice alone leaves nothing to choose', async () => {
  const id = await scene.opened([named('council'), anonymous('residents')], [scene.practiceId]);
  await scene.answer(id, 'council', { answers: all(3), signature: 'La maire' });
  valueOf(await closeEvaluation(scene.facilitator, id));
  expect(await choiceOf(id)).toEqual({ ok: false, error: { code: 'one-option' } });
});
