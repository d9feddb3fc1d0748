import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { proposePractice } from '#modules/practices/index.server.ts';
import { deleteRecord, relatedRecords } from '#modules/records/index.server.ts';
import { closeEvaluation, openEvaluation } from './advance-evaluation.server.ts';
import { openSheet, saveAnswers, signSheet } from './answer-evaluation.server.ts';
import { createEvaluation, editEvaluation } from './create-evaluation.server.ts';
import { mostSubjects } from './evaluation.ts';
import { findEvaluation, listEvaluations, readComposition, readResult } from './read-evaluation.server.ts';
import {
  type EvaluationScene,
  anonymous,
  named,
  openEvaluationScene,
  valueOf,
} from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
let gardenId: string;
beforeAll(async () => {
  scene = await openEvaluationScene();
  const garden = { title: 'Jardin du canal', commune: 'Redon', status: 'idea' };
  gardenId = valueOf(await proposePractice(scene.facilitator, garden)).id;
});
afterAll(() => scene.world.close());

const colleges = [named('elected'), anonymous('residents', 3)];

async function found(id: string) {
  const session = await findEvaluation(scene.facilitator, { id });
  if (!session) throw new Error('no such session');
  return session;
}

test('a session is about several practices, existing or not yet, and is found from each of them', async () => {
  const id = await scene.draft(colleges, [scene.practiceId, gardenId, gardenId]);
  expect((await found(id)).subjects).toEqual([
    { key: '1', recordId: scene.practiceId },
    { key: '2', recordId: gardenId },
  ]);
  const summary = (await listEvaluations(scene.facilitator)).find(({ record }) => record.id === id);
  expect(summary?.practices.map(({ title }) => title)).toEqual(['Ressourcerie', 'Jardin du canal']);
  expect(await relatedRecords(scene.facilitator, gardenId)).toMatchObject([{ type: 'evaluates', id }]);
});

test('a draft changes what it is about, until it opens', async () => {
  const id = await scene.draft(colleges, [gardenId]);
  const edit = async (subjectIds?: string[]) =>
    editEvaluation(scene.facilitator, {
      evaluationId: id,
      version: (await found(id)).record.version,
      input: scene.input({ colleges }),
      subjectIds,
    });
  valueOf(await edit());
  expect((await found(id)).subjects).toMatchObject([{ recordId: gardenId }]);
  valueOf(await edit([scene.practiceId]));
  expect((await found(id)).subjects).toMatchObject([{ recordId: scene.practiceId }]);
  expect(await relatedRecords(scene.facilitator, id)).toMatchObject([{ id: scene.practiceId }]);
  expect(await edit([newId()])).toMatchObject({ error: { code: 'not-found' } });
  valueOf(await openEvaluation(scene.facilitator, id));
  expect(await edit([gardenId])).toMatchObject({ error: { code: 'wrong-state' } });
});

test.each([
  ['none', []],
  ['more than a sitting answers', Array.from({ length: mostSubjects + 1 }, newId)],
])('%s is refused beside the field', async (_, subjectIds) => {
  expect(await createEvaluation(scene.facilitator, { subjectIds, input: scene.input() })).toEqual({
    ok: false,
    error: { code: 'invalid', problems: [{ field: 'subjects' }] },
  });
});

test('each practice has its own sheet and result; one signature and one count hold for all', async () => {
  const id = await scene.opened(colleges, [scene.practiceId, gardenId]);
  for (const level of [1, 1, 2]) {
    const token = await scene.answer(id, 'residents', { answers: { price: level } });
    valueOf(await saveAnswers(scene.visitor, token, { subject: '2', answers: { price: 5 }, remarks: {} }));
  }
  const [token = ''] = await scene.links(id, 'elected', 1);
  const onSecond = { subject: '2', answers: { price: 4 }, remarks: {} };
  valueOf(await saveAnswers(scene.visitor, token, onSecond));
  valueOf(await signSheet(scene.visitor, token, { signature: 'Une élue', consented: true }));
  const { sheets } = valueOf(await openSheet(scene.visitor, token));
  expect(sheets).toMatchObject([
    { subject: '1', answers: {}, signature: 'Une élue' },
    { subject: '2', answers: { price: 4 }, signature: 'Une élue' },
  ]);
  expect(valueOf(await readComposition(scene.facilitator, await found(id))).colleges).toMatchObject([
    { answered: 1 },
    { answered: 3 },
  ]);
  const elsewhere = { subject: '3', answers: { price: 4 }, remarks: {} };
  expect(await saveAnswers(scene.visitor, token, elsewhere)).toMatchObject({ error: { code: 'not-found' } });

  valueOf(await closeEvaluation(scene.facilitator, id));
  const { subjects } = valueOf(await readResult(scene.facilitator, await found(id)));
  expect(
    subjects.map(({ key, recordId, result }) => [key, recordId, result.totals['price']?.counts]),
  ).toEqual([
    ['1', scene.practiceId, [2, 1, 0, 0, 0]],
    ['2', gardenId, [0, 0, 0, 1, 3]],
  ]);
});

test('a result kept before a session could have several subjects is that of its only one', async () => {
  const id = await scene.opened(colleges);
  await scene.answer(id, 'elected', { answers: { price: 4 }, signature: 'Une élue' });
  valueOf(await closeEvaluation(scene.facilitator, id));
  const before = valueOf(await readResult(scene.facilitator, await found(id)));
  await scene.world.db
    .updateTable('evaluation')
    .set({ result: JSON.stringify(before.subjects[0]?.result) })
    .where('territory_id', '=', scene.world.territoryId)
    .where('record_id', '=', id)
    .execute();
  expect(valueOf(await readResult(scene.facilitator, await found(id)))).toEqual(before);
});

test('a practice that was deleted since is named to nobody, and the session keeps its place', async () => {
  const passing = valueOf(
    await proposePractice(scene.facilitator, { title: 'De passage', commune: 'Redon' }),
  );
  const id = await scene.opened(colleges, [passing.id, gardenId]);
  await deleteRecord(scene.facilitator, passing.id);
  const summary = (await listEvaluations(scene.visitor)).find(({ record }) => record.id === id);
  expect(summary?.practices.map(({ title }) => title)).toEqual(['Jardin du canal']);
  expect((await found(id)).subjects).toHaveLength(2);
});
