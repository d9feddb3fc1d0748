import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { roles } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord } from './change-record.server.ts';
import { relatedRecords } from './link-store.server.ts';
import type { RecordCore } from './record.ts';
import { findToRelate, relateRecords, unrelateRecords } from './relate-records.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let member: Context;
let visitor: Context;
let page: RecordCore;
let practice: RecordCore;
beforeAll(async () => {
  world = await openTestWorld();
  visitor = await world.as('visitor');
});
afterAll(() => world.close());
beforeEach(async () => {
  member = await world.as('contributor');
  page = await makeSample(member, { kind: 'page', title: 'Lancer un café-réparation' });
  practice = await makeSample(member, { kind: 'practice', title: 'Café-réparation du port' });
});

const tie = () => ({ recordId: page.id, otherId: practice.id });
const back = () => ({ recordId: practice.id, otherId: page.id });
const refused = (code: string) => ({ ok: false, error: { code } });
const related = async (id: Id, context = visitor) =>
  (await relatedRecords(context, id)).map((other) => [other.id, other.type]);

async function historyActions(recordId: Id) {
  const history = await historyOf(world.db, { territoryId: world.territoryId, recordId, limit: 50 });
  return history.map(({ action }) => action);
}

describe('tying two records', () => {
  it('shows each on the other, and is told where it was done', async () => {
    expect(await relateRecords(member, tie())).toMatchObject({ ok: true, value: { id: page.id } });
    expect(await related(page.id)).toEqual([[practice.id, 'related-to']]);
    expect(await related(practice.id)).toEqual([[page.id, 'related-to']]);
    expect(await historyActions(page.id)).toEqual(['page.linked', 'page.created']);
    expect(await historyActions(practice.id)).toEqual(['practice.created']);
  });

  it('twice, from either end, even at the same moment, makes one tie', async () => {
    const tied = await Promise.all([relateRecords(member, tie()), relateRecords(member, back())]);
    expect(tied.every(({ ok }) => ok)).toBe(true);
    await relateRecords(member, back());
    expect(await related(page.id)).toHaveLength(1);
  });

  it('is undone from either end, and may be made again', async () => {
    await relateRecords(member, tie());
    expect(await unrelateRecords(member, back())).toMatchObject({ ok: true, value: { id: practice.id } });
    expect(await related(page.id)).toEqual([]);
    expect(await historyActions(page.id)).toEqual(['page.unlinked', 'page.linked', 'page.created']);
    expect(await unrelateRecords(member, back())).toMatchObject({ ok: true });
    await relateRecords(member, back());
    expect(await related(page.id)).toHaveLength(1);
  });

  it.each(roles)('as a %s is allowed to whoever signed in', async (role) => {
    const context = await world.as(role);
    const expected = role === 'visitor' ? refused('not-allowed') : { ok: true };
    expect(await relateRecords(context, tie())).toMatchObject(expected);
    expect(await unrelateRecords(context, tie())).toMatchObject(expected);
  });

  it('is refused with what one may not see, with itself, with a framework and with nothing', async () => {
    const other = await world.as('contributor');
    const draft = await makeSample(other, { kind: 'page', visibility: 'draft' });
    const framework = await makeSample(member, { kind: 'framework' });
    const elsewhere = { ...(await world.elsewhere()), actor: member.actor };
    const foreign = await makeSample(elsewhere, { kind: 'page' });
    for (const otherId of [draft.id, framework.id, foreign.id, newId(), 'rien', '']) {
      expect(await relateRecords(member, { ...tie(), otherId })).toEqual(refused('not-found'));
      expect(await relateRecords(member, { recordId: otherId, otherId: page.id })).toEqual(
        refused('not-found'),
      );
    }
    expect(await relateRecords(member, { ...tie(), otherId: page.id })).toEqual(refused('not-allowed'));
    expect(await relateRecords(elsewhere, tie())).toEqual(refused('not-found'));
    expect(await related(page.id, member)).toEqual([]);
  });

  it('tells nothing of a record that was taken away, or that the reader may not see', async () => {
    const draft = await makeSample(member, { kind: 'page', visibility: 'draft' });
    await relateRecords(member, { recordId: page.id, otherId: draft.id });
    await relateRecords(member, tie());
    await deleteRecord(member, practice.id);
    expect(await related(page.id)).toEqual([]);
    expect(await related(page.id, member)).toEqual([[draft.id, 'related-to']]);
  });

  it('is held back after a hundred in an hour', async () => {
    const others: RecordCore[] = [];
    for (let count = 0; count <= 100; count += 1) others.push(await makeSample(member, { kind: 'page' }));
    const codes: string[] = [];
    for (const { id: otherId } of others) {
      const tied = await relateRecords(member, { recordId: page.id, otherId });
      codes.push(tied.ok ? 'ok' : tied.error.code);
    }
    expect(codes).toEqual([...Array.from({ length: 100 }, () => 'ok'), 'too-many-ties']);
  });
});

describe('looking for a record to tie', () => {
  it('finds those whose title resembles what was typed, whatever their kind, but not itself', async () => {
    const found = await findToRelate(member, { recordId: page.id, text: 'cafe reparation' });
    expect(found.map(({ id }) => id)).toContain(practice.id);
    expect(found.map(({ id }) => id)).not.toContain(page.id);
    expect(await findToRelate(member, { recordId: page.id, text: '' })).toEqual([]);
  });

  it('tells nothing of what the person may not see, nor of another territory', async () => {
    const other = await world.as('contributor');
    await makeSample(other, { kind: 'page', title: 'Zéphyrine en secret', visibility: 'draft' });
    const search = { recordId: page.id, text: 'Zéphyrine' };
    expect(await findToRelate(other, search)).toHaveLength(1);
    expect(await findToRelate(member, search)).toEqual([]);
    expect(await findToRelate(await world.elsewhere(), search)).toEqual([]);
  });
});
