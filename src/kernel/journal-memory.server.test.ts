import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from './context.ts';
import { inTransaction } from './database.server.ts';
import { audienceOf, createJournalMemory } from './journal-memory.server.ts';
import { appendToJournal, journalVersion } from './journal.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let context: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  context = { ...(await world.elsewhere()), memory: createJournalMemory() };
});

/** Nothing is remembered while any transaction of the server runs, those of other tests included. */
async function quiet() {
  await expect
    .poll(() => journalVersion(world.db, context.territoryId), { interval: 2, timeout: 10_000 })
    .toMatchObject({ settled: true });
}

/** Asks until the answer is remembered; returns the number of times it was worked out. */
async function remembered(compute: () => Promise<string>, within = context) {
  await expect
    .poll(
      async () => {
        await within.memory.recall(within, 'count', compute);
        const calls = vi.mocked(compute).mock.calls.length;
        await within.memory.recall(within, 'count', compute);
        return vi.mocked(compute).mock.calls.length === calls;
      },
      { interval: 2, timeout: 10_000 },
    )
    .toBe(true);
  vi.mocked(compute).mockClear();
}

describe('what was worked out from a territory’s records', () => {
  it('is remembered until something changes', async () => {
    const compute = vi.fn<() => Promise<string>>().mockResolvedValue('3 practices');
    await remembered(compute);
    expect(await context.memory.recall(context, 'count', compute)).toBe('3 practices');
    expect(compute).not.toHaveBeenCalled();

    await appendToJournal(context, { action: 'practice.created' });
    compute.mockResolvedValue('4 practices');
    expect(await context.memory.recall(context, 'count', compute)).toBe('4 practices');
  });

  it('is never given to another question, nor to another territory', async () => {
    const compute = vi.fn<() => Promise<string>>().mockResolvedValue('3 practices');
    await remembered(compute);
    expect(await context.memory.recall(context, 'other', async () => 'other')).toBe('other');
    const elsewhere = { ...(await world.elsewhere()), memory: context.memory };
    expect(await elsewhere.memory.recall(elsewhere, 'count', async () => 'elsewhere')).toBe('elsewhere');
  });

  it('is worked out anew when a change comes into sight that began before', async () => {
    await quiet();
    const { promise: seen, resolve: release } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const change = inTransaction(world.db, async (db) => {
      await appendToJournal({ ...context, db }, { action: 'practice.created' });
      begin();
      await seen;
    });
    await begun;
    await appendToJournal(context, { action: 'practice.created' });
    expect(await context.memory.recall(context, 'count', async () => 'one of two')).toBe('one of two');
    release();
    await change;
    expect(await context.memory.recall(context, 'count', async () => 'both')).toBe('both');
  });
});

describe('those who may be shown the same', () => {
  it('are all visitors together, and each person alone', async () => {
    const [one, other, visitor] = await Promise.all([
      world.as('contributor'),
      world.as('contributor'),
      world.as('visitor'),
    ]);
    expect(audienceOf(visitor)).toBe(audienceOf(context));
    expect(new Set([one, other, visitor].map(audienceOf)).size).toBe(3);
  });
});
