import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { publishShippedFramework, readShippedFrameworks } from '#modules/framework/index.server.ts';
import { proposePractice } from '#modules/practices/index.server.ts';
import { relatedRecords } from '#modules/records/index.server.ts';
import { openEvaluation } from './advance-evaluation.server.ts';
import { createEvaluation } from './create-evaluation.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

it('a session that is being prepared is shown to those who run it, to everyone once it is open', async () => {
  const facilitator = await world.as('facilitator');
  const [content] = readShippedFrameworks();
  if (!content) throw new Error('A framework is shipped');
  const published = await publishShippedFramework(await world.as('owner'), content);
  const practice = await proposePractice(facilitator, { title: 'Four à pain', commune: 'Redon' });
  if (!published.ok || !practice.ok) throw new Error('The scene could not be made');
  const session = await createEvaluation(facilitator, {
    subjectIds: [practice.value.id],
    input: {
      title: 'Le four, vu de près',
      purpose: 'Savoir.',
      frameworkVersionId: published.value.versionId,
      closesOn: null,
      colleges: ['elus', 'habitantes'].map((key) => ({ key, name: key, kind: 'named', threshold: null })),
    },
  });
  if (!session.ok) throw new Error(session.error.code);
  const shownTo = async (context: Context) => (await relatedRecords(context, practice.value.id)).length;
  const readers = await Promise.all(
    (['visitor', 'contributor', 'facilitator'] as const).map((role) => world.as(role)),
  );
  expect(await Promise.all(readers.map(shownTo))).toEqual([0, 0, 1]);
  await openEvaluation(facilitator, session.value.id);
  expect(await Promise.all(readers.map(shownTo))).toEqual([1, 1, 1]);
});
