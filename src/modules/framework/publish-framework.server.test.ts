import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { newId, shortIdOf } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, findTombstone, restoreRecord } from '#modules/records/index.server.ts';
import type { FrameworkContent } from './framework-content.ts';
import { findFramework, findFrameworkVersion, listFrameworks } from './framework-store.server.ts';
import { publishShippedFramework, readShippedFramework } from './publish-framework.server.ts';

const shipped = readShippedFramework();

let world: TestWorld;
let owner: Context;
let visitor: Context;

async function publish(content: FrameworkContent) {
  const published = await publishShippedFramework(owner, content);
  if (!published.ok) throw new Error(published.error.code);
  return published.value;
}

beforeAll(async () => {
  world = await openTestWorld();
  owner = await world.as('owner');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

describe('publishing the shipped framework', () => {
  test.each(['visitor', 'contributor', 'facilitator'] as const)('is not for a %s', async (role) => {
    const refused = await publishShippedFramework(await world.as(role), shipped);
    expect(refused).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await listFrameworks(visitor)).toEqual([]);
  });

  test('twice gives one framework with one version, that everyone may read whole', async () => {
    const first = await publish(shipped);
    expect(await publish(shipped)).toEqual(first);
    const [framework, ...others] = await listFrameworks(visitor);
    expect(others).toEqual([]);
    expect(framework?.version).toMatchObject({
      id: first.versionId,
      number: shipped.version,
      content: shipped,
    });
  });

  test('is written in the history', async () => {
    const { recordId } = await publish(shipped);
    const entries = await historyOf(world.db, { territoryId: world.territoryId, recordId, limit: 10 });
    expect(entries.map(({ action }) => action)).toEqual(['framework.version-published', 'framework.created']);
  });

  test('never changes a published version; a new number stands beside it, and is the one shown', async () => {
    const { versionId } = await publish(shipped);
    const notice = { fr: 'Autre', en: 'Other' };
    await publish({ ...shipped, notice });
    const second = await publish({ ...shipped, version: shipped.version + 1, notice });

    const kept = await findFrameworkVersion(visitor, versionId);
    expect(kept?.version).toMatchObject({ number: shipped.version, content: { notice: shipped.notice } });
    const shown = await findFramework(visitor, { shortId: kept?.record.shortId ?? '' });
    expect(shown?.version).toMatchObject({
      id: second.versionId,
      number: shipped.version + 1,
      content: { notice },
    });
    expect(await listFrameworks(visitor)).toHaveLength(1);
  });

  test('does not put back what a territory took away', async () => {
    const { recordId } = await publish(shipped);
    await deleteRecord(owner, recordId);
    expect(await publish(shipped)).toMatchObject({ recordId });
    expect(await listFrameworks(visitor)).toEqual([]);
    const shortId = (await findTombstone(visitor, { kind: 'framework', shortId: shortIdOf(recordId) }))
      ?.shortId;
    await restoreRecord(owner, { kind: 'framework', shortId: shortId ?? '' });
    expect(await listFrameworks(visitor)).toHaveLength(1);
  });

  test('stays on its own territory', async () => {
    const { versionId } = await publish(shipped);
    const elsewhere = await world.elsewhere();
    expect(await listFrameworks(elsewhere)).toEqual([]);
    expect(await findFrameworkVersion(elsewhere, versionId)).toBeUndefined();
    expect(await findFrameworkVersion(visitor, newId())).toBeUndefined();
  });
});
