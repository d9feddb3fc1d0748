import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { type Onlooker, onlookers, putInState } from '#kernel/testing/visibility-matrix.server.ts';
import { deleteRecord, restoreRecord } from './change-record.server.ts';
import { addComment, deleteComment, readComments } from './comments.server.ts';
import { hide } from './hide.server.ts';
import { linkRecords } from './link-records.server.ts';
import { relatedRecords } from './link-store.server.ts';
import { listDeleted } from './list-deleted.server.ts';
import { type PurgeRules, purgeChore } from './purge-records.server.ts';
import { findPurged } from './purge-store.server.ts';
import { readHistory } from './read-history.server.ts';
import { type Kind, type RecordCore, kindPaths } from './record.ts';
import { findRecord } from './record-store.server.ts';
import { findTombstone } from './deleted-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

const kinds = Object.keys(kindPaths) as Kind[];

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

/** The same moment for everyone, that many days from now. */
function later(context: Context, days: number): Context {
  const now = new Date(world.clock.now().getTime() + days * 86_400_000);
  return { ...context, clock: { now: () => now } };
}

function purge(days: number, options: { rules?: PurgeRules[]; batchSize?: number } = {}): Promise<void> {
  const { clock } = later(visitor, days);
  return purgeChore({ db: world.db, clock, rules: [], ...options }).run(visitor.territoryId);
}

async function deleted(fields: Parameters<typeof makeSample>[1] = {}): Promise<RecordCore> {
  const record = await makeSample(author, fields);
  expect(await deleteRecord(author, record.id)).toMatchObject({ ok: true });
  return record;
}

/** Tables that still hold something of a record, with how much. */
async function leftOf(id: Id): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; count: number }>`
    select 'record' as name, count(*) from record where territory_id = ${visitor.territoryId} and id = ${id}
    union all select 'comment', count(*) from comment where territory_id = ${visitor.territoryId} and record_id = ${id}
    union all select 'link', count(*) from record_link
      where territory_id = ${visitor.territoryId} and ${id} in (from_id, to_id)`.execute(world.db);
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
}

describe.each(kinds)('a deleted record of the kind %s', (kind) => {
  it('is brought back until the thirtieth day', async () => {
    const record = await deleted({ kind });
    await purge(29.9);
    expect(await findTombstone(visitor, record)).toMatchObject({ title: record.title });
    expect(await restoreRecord(later(author, 30), record)).toMatchObject({ ok: true });
    expect(await findRecord(visitor, { id: record.id })).toMatchObject({ title: record.title });
  });

  it('is purged after that: its address is gone for ever, and nobody brings it back', async () => {
    const record = await deleted({ kind });
    await purge(30.1);
    expect(await leftOf(record.id)).toEqual({ record: 0, comment: 0, link: 0 });
    for (const context of [visitor, author, facilitator]) {
      expect(await findTombstone(context, record)).toBeUndefined();
      const { id, shortId } = record;
      for (const name of [{ id }, { shortId }]) {
        expect(await findPurged(context, { kind, ...name })).toEqual(later(visitor, 30.1).clock.now());
      }
      expect(await restoreRecord(context, record)).toEqual({ ok: false, error: { code: 'too-late' } });
    }
    expect(
      await findPurged(visitor, { ...record, kind: kind === 'action' ? 'lever' : 'action' }),
    ).toBeUndefined();
  });

  it('leaves in the journal that it was, and nothing of what it said', async () => {
    const record = await deleted({ kind, title: 'Zythologie secrète' });
    await purge(31);
    const told = await historyOf(world.db, {
      territoryId: visitor.territoryId,
      recordId: record.id,
      limit: 10,
    });
    expect(told.map(({ action, actorId }) => [action, actorId])).toEqual([
      [`${kind}.purged`, null],
      [`${kind}.deleted`, author.actor.personId],
      [`${kind}.created`, author.actor.personId],
    ]);
    expect(JSON.stringify(told)).not.toContain('ythologie');
  });
});

