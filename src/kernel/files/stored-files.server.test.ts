import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { inTransaction } from '../database.server.ts';
import { type TestWorld, openTestWorld } from '../testing/test-context.server.ts';
import { bytesStored, chunkBytes, forgetFiles, readFile, storeFile } from './stored-files.server.ts';

let world: TestWorld;
let here: Context;
beforeAll(async () => {
  world = await openTestWorld();
  here = await world.as('contributor');
});
afterAll(() => world.close());

const store = (context: Context, source: Iterable<Uint8Array>, limit = 10_000_000) =>
  inTransaction(context.db, (db) => storeFile({ ...context, db }, source, limit));

async function stored(context: Context, source: Iterable<Uint8Array>) {
  const file = await store(context, source);
  if (!file.ok) throw new Error(file.error.code);
  return file.value;
}

async function bytesOf(context: Context, id: string): Promise<Buffer> {
  return Buffer.from(
    await new Response(readFile(context.db, { territoryId: context.territoryId, id })).arrayBuffer(),
  );
}

describe('a stored file', () => {
  it('gives back the bytes it was given, whatever the pieces they came in', async () => {
    const pieces = { none: [1], odd: [chunkBytes - 1, 3, chunkBytes * 2], whole: [chunkBytes, chunkBytes] };
    for (const lengths of Object.values(pieces)) {
      const given = lengths.map((length) => randomBytes(length));
      const { id, size } = await stored(here, given);
      const read = await bytesOf(here, id);
      expect(read.equals(Buffer.concat(given))).toBe(true);
      expect(size).toBe(read.length);
    }
  });

  it('is kept once by a territory, even when two bring it at the same time', async () => {
    const bytes = randomBytes(chunkBytes + 7);
    const before = await bytesStored(here.db, here.territoryId);
    const both = await Promise.all([stored(here, [bytes]), stored(here, [bytes])]);
    expect(both[0]).toEqual(both[1]);
    expect(await bytesStored(here.db, here.territoryId)).toBe(before + bytes.length);
    const elsewhere = await world.elsewhere();
    const other = await stored(elsewhere, [bytes]);
    expect(other.id).not.toBe(both[0].id);
    expect(await bytesOf(here, other.id)).toHaveLength(0);
  });

  it('is refused empty or beyond the limit, and nothing of it stays', async () => {
    const before = await bytesStored(here.db, here.territoryId);
    expect(await store(here, [])).toEqual({ ok: false, error: { code: 'empty' } });
    let asked = 0;
    function* endless() {
      for (;;) {
        asked += 1;
        yield randomBytes(1000);
      }
    }
    expect(await store(here, endless(), chunkBytes * 2)).toEqual({ ok: false, error: { code: 'too-large' } });
    expect(asked).toBeLessThan(1000);
    expect(await bytesStored(here.db, here.territoryId)).toBe(before);
  });

  it('is fetched no faster than it is read', async () => {
    const { id } = await stored(here, [randomBytes(chunkBytes * 3)]);
    const reader = readFile(here.db, { territoryId: here.territoryId, id }).getReader();
    const first = await reader.read();
    expect(first.value).toHaveLength(chunkBytes);
    await forgetFiles(here.db, { territoryId: here.territoryId, ids: [id] });
    // The rest was not fetched ahead: it is gone.
    expect((await reader.read()).done).toBe(true);
  });

  it('is the same one when its digest is', async () => {
    const bytes = randomBytes(100);
    const { id } = await stored(here, [bytes]);
    const row = await here.db
      .selectFrom('stored_file')
      .select('sha256')
      .where('territory_id', '=', here.territoryId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.sha256?.equals(createHash('sha256').update(bytes).digest())).toBe(true);
  });
});
