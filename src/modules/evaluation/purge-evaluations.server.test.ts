import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteRecord, findPurged, findTombstone, purgeChore } from '#modules/records/index.server.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { evaluationPurge } from './evaluation-purge-store.server.ts';
import { findEvaluation, listEvaluations } from './read-evaluation.server.ts';
import { type EvaluationScene, openEvaluationScene } from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;

beforeAll(async () => {
  scene = await openEvaluationScene();
});
afterAll(() => scene.world.close());

describe('when what a session is about is purged', () => {
  it('the session stays without its practice, and its framework waits for it', async () => {
    const { world, facilitator, practiceId } = scene;
    const id = await scene.opened();
    const session = await findEvaluation(facilitator, { id });
    const framework = await findFrameworkVersion(facilitator, session?.frameworkVersionId ?? '');
    if (!session || !framework) throw new Error('A session was opened on a framework');
    await deleteRecord(facilitator, practiceId);
    await deleteRecord(facilitator, framework.record.id);

    world.clock.advance(31 * 86_400_000);
    const chore = purgeChore({ db: world.db, clock: world.clock, rules: [evaluationPurge] });
    await chore.run(world.territoryId);
    expect(await findEvaluation(facilitator, { id })).toMatchObject({
      subjects: [{ key: '1', recordId: null }],
    });
    expect(await listEvaluations(scene.visitor)).toMatchObject([{ practices: [] }]);
    expect(await findTombstone(facilitator, framework.record)).toBeDefined();

    await deleteRecord(facilitator, id);
    world.clock.advance(31 * 86_400_000);
    await chore.run(world.territoryId);
    // The session goes on the first night, the framework that waited for it on the next one at the latest.
    await chore.run(world.territoryId);
    expect(await findPurged(facilitator, session.record)).toBeDefined();
    expect(await findPurged(facilitator, framework.record)).toBeDefined();
  });
});
