import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRecord, deleteRecord, restoreRecord } from './change-record.server.ts';
import { listGone } from './gone-store.server.ts';
import { hide, showAgain } from './hide.server.ts';
import { purgeChore } from './purge-records.server.ts';
import type { RecordCore, Visibility } from './record.ts';
import { findRecord } from './record-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let author: Context;
let facilitator: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  const { territoryId } = await world.elsewhere();
  author = { ...(await world.as('contributor', 'Ana')), territoryId };
  facilitator = { ...(await world.as('facilitator', 'Fanch')), territoryId };
  visitor = { ...(await world.as('visitor')), territoryId };
});

function later(context: Context, days: number): Context {
  const now = new Date(world.clock.now().getTime() + days * 86_400_000);
  return { ...context, clock: { now: () => now } };
}

async function goneIds(context = visitor, since: Date | null = null): Promise<string[]> {
  const { items, total } = await listGone(context, { kind: 'practice', since, limit: 100, offset: 0 });
  expect(items).toHaveLength(total);
  return items.map(({ id }) => id);
}

async function show(record: RecordCore, visibility: Visibility): Promise<void> {
  const changed = await changeRecord(author, {
    current: record,
    version: record.version,
    fields: { ...record, visibility },
    details: { before: {}, after: {} },
  });
  expect(changed.ok).toBe(true);
}

describe('what left the public', () => {
  it('is told when it is deleted, still told when it is purged, and no more when it comes back', async () => {
    await makeSample(author);
    const [gone, back] = [await makeSample(author), await makeSample(author)];
    for (const { id } of [gone, back]) await deleteRecord(author, id);
    expect(new Set(await goneIds())).toEqual(new Set([gone.id, back.id]));
    const restoring = later(author, 1);
    // Whoever keeps a copy and asks what changed since is given it again.
    expect(await restoreRecord(restoring, back)).toMatchObject({
      value: { updatedAt: restoring.clock.now() },
    });
    expect(await goneIds()).toEqual([gone.id]);
    const { clock } = later(visitor, 31);
    await purgeChore({ db: world.db, clock, rules: [] }).run(visitor.territoryId);
    expect(await goneIds()).toEqual([gone.id]);
  });

  it('is told when facilitators hide it, and no more when they show it again', async () => {
    const record = await makeSample(author);
    const target = { shortId: record.shortId, commentId: null };
    const hidden = await hide(facilitator, { target, reason: 'misplaced', words: 'Doublon' });
    expect(hidden).toMatchObject({ ok: true });
    expect(await goneIds()).toEqual([record.id]);
    const showing = later(facilitator, 1);
    await showAgain(showing, target);
    expect(await goneIds()).toEqual([]);
    expect((await findRecord(author, { id: record.id }))?.updatedAt).toEqual(showing.clock.now());
  });

  it('is told when it is kept for members, but never what was not public before', async () => {
    const once = await makeSample(author);
    await show(once, 'members');
    const never = await makeSample(author, { visibility: 'members' });
    await show(never, 'draft');
    const draft = await makeSample(author, { visibility: 'draft' });
    await deleteRecord(author, draft.id);
    expect(await goneIds()).toEqual([once.id]);
  });

  it('is told from a moment on, a page at a time, in the order it went', async () => {
    const records = [await makeSample(author), await makeSample(author), await makeSample(author)];
    for (const [day, { id }] of records.entries()) await deleteRecord(later(author, day), id);
    const [first, ...others] = records.map(({ id }) => id);
    const since = new Date(world.clock.now().getTime() + 86_400_000);
    expect(await goneIds()).toEqual([first, ...others]);
    expect(await goneIds(visitor, since)).toEqual(others);
    const page = { kind: 'practice' as const, since: null, limit: 1 };
    expect(await listGone(visitor, { ...page, offset: 1 })).toMatchObject({
      items: [{ id: others[0] }],
      total: 3,
    });
    expect(await listGone(visitor, { ...page, offset: 7 })).toEqual({ items: [], total: 3 });
  });

  it('is told of this territory, this kind, and the parts that the territory uses', async () => {
    const record = await makeSample(author);
    const page = await makeSample(author, { kind: 'page' });
    for (const { id } of [record, page]) await deleteRecord(author, id);
    expect(await goneIds()).toEqual([record.id]);
    expect(await goneIds(await world.elsewhere())).toEqual([]);
    expect(await goneIds({ ...visitor, kindsOff: ['practice'] })).toEqual([]);
  });
});
