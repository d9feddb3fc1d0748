import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { linkRecords, unlinkRecords } from './link-records.server.ts';
import { recordsPointedTo, relatedRecords } from './link-store.server.ts';
import type { RecordCore } from './record.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let member: Context;
let from: RecordCore;
let to: RecordCore;
beforeAll(async () => {
  world = await openTestWorld();
  member = await world.as('contributor');
  from = await makeSample(member, { kind: 'action', title: 'Prêter une remorque' });
  to = await makeSample(member, { kind: 'lever', title: 'Mettre à disposition' });
});
afterAll(() => world.close());

const link = () => ({ fromId: from.id, toId: to.id, type: 'carries-out' as const });
const done = { ok: true, value: undefined };

async function actions() {
  const history = await historyOf(world.db, { territoryId: world.territoryId, recordId: from.id, limit: 50 });
  return history.map((entry) => entry.action);
}

describe('a link between two records', () => {
  it('is walked both ways, whoever looks', async () => {
    expect(await linkRecords(member, link())).toEqual(done);
    const visitor = await world.as('visitor');
    const seen = { type: 'carries-out', kind: 'lever', title: 'Mettre à disposition', shortId: to.shortId };
    expect(await relatedRecords(visitor, from.id)).toMatchObject([{ ...seen, direction: 'out', id: to.id }]);
    expect(await relatedRecords(visitor, to.id)).toMatchObject([
      { direction: 'in', id: from.id, kind: 'action' },
    ]);
    expect(await recordsPointedTo(visitor, [from.id, to.id])).toMatchObject([{ ...seen, fromId: from.id }]);
    expect(await recordsPointedTo(visitor, [])).toEqual([]);
  });

  it('made twice, even at the same moment, is one link told once', async () => {
    const before = await actions();
    await Promise.all([linkRecords(member, link()), linkRecords(member, link())]);
    expect(await relatedRecords(member, from.id)).toHaveLength(1);
    expect(await actions()).toEqual(before);
  });

  it('is for those who are signed in, on records of their territory', async () => {
    const visitor = await world.as('visitor');
    const notAllowed = { ok: false, error: { code: 'not-allowed' } };
    expect(await linkRecords(visitor, link())).toEqual(notAllowed);
    expect(await unlinkRecords(visitor, link())).toEqual(notAllowed);
    const elsewhere: Context = { ...member, territoryId: (await world.elsewhere()).territoryId };
    const foreign = await makeSample(elsewhere);
    const notFound = { ok: false, error: { code: 'not-found' } };
    expect(await linkRecords(member, { ...link(), toId: foreign.id })).toEqual(notFound);
    expect(await linkRecords(elsewhere, { ...link(), fromId: foreign.id })).toEqual(notFound);
    expect(await unlinkRecords(elsewhere, link())).toEqual(notFound);
  });

  it('never ties a record to itself', async () => {
    const itself = { ...link(), toId: from.id };
    expect(await linkRecords(member, itself)).toEqual({ ok: false, error: { code: 'not-allowed' } });
  });

  it('is taken away again, and the history keeps what it was', async () => {
    expect(await unlinkRecords(member, { ...link(), details: { reason: 'proche du bourg' } })).toEqual(done);
    expect(await relatedRecords(member, from.id)).toEqual([]);
    expect(await actions()).toEqual(['action.unlinked', 'action.linked', 'action.created']);
    const [last] = await historyOf(world.db, { territoryId: world.territoryId, recordId: from.id, limit: 1 });
    expect(last?.changes).toEqual({
      'link.carries-out': { before: to.id, after: null },
      reason: { before: 'proche du bourg', after: null },
    });
    expect(await unlinkRecords(member, link())).toEqual(done);
    expect(await actions()).toHaveLength(3);
  });
});
