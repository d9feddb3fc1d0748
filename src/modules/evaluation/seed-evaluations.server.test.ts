import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { publishShippedFramework, readShippedFramework } from '#modules/framework/index.server.ts';
import { proposePractice } from '#modules/practices/index.server.ts';
import { findEvaluation, listEvaluations, readResult } from './read-evaluation.server.ts';
import { readDemoEvaluations, seedEvaluations } from './seed-evaluations.server.ts';
import { valueOf } from './testing/evaluation-scene.server.ts';

let world: TestWorld;
let owner: Context;
let visitor: Context;
const file = readDemoEvaluations();
let ids: { practices: Map<string, Id>; frameworkVersionId: Id };

beforeAll(async () => {
  world = await openTestWorld();
  owner = { ...(await world.as('owner')), actor: { personId: null, role: 'owner' } };
  visitor = await world.as('visitor');
  const { versionId } = valueOf(await publishShippedFramework(owner, readShippedFramework()));
  const practices = new Map<string, Id>();
  for (const { practice } of file.sessions) {
    practices.set(practice, valueOf(await proposePractice(owner, { title: practice, commune: 'Redon' })).id);
  }
  ids = { practices, frameworkVersionId: versionId };
});
afterAll(() => world.close());

describe('the demonstration', () => {
  test('is absent as a whole when one practice is missing', async () => {
    const practices = new Map([...ids.practices].slice(0, 1));
    await expect(seedEvaluations(owner, file, { ...ids, practices })).rejects.toThrow(/was not seeded/);
    expect(await listEvaluations(owner)).toEqual([]);
  });

  test('has a published session, dated as the file says, with the small colleges merged', async () => {
    const sessions = await seedEvaluations(owner, file, ids);
    const session = await findEvaluation(visitor, { id: sessions.get('ressourcerie-automne-2026') ?? '' });
    if (!session) throw new Error('the published session is not seen by everyone');
    expect(session).toMatchObject({
      state: 'published',
      openedAt: new Date('2026-09-21T09:00:00Z'),
      closedAt: new Date('2026-10-16T09:00:00Z'),
      publishedAt: new Date('2026-10-23T09:00:00Z'),
    });
    const result = valueOf(await readResult(visitor, session));
    expect(result.groups.map(({ id, respondents }) => [id, respondents])).toEqual([
      ['elected', 3],
      ['associations', 6],
      ['residents', 9],
      ['others', 6],
    ]);
    expect(result.groups.at(-1)?.colleges).toEqual(['team', 'staff']);
    expect(result.criteria[0]?.verdict).toBe('differ');
    expect(result.criteria.map(({ verdict }) => verdict)).toContain('agree');
  });

  test('comes once, however often it is seeded', async () => {
    const before = await seedEvaluations(owner, file, ids);
    expect(await seedEvaluations(owner, file, ids)).toEqual(before);
    expect(await listEvaluations(owner)).toHaveLength(2);
  });

  test('has an open session, of which nobody sees a result', async () => {
    const open = (await listEvaluations(visitor)).find(({ state }) => state === 'open');
    const session = await findEvaluation(owner, { id: open?.record.id ?? '' });
    expect(session && (await readResult(owner, session))).toEqual({
      ok: false,
      error: { code: 'no-result-yet' },
    });
  });
});
