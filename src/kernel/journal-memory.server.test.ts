import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from './context.ts';
import { inTransaction } from './database.server.ts';
import { audienceOf, createJournalMemory, readingOnce } from './journal-memory.server.ts';
import { appendToJournal } from './journal.server.ts';
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

const patiently = { interval: 2, timeout: 10_000 };
const ask = (answer: string, within = context) => within.memory.recall(within, 'count', async () => answer);

/**
 * What is answered to one question asked twice, worked out differently each time. Tried on new memories until the same
 * comes out: older transactions of other tests may end in between, and then something may have changed.
 */
async function answersTwice(): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    const fresh = { ...context, memory: createJournalMemory() };
    const answers = [await ask('first', fresh), await ask('second', fresh)];
    if (answers[0] === answers[1] || attempt === 20) return answers;
  }
}

/** A change that has written in the journal and stays under way until it is told to end. */
async function changeUnderWay(within: Context) {
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const done = inTransaction(world.db, async (db) => {
    await appendToJournal({ ...within, db }, { action: 'practice.created' });
    begin();
    await told;
  });
  await begun;
  return async () => {
    tell();
    await done;
  };
}

describe('what was worked out from a territory’s records', () => {
  it('is remembered until something changes', async () => {
    await appendToJournal(context, { action: 'practice.created' });
    expect(await answersTwice()).toEqual(['first', 'first']);

    await ask('3 practices');
    await appendToJournal(context, { action: 'practice.created' });
    expect(await ask('4 practices')).toBe('4 practices');
  });

  it('is never given to another question, nor to another territory', async () => {
    await ask('3 practices');
    expect(await context.memory.recall(context, 'other', async () => 'other')).toBe('other');
    expect(await ask('elsewhere', { ...(await world.elsewhere()), memory: context.memory })).toBe(
      'elsewhere',
    );
  });

  it('is worked out anew when a change comes into sight that began before', async () => {
    const end = await changeUnderWay(context);
    await appendToJournal(context, { action: 'practice.created' });
    expect(await ask('one of two')).toBe('one of two');
    await end();
    expect(await ask('both')).toBe('both');
  });

  it('is remembered while a long change goes on, such as an import', async () => {
    const end = await changeUnderWay(context);
    await appendToJournal(context, { action: 'practice.created' });
    expect(await answersTwice()).toEqual(['first', 'first']);
    await end();
  });

  it('is not remembered inside a transaction, which may go on changing it or be taken back', async () => {
    await inTransaction(world.db, async (db) => {
      await appendToJournal({ ...context, db }, { action: 'practice.created' });
      await ask('halfway', { ...context, db });
      expect(await ask('further', { ...context, db })).toBe('further');
    });
    expect(await ask('in the end')).toBe('in the end');
  });

  it('is believed for a minute, for what no entry tells', async () => {
    const after = (milliseconds: number) => {
      const now = new Date(world.clock.now().getTime() + milliseconds);
      return { ...context, clock: { now: () => now } };
    };
    await ask('signed Anne');
    expect(await ask('signed Zoé', after(60_000))).toBe('signed Zoé');
    await expect
      .poll(async () => {
        const fresh = { ...context, memory: createJournalMemory() };
        await ask('signed Anne', fresh);
        return ask('signed Zoé', { ...after(59_000), memory: fresh.memory });
      }, patiently)
      .toBe('signed Anne');
  });

  it('is forgotten once what is kept weighs too much, what was used last staying', async () => {
    await expect
      .poll(async () => {
        const memory = createJournalMemory<string>(10, (value) => value.length);
        const compute = vi.fn<() => Promise<string>>().mockResolvedValue('weight');
        for (const key of ['one', 'other', 'other', 'one']) await memory.recall(context, key, compute);
        return compute.mock.calls.length;
      }, patiently)
      .toBe(3);
  });

  it('is nothing where nothing came out', async () => {
    const compute = vi.fn<() => Promise<undefined>>().mockResolvedValue(undefined);
    await context.memory.recall(context, 'count', compute);
    await context.memory.recall(context, 'count', compute);
    expect(compute).toHaveBeenCalledTimes(2);
  });
});

describe('a request that changes nothing', () => {
  it('is answered as of one moment, for which the journal is asked once', async () => {
    await appendToJournal(context, { action: 'practice.created' });
    const reading = readingOnce(context);
    await ask('before', reading);
    await appendToJournal(context, { action: 'practice.created' });
    expect(await ask('meanwhile', reading)).toBe('before');
    expect(await ask('after', readingOnce(context))).toBe('after');
  });

  it('leaves the others nothing that is older than their own beginning', async () => {
    const reading = readingOnce(context);
    await ask('before', reading);
    await appendToJournal(context, { action: 'practice.created' });
    await reading.memory.recall(reading, 'other', async () => 'worked out late');
    expect(await context.memory.recall(context, 'other', async () => 'its own')).toBe('its own');
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

it('what it holds is made once for a key, whoever asks', () => {
  const { memory } = context;
  const made = memory.hold('columns', () => ({}));
  expect(memory.hold('columns', () => ({}))).toBe(made);
  expect(memory.hold('other', () => ({}))).not.toBe(made);
  expect(createJournalMemory().hold('columns', () => ({}))).not.toBe(made);
});
