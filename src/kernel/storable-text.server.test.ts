import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storableLine, storableText } from './storable-text.ts';
import { anyText } from './testing/any-text.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const hostile = anyText.map((text) => `${text}\0\uD800`);

async function stored(text: string) {
  const json = JSON.stringify({ text });
  const { rows } = await sql<{ text: string; json: { text: string } }>`
    select ${text}::text as text, ${json}::jsonb as json`.execute(world.db);
  return rows[0];
}

describe('a storable text', () => {
  it('comes back from the database as it went, as text and inside JSON', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const kept = storableText(text);
        expect(await stored(kept)).toEqual({ text: kept, json: { text: kept } });
      }),
      { numRuns: 50 },
    );
  });

  it('is what it was when it could be stored already', () => {
    for (const text of ['', 'l’été', 'ligne\nligne', '👩‍🌾 «\u00a0oui\u00a0»'])
      expect(storableText(text)).toBe(text);
  });

  it('stands on one line when it has to', () => {
    expect(storableLine(' Jardin\r\n\tpartagé\0 ')).toBe('Jardin partagé');
    fc.assert(fc.property(hostile, (text) => !/[\n\r\t\0]/.test(storableLine(text))));
  });
});
