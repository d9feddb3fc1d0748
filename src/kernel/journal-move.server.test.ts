import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { openDatabase } from './database.server.ts';
import { appendToJournal, entriesAfter, historyOf, journalStart } from './journal.server.ts';
import { journalVersion } from './journal-version.server.ts';
import { newId } from './ids.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
  context = await world.as('facilitator');
});
afterAll(() => world.close());

/** Entries as a busy server of elsewhere numbered them: it had made a billion transactions. */
async function bringEntries(): Promise<void> {
  const { territoryId: territory_id } = context;
  const common = {
    territory_id,
    record_id: null,
    actor_id: null,
    changes: '{}',
    undoes: null,
    happened_at: context.clock.now(),
  };
  await world.db
    .insertInto('journal_entry')
    .values([
      { ...common, id: newId(), action: 'elsewhere-first', transaction_id: '1000000000' },
      { ...common, id: newId(), action: 'elsewhere-last', transaction_id: '1000000001' },
    ])
    .execute();
}

async function start(): Promise<void> {
  const db = await openDatabase(world.url, { connections: 1 });
  await db.destroy();
}

const marked = async () =>
  (await sql<{ value: string }>`select value from setting where key = 'journal.moved-past'`.execute(world.db))
    .rows;

describe('a journal that was moved from another server', () => {
  it('is left alone where it was written', async () => {
    await appendToJournal(context, { action: 'here' });
    await start();
    expect(await marked()).toEqual([]);
  });

  it('goes on after the entries it came with, in the order in which they were written', async () => {
    await bringEntries();
    await start();
    const before = await journalVersion(context.db, context.territoryId);
    const recordId = newId();
    await appendToJournal(context, { recordId, action: 'after-the-move' });

    const after = await journalVersion(context.db, context.territoryId);
    expect(BigInt(after.transactionId), 'what was remembered is forgotten').toBeGreaterThan(
      BigInt(before.transactionId),
    );
    const where = { territoryId: context.territoryId, limit: 10 };
    const { entries, position } = await entriesAfter(context.db, { ...where, position: journalStart });
    expect(entries.map(({ action }) => action)).toEqual([
      'here',
      'elsewhere-first',
      'elsewhere-last',
      'after-the-move',
    ]);
    await appendToJournal(context, { action: 'later' });
    const rest = await entriesAfter(context.db, { ...where, position });
    expect(rest.entries.map(({ action }) => action)).toEqual(['later']);
    expect(await historyOf(context.db, { ...where, recordId })).toHaveLength(1);
  });

  it('is moved once, however often it starts', async () => {
    const once = await marked();
    await start();
    expect(await marked()).toEqual(once);
    expect(once).toEqual([{ value: '1000000001' }]);
  });
});
