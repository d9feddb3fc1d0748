import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { type Database, inTransaction } from './database.server.ts';
import { newId } from './ids.ts';
import {
  type JournalEntry,
  type JournalPosition,
  appendToJournal,
  changesBetween,
  entriesAfter,
  findJournalEntry,
  historyOf,
  journalStart,
  setAsidePersonalValue,
} from './journal.server.ts';
import { journalVersion } from './journal-version.server.ts';
import { type Json, canonicalJson, sameJson } from './json.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  context = { ...(await world.as('contributor')), territoryId: (await world.elsewhere()).territoryId };
});

const state = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>);

describe('the changes between two states', () => {
  it('are none between a state and itself', () => {
    fc.assert(
      fc.property(state, (one) => Object.keys(changesBetween(one, structuredClone(one))).length === 0),
    );
  });

  it('lead from the first to the second, and back', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const changes = changesBetween(before, after);
        const apply = (start: Record<string, Json>, side: 'before' | 'after') =>
          Object.fromEntries([
            ...Object.entries(start),
            ...Object.entries(changes).map(([field, change]) => [field, change[side]] as const),
          ]);
        const fields = [...Object.keys(before), ...Object.keys(after)];
        for (const field of fields) {
          expect(sameJson(own(apply(before, 'after'), field), own(after, field))).toBe(true);
          expect(sameJson(own(apply(after, 'before'), field), own(before, field))).toBe(true);
        }
      }),
    );
  });

  it('name no field that stayed the same', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        for (const change of Object.values(changesBetween(before, after))) {
          expect(sameJson(change.before, change.after)).toBe(false);
        }
      }),
    );
  });

  it('are kept for fields with the names JavaScript uses for itself', () => {
    const after = JSON.parse('{"__proto__": 1, "constructor": "x", "toString": null}') as Record<
      string,
      Json
    >;
    expect(Object.entries(changesBetween({}, after))).toEqual([
      ['__proto__', { before: null, after: 1 }],
      ['constructor', { before: null, after: 'x' }],
    ]);
  });
});

function own(of: Record<string, Json>, field: string): Json {
  return (Object.hasOwn(of, field) ? of[field] : null) ?? null;
}

describe('an entry', () => {
  it('says who did what to which record, when, and the fields before and after', async () => {
    const recordId = newId();
    const changes = { title: { before: 'Four', after: 'Four à pain' } };
    const id = await appendToJournal(context, { recordId, action: 'practice.changed', changes });
    const expected = {
      id,
      recordId,
      actorId: context.actor.personId,
      action: 'practice.changed',
      changes,
      undoes: null,
      happenedAt: world.clock.now(),
    };
    const where = { territoryId: context.territoryId };
    expect(await findJournalEntry(world.db, { ...where, entryId: id })).toMatchObject(expected);
    expect(await historyOf(world.db, { ...where, recordId, limit: 10 })).toMatchObject([expected]);
  });

  it('is undone together with the change it tells', async () => {
    const transaction = inTransaction(world.db, async (db) => {
      await appendToJournal({ ...context, db }, { action: 'practice.changed' });
      throw new Error('the change failed');
    });
    await expect(transaction).rejects.toThrow('the change failed');
    expect(await allEntries()).toEqual([]);
  });

  it('is seen on its own territory only', async () => {
    const recordId = newId();
    const id = await appendToJournal(context, { recordId, action: 'practice.changed' });
    const { territoryId } = await world.elsewhere();
    expect(await findJournalEntry(world.db, { territoryId, entryId: id })).toBeUndefined();
    expect(await historyOf(world.db, { territoryId, recordId, limit: 10 })).toEqual([]);
    const elsewhere = await entriesAfter(world.db, { territoryId, position: journalStart, limit: 10 });
    expect(elsewhere.entries).toEqual([]);
  });

  it('is not found by what is no id', async () => {
    const { territoryId } = context;
    for (const entryId of ['', 'x', "' or 1=1 --", '\0']) {
      expect(await findJournalEntry(world.db, { territoryId, entryId })).toBeUndefined();
    }
  });
});

async function allEntries() {
  return sql<{ action: string; changes: Json }>`
    select action, changes from journal_entry where territory_id = ${context.territoryId}`
    .execute(world.db)
    .then(({ rows }) => rows);
}