describe('a purge', () => {
  it('takes comments and links with the record, and leaves the records it was linked to', async () => {
    const record = await makeSample(author);
    const neighbour = await makeSample(author, { kind: 'action' });
    await addComment(author, { recordId: record.id, markdown: 'Bravo' });
    await linkRecords(author, { fromId: neighbour.id, toId: record.id, type: 'follows-from' });
    await deleteRecord(author, record.id);
    await purge(31);
    expect(await leftOf(record.id)).toEqual({ record: 0, comment: 0, link: 0 });
    expect(await relatedRecords(visitor, neighbour.id)).toEqual([]);
    const { entries } = await readHistory(visitor, { recordId: neighbour.id });
    expect(entries.flatMap(({ links }) => links)).toEqual([{ type: 'follows-from', to: null }]);
  });

  it('takes for good the comments that were deleted, not those that are there', async () => {
    const record = await makeSample(author);
    const [kept, gone] = await Promise.all(
      ['Gardé', 'Retiré'].map((markdown) => addComment(author, { recordId: record.id, markdown })),
    );
    if (!kept?.ok || !gone?.ok) throw new Error('Two comments were added');
    await deleteComment(author, gone.value);
    await purge(29);
    expect((await leftOf(record.id))['comment']).toBe(2);
    await purge(31);
    expect((await readComments(visitor, record.id)).map(({ id }) => id)).toEqual([kept.value]);
    expect((await leftOf(record.id))['comment']).toBe(1);
  });

  it('keeps what moderation said of the record in public', async () => {
    const record = await makeSample(author);
    await hide(facilitator, {
      target: { shortId: record.shortId, commentId: null },
      reason: 'duplicate',
      words: '',
    });
    await deleteRecord(facilitator, record.id);
    await purge(31);
    const told = await historyOf(world.db, {
      territoryId: visitor.territoryId,
      recordId: record.id,
      limit: 9,
    });
    const hidden = told.find(({ action }) => action === 'moderation.hidden');
    expect(hidden?.changes['hiding']?.after).toMatchObject({ reason: 'duplicate' });
  });

  it('touches no other territory', async () => {
    const record = await deleted();
    const elsewhere = await world.elsewhere();
    await purgeChore({ db: world.db, clock: later(visitor, 31).clock, rules: [] }).run(elsewhere.territoryId);
    expect((await leftOf(record.id))['record']).toBe(1);
    await purge(31);
    expect(await findPurged({ ...visitor, territoryId: elsewhere.territoryId }, record)).toBeUndefined();
  });

  it('may be done twice', async () => {
    const record = await deleted();
    await purge(31);
    await purge(32);
    expect(await findPurged(visitor, record)).toEqual(later(visitor, 31).clock.now());
  });

  it('goes batch by batch; one that fails is as if it had not begun, and the next night takes it', async () => {
    const records = [];
    for (let number = 0; number < 25; number += 1) records.push(await deleted());
    let asked = 0;
    const crashing: PurgeRules = {
      async stillNeeded() {
        asked += 1;
        return asked < 3 ? [] : Promise.reject(new Error('The power went'));
      },
    };
    const failing: PurgeRules = {
      // Asked after the tombstones of the batch are thought of, before anything is written.
      async mayReturn() {
        return asked === 2 ? Promise.reject(new Error('The power went')) : [];
      },
    };
    await expect(purge(31, { rules: [crashing, failing], batchSize: 10 })).rejects.toThrow('The power went');
    expect(await purgedAmongThose(records)).toBe(10);
    await purge(31, { batchSize: 10 });
    expect(await purgedAmongThose(records)).toBe(25);
  });

  it('is whole or absent when the database refuses the last of it', async () => {
    const record = await deleted({ title: 'Toujours là' });
    await sql`
      create function refuse_purge() returns trigger language plpgsql as
        $$ begin if new.action like '%.purged' then raise 'Disk full'; end if; return new; end $$`.execute(
      world.db,
    );
    await sql`create trigger refuse_purge before insert on journal_entry
      for each row execute function refuse_purge()`.execute(world.db);
    await expect(purge(31)).rejects.toThrow('Disk full');
    await sql`drop trigger refuse_purge on journal_entry`.execute(world.db);
    expect(await findTombstone(visitor, record)).toMatchObject({ title: 'Toujours là' });
    expect(await findPurged(visitor, record)).toBeUndefined();
    const told = await historyOf(world.db, {
      territoryId: visitor.territoryId,
      recordId: record.id,
      limit: 9,
    });
    expect(told.at(-1)?.changes['title']?.after).toBe('Toujours là');
  });

  it('leaves what something else still rests on, and takes the rest', async () => {
    const [needed, other] = [await deleted({ kind: 'framework' }), await deleted({ kind: 'framework' })];
    const rules = [
      { stillNeeded: async (_: unknown, ids: readonly Id[]) => ids.filter((id) => id === needed.id) },
    ];
    await purge(31, { rules });
    expect(await findTombstone(visitor, needed)).toBeDefined();
    expect(await findPurged(visitor, other)).toBeDefined();
  });
});

