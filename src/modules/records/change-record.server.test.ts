import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { newId } from '#kernel/ids.ts';
import { changesBetween, historyOf } from '#kernel/journal.server.ts';
import { type Json, sameJson } from '#kernel/json.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { changeRecord, deleteRecord, restoreRecord, stateBefore } from './change-record.server.ts';
import { type RecordCore, type RecordFields, addressOf, shortIdIn, stateOf } from './record.ts';
import { findRecord } from './record-store.server.ts';
import { findTombstone } from './deleted-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let author: Context;
let other: Context;
let facilitator: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor');
  other = await world.as('contributor');
  facilitator = await world.as('facilitator');
  visitor = await world.as('visitor');
});
afterAll(() => world.close());

const day = 86_400_000;
const noDetails = { before: {}, after: {} };

function save(context: Context, current: RecordCore, fields: Partial<RecordFields>) {
  return inTransaction(context.db, (db) =>
    changeRecord(
      { ...context, db },
      { current, version: current.version, fields: { ...current, ...fields }, details: noDetails },
    ),
  );
}

function historyOfRecord({ id }: RecordCore) {
  return historyOf(world.db, { territoryId: world.territoryId, recordId: id, limit: 50 });
}

describe('a record', () => {
  it('is made with its history', async () => {
    const record = await makeSample(author);
    expect(await findRecord(visitor, { id: record.id })).toEqual(record);
    expect(record).toMatchObject({
      version: 1,
      authorIds: [author.actor.personId],
      createdBy: author.actor.personId,
    });
    const [entry, ...rest] = await historyOfRecord(record);
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({ action: 'practice.created', actorId: author.actor.personId });
    const written = Object.entries(entry?.changes ?? {}).map(
      ([field, change]) => [field, change.after] as const,
    );
    for (const [field, value] of Object.entries(stateOf(record))) {
      expect(sameJson(Object.fromEntries(written)[field], value)).toBe(true);
    }
  });

  it('improved by someone else names them as an author, and gives them no right to take it away', async () => {
    const record = await makeSample(author);
    world.clock.advance(1000);
    const saved = await save(other, record, { title: 'Four banal' });
    expect(saved).toMatchObject({
      ok: true,
      value: {
        record: {
          version: 2,
          title: 'Four banal',
          authorIds: [author.actor.personId, other.actor.personId],
          createdBy: author.actor.personId,
          updatedAt: world.clock.now(),
        },
      },
    });
    expect(await deleteRecord(other, record.id)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect((await historyOfRecord(record)).map((entry) => entry.changes)[0]).toEqual({
      title: { before: 'Four à pain partagé', after: 'Four banal' },
    });
  });

  it('keeps its short id when its title changes, so that old addresses still lead to it', async () => {
    const record = await makeSample(author);
    const saved = await save(author, record, { title: 'Un tout autre nom' });
    if (!saved.ok) throw new Error(saved.error.code);
    const old = addressOf(record);
    expect(addressOf(saved.value.record)).not.toBe(old);
    const found = await findRecord(visitor, { kind: 'practice', shortId: shortIdIn(old) });
    expect(found?.id).toBe(record.id);
  });

  it('saved without any change has no new version and nothing in its history', async () => {
    const record = await makeSample(author);
    expect(await save(other, record, {})).toEqual({ ok: true, value: { record, changes: {} } });
    expect(await findRecord(visitor, { id: record.id })).toEqual(record);
    expect(await historyOfRecord(record)).toHaveLength(1);
  });

  it('is changed by nobody who is not signed in', async () => {
    const record = await makeSample(author);
    expect(await save(visitor, record, { title: 'x' })).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
  });
});

describe('who sees a record', () => {
  it.each(['public', 'members', 'draft'] as const)(
    'is not changed by those who only improve it: %s',
    async (to) => {
      const record = await makeSample(author, { visibility: to === 'members' ? 'public' : 'members' });
      expect(await save(other, record, { visibility: to })).toEqual({
        ok: false,
        error: { code: 'not-allowed' },
      });
      expect((await findRecord(author, { id: record.id }))?.visibility).toBe(record.visibility);
      expect(await save(author, record, { visibility: to })).toMatchObject({ ok: true });
    },
  );

  it('is changed by facilitators', async () => {
    const record = await makeSample(author);
    expect(await save(facilitator, record, { visibility: 'members' })).toMatchObject({ ok: true });
  });
});

describe('two people who save the same record', () => {
  it('one after the other: the second is told, and nothing of the first is lost', async () => {
    const record = await makeSample(author);
    expect(await save(author, record, { title: 'Le premier' })).toMatchObject({ ok: true });
    const second = await save(other, record, { pitch: 'Le second' });
    expect(second).toEqual({ ok: false, error: { code: 'changed-meanwhile' } });
    expect(await findRecord(visitor, { id: record.id })).toMatchObject({
      title: 'Le premier',
      pitch: record.pitch,
    });
  });

  it('at the same moment: exactly one succeeds', async () => {
    const record = await makeSample(author);
    const titles = ['un', 'deux', 'trois', 'quatre'];
    const saved = await Promise.all(titles.map((title) => save(other, record, { title })));
    expect(saved.filter(({ ok }) => ok)).toHaveLength(1);
    const winner = titles[saved.findIndex(({ ok }) => ok)];
    expect(await findRecord(visitor, { id: record.id })).toMatchObject({ title: winner, version: 2 });
    expect(await historyOfRecord(record)).toHaveLength(2);
  });

  it('one of whom takes it away: the other writes nothing', async () => {
    const record = await makeSample(author);
    await deleteRecord(author, record.id);
    expect(await save(other, record, { title: 'x' })).toEqual({
      ok: false,
      error: { code: 'changed-meanwhile' },
    });
  });
});

describe('taking a record away', () => {
  it('is for who made it and for facilitators, and is told in the history', async () => {
    const attempts = [
      [author, { ok: true, value: undefined }],
      [facilitator, { ok: true, value: undefined }],
      [other, { ok: false, error: { code: 'not-allowed' } }],
      [visitor, { ok: false, error: { code: 'not-allowed' } }],
    ] as const;
    for (const [context, expected] of attempts) {
      const record = await makeSample(author);
      expect(await deleteRecord(context, record.id)).toEqual(expected);
      expect((await findRecord(author, { id: record.id })) === undefined).toBe(expected.ok);
      const [last] = await historyOfRecord(record);
      expect(last?.action).toBe(expected.ok ? 'practice.deleted' : 'practice.created');
    }
  });

  it('happens once, even when two do it at the same moment', async () => {
    const record = await makeSample(author);
    const outcomes = await Promise.all([
      deleteRecord(author, record.id),
      deleteRecord(facilitator, record.id),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(
      (await historyOfRecord(record)).filter((entry) => entry.action === 'practice.deleted'),
    ).toHaveLength(1);
  });

  it('of what does not exist is told', async () => {
    const notFound = { ok: false, error: { code: 'not-found' } };
    expect(await deleteRecord(facilitator, newId())).toEqual(notFound);
    expect(await deleteRecord(facilitator, 'x')).toEqual(notFound);
  });
});

describe('bringing a record back', () => {
  const restore = (context: Context, { kind, shortId }: RecordCore) =>
    restoreRecord(context, { kind, shortId });

  async function deleted(visibility: RecordFields['visibility'] = 'public') {
    const record = await makeSample(author, { visibility });
    await deleteRecord(author, record.id);
    return record;
  }

  it('gives it back as it was, for thirty days', async () => {
    const record = await deleted();
    world.clock.advance(30 * day);
    const restored = await restore(author, record);
    // A change of now, for whoever keeps a copy.
    const back = { ...record, version: 3, updatedAt: world.clock.now() };
    expect(restored).toEqual({ ok: true, value: back });
    expect(await findRecord(visitor, { id: record.id })).toEqual(back);
    expect((await historyOfRecord(record)).map((entry) => entry.action)).toEqual([
      'practice.restored',
      'practice.deleted',
      'practice.created',
    ]);
  });

  it('is refused after thirty days', async () => {
    const record = await deleted();
    world.clock.advance(30 * day + 1);
    expect(await restore(facilitator, record)).toEqual({ ok: false, error: { code: 'too-late' } });
  });

  it('is for who made it and for facilitators', async () => {
    const record = await deleted();
    for (const context of [visitor, other]) {
      expect(await restore(context, record)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    }
    expect(await restore(facilitator, record)).toMatchObject({ ok: true });
    expect(await restore(facilitator, record)).toEqual({ ok: false, error: { code: 'not-found' } });
  });

  it('works for what not everyone saw, and tells the others nothing', async () => {
    for (const visibility of ['members', 'draft'] as const) {
      const record = await deleted(visibility);
      const { kind, shortId } = record;
      expect(await findTombstone(visitor, { kind, shortId })).toBeUndefined();
      expect(await restore(visitor, record)).toEqual({ ok: false, error: { code: 'not-found' } });
      expect(await restore(author, record)).toMatchObject({ ok: true });
    }
  });
});

describe('the state before an entry', () => {
  const state = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,3}$/),
    fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>,
  );

  it('is exactly the state that the entry changed', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const undone = stateBefore(after, { changes: changesBetween(before, after) });
        expect(undone.ok).toBe(true);
        if (undone.ok) expect(changesBetween(undone.value, before)).toEqual({});
      }),
    );
  });

  it('keeps what was changed since in other fields, and is refused when one of its own was', () => {
    fc.assert(
      fc.property(state, state, state, (before, after, since) => {
        const changes = changesBetween(before, after);
        const now = { ...after, ...since };
        const touched = Object.keys(changes).filter((field) => !sameJson(now[field], after[field]));
        const undone = stateBefore(now, { changes });
        if (touched.length > 0) {
          expect(undone).toEqual({ ok: false, error: { code: 'changed-since', fields: touched } });
        } else {
          expect(undone.ok && changesBetween(undone.value, { ...now, ...before })).not.toBe(false);
        }
      }),
    );
    const changes = changesBetween({ title: 'a', pitch: 'x' }, { title: 'b', pitch: 'x' });
    expect(stateBefore({ title: 'b', pitch: 'y' }, { changes })).toEqual({
      ok: true,
      value: { title: 'a', pitch: 'y' },
    });
  });
});