describe('whoever follows the journal', () => {
  /** Reads on from a position until nothing is left; waits while transactions of other tests hold the end back. */
  async function follow(from: JournalPosition, expected: number): Promise<string[]> {
    const seen: JournalEntry[] = [];
    let position = from;
    await expect
      .poll(
        async () => {
          const read = await entriesAfter(world.db, { territoryId: context.territoryId, position, limit: 2 });
          seen.push(...read.entries);
          position = read.position;
          return seen.length;
        },
        { interval: 5, timeout: 10_000 },
      )
      .toBe(expected);
    return seen.map((entry) => entry.action);
  }

  it('reads every entry once, in order, however few at a time', async () => {
    for (const action of ['one', 'two', 'three', 'four', 'five']) await appendToJournal(context, { action });
    expect(await follow(journalStart, 5)).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('stays where it is when there is nothing new', async () => {
    const nothing = { territoryId: context.territoryId, position: journalStart, limit: 10 };
    expect(await entriesAfter(world.db, nothing)).toEqual({ entries: [], position: journalStart });
  });

  it('steps over nothing when a transaction that began first ends last', async () => {
    const { promise: secondIsDone, resolve: release } = Promise.withResolvers<void>();
    const { promise: firstHasWritten, resolve: written } = Promise.withResolvers<void>();
    const first = inTransaction(world.db, async (db) => {
      await appendToJournal({ ...context, db }, { action: 'began-first' });
      written();
      await secondIsDone;
      await appendToJournal({ ...context, db }, { action: 'ended-last' });
    });
    await firstHasWritten;
    await appendToJournal(context, { action: 'began-second' });

    const where = { territoryId: context.territoryId, limit: 10 };
    const early = await entriesAfter(world.db, { ...where, position: journalStart });
    expect(early.entries, 'what follows a running transaction waits for it').toEqual([]);
    release();
    await first;
    const seen = await follow(early.position, 3);
    expect(seen.toSorted()).toEqual(['began-first', 'began-second', 'ended-last']);
  });

  it('steps over nothing when many write at once', async () => {
    const wrote = Array.from({ length: 20 }, (_, index) => `entry-${String(index).padStart(2, '0')}`);
    const writing = Promise.all(wrote.map((action) => write(world.db, action)));
    const seen = await follow(journalStart, wrote.length);
    await writing;
    expect(seen.toSorted()).toEqual(wrote);
  });

  function write(db: Database, action: string) {
    return inTransaction(db, (tx) => appendToJournal({ ...context, db: tx }, { action }));
  }
});

describe('where the journal stands', () => {
  const version = async () => (await journalVersion(world.db, context.territoryId)).transactionId;

  it('moves with every change of the territory, and with no other', async () => {
    const start = await version();
    await appendToJournal(context, { action: 'practice.changed' });
    const changed = await version();
    expect(BigInt(changed)).toBeGreaterThan(BigInt(start));
    await appendToJournal(await world.elsewhere(), { action: 'practice.changed' });
    expect(await version()).toBe(changed);
  });

  it('moves when a transaction ends that wrote before another one ended', async () => {
    const { promise: otherIsDone, resolve: release } = Promise.withResolvers<void>();
    const { promise: firstHasWritten, resolve: written } = Promise.withResolvers<void>();
    let late = Promise.resolve();
    await inTransaction(world.db, async (db) => {
      await sql`select pg_current_xact_id()`.execute(db);
      late = inTransaction(world.db, async (lateDb) => {
        await appendToJournal({ ...context, db: lateDb }, { action: 'wrote-first' });
        written();
        await otherIsDone;
      });
      await firstHasWritten;
      await appendToJournal({ ...context, db }, { action: 'ended-first' });
    });
    const before = await version();
    release();
    await late;
    expect(BigInt(await version())).toBeGreaterThan(BigInt(before));
  });
});

describe('a personal value', () => {
  const value = { phone: '02 99 00 00 00', email: 'anne@exemple.test' };

  async function journalled() {
    const personId = context.actor.personId;
    const held = await setAsidePersonalValue(context, { personId, value });
    const recordId = newId();
    await appendToJournal(context, {
      recordId,
      action: 'practice.changed',
      changes: { contact: { before: null, after: held }, title: { before: 'Four', after: 'Four à pain' } },
    });
    return { held: held as { personal: string; commitment: string }, recordId };
  }

  async function setAside(id: string) {
    const { rows } = await sql<{ value: Json; salt: string }>`
      select value, salt from personal_value where territory_id = ${context.territoryId} and id = ${id}`.execute(
      world.db,
    );
    return rows[0];
  }

  it('never stands in the journal, which holds a commitment to it', async () => {
    const { held } = await journalled();
    const written = JSON.stringify(await allEntries());
    expect(written).toContain(held.commitment);
    expect(written).not.toMatch(/02 99|anne@|exemple\.test/);
  });

  it('can be proved by whoever has it and its salt, and is not told by the commitment alone', async () => {
    const { held } = await journalled();
    const row = await setAside(held.personal);
    expect(row?.value).toEqual(value);
    const commitment = (text: string) =>
      createHash('sha256')
        .update(row?.salt ?? '')
        .update(text)
        .digest('base64url');
    expect(held.commitment).toBe(commitment(canonicalJson(row?.value ?? null)));
    expect(held.commitment).not.toBe(commitment(canonicalJson({ ...value, phone: '02 99 00 00 01' })));
    const { held: again } = await journalled();
    expect(again.commitment, 'the same value gives another commitment').not.toBe(held.commitment);
  });

  it('can be erased, and the history stays readable', async () => {
    const { held, recordId } = await journalled();
    await sql`
      delete from personal_value
      where territory_id = ${context.territoryId} and person_id = ${context.actor.personId}`.execute(
      world.db,
    );
    expect(await setAside(held.personal)).toBeUndefined();
    const history = await historyOf(world.db, { territoryId: context.territoryId, recordId, limit: 10 });
    expect(history).toMatchObject([
      {
        changes: { title: { before: 'Four', after: 'Four à pain' }, contact: { before: null, after: held } },
      },
    ]);
  });
});