async function purgedAmongThose(records: readonly RecordCore[]): Promise<number> {
  const found = await Promise.all(records.map((record) => findPurged(visitor, record)));
  const left = await Promise.all(records.map(({ id }) => leftOf(id)));
  // Whole or absent: what has a tombstone has no row, and what has a row has no tombstone.
  expect(left.map(({ record }) => record)).toEqual(found.map((purged) => (purged ? 0 : 1)));
  return found.filter(Boolean).length;
}

describe('what was purged', () => {
  const told: [string, Onlooker[]][] = [
    ['public', ['visitor', 'contributor', 'author', 'facilitator', 'owner']],
    ['members', ['contributor', 'author', 'facilitator', 'owner']],
    ['draft', []],
    ['hidden public', []],
  ];

  it.each(told)('is told to those who could read it: %s', async (state, expected) => {
    const record = await makeSample(author);
    await putInState(author, record.id, state as 'public');
    await sql`update record set deleted_at = ${world.clock.now()}
      where territory_id = ${author.territoryId} and id = ${record.id}`.execute(world.db);
    await purge(31);
    const as: Record<Onlooker, Context> = {
      visitor,
      author,
      facilitator,
      contributor: { ...(await world.as('contributor')), territoryId: author.territoryId },
      owner: { ...(await world.as('owner')), territoryId: author.territoryId },
      elsewhere: { ...author, territoryId: (await world.elsewhere()).territoryId },
    };
    const found = await Promise.all(
      onlookers.map(async (onlooker) => ((await findPurged(as[onlooker], record)) ? [onlooker] : [])),
    );
    expect(found.flat()).toEqual(expected);
  });
});

describe('the list of what was deleted', () => {
  it('is for facilitators and owners', async () => {
    expect(await listDeleted(visitor, 1)).toEqual({ ok: false, error: { code: 'sign-in-first' } });
    expect(await listDeleted(author, 1)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await listDeleted(facilitator, 1)).toMatchObject({ ok: true, value: { total: 0 } });
  });

  it('says what, when, by whom and until when, latest first; drafts of others stay theirs', async () => {
    const first = await deleted({ title: 'Premier' });
    await deleted({ title: 'Brouillon', visibility: 'draft' });
    const second = await makeSample(author, { title: 'Second', kind: 'lever' });
    await deleteRecord(later(facilitator, 1), second.id);
    await makeSample(author);
    const list = await listDeleted(later(facilitator, 2), 7);
    expect(list).toMatchObject({ ok: true, value: { total: 2, page: 1, pages: 1 } });
    expect(list.ok && list.value.items.map(({ title, by, until }) => [title, by, until])).toEqual([
      ['Second', 'Fanch', later(visitor, 31).clock.now()],
      ['Premier', 'Ana', later(visitor, 30).clock.now()],
    ]);
    const end = await listDeleted(later(facilitator, 30.5), 1);
    expect(end.ok && end.value.items.map(({ title }) => title)).toEqual(['Second']);
    expect(await restoreRecord(facilitator, first)).toMatchObject({ ok: true });
    expect(await listDeleted(facilitator, 1)).toMatchObject({ value: { total: 1 } });
  });
});
