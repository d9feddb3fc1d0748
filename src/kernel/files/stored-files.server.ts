import { createHash } from 'node:crypto';
import { type Generated, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database.server.ts';
import { type Id, newId } from '../ids.ts';
import { type Result, err, ok } from '../result.ts';

declare module '../database.server.ts' {
  interface Tables {
    stored_file: StoredFileTable;
    stored_file_chunk: StoredFileChunkTable;
  }
}

interface StoredFileTable {
  id: Id;
  territory_id: Id;
  sha256: Buffer | null;
  size: Generated<number>;
  created_at: Date;
}

interface StoredFileChunkTable {
  territory_id: Id;
  file_id: Id;
  position: number;
  bytes: Buffer;
}

/** Bytes of one row: large enough for few round trips, small enough for many readers at once. */
export const chunkBytes = 256 * 1024;

export interface StoredFile {
  id: Id;
  /** In bytes. */
  size: number;
}

/** Where files are kept, and when: what `Context` offers. */
interface Place {
  db: Database;
  clock: Clock;
  territoryId: Id;
  /** Names what is stored otherwise than by the moment, where that must not be told. */
  makeId?: () => Id;
}

/**
 * Keeps the bytes that `source` gives, in the caller's own transaction; no more than one chunk of them is in memory at
 * a time. Bytes that the territory holds already are kept once: the file that holds them is given back.
 *
 * @param limit in bytes; reading stops at the first byte beyond
 */
export async function storeFile(
  place: Place,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
): Promise<Result<StoredFile, { code: 'empty' | 'too-large' }>> {
  const { db, territoryId, clock, makeId = newId } = place;
  const id = makeId();
  const hash = createHash('sha256');
  let size = 0;
  let position = 0;
  await db
    .insertInto('stored_file')
    .values({ id, territory_id: territoryId, sha256: null, created_at: clock.now() })
    .execute();
  const dropped = () => forgetFiles(db, { territoryId, ids: [id] });
  for await (const bytes of inChunks(source)) {
    size += bytes.length;
    if (size > limit) {
      await dropped();
      return err({ code: 'too-large' });
    }
    hash.update(bytes);
    await db
      .insertInto('stored_file_chunk')
      .values({ territory_id: territoryId, file_id: id, position: position++, bytes })
      .execute();
  }
  if (size === 0) {
    await dropped();
    return err({ code: 'empty' });
  }
  const sha256 = hash.digest();
  const same = await findSame(place, sha256);
  if (same) {
    await dropped();
    return ok({ id: same, size });
  }
  await db
    .updateTable('stored_file')
    .set({ sha256, size })
    .where('territory_id', '=', territoryId)
    .where('id', '=', id)
    .execute();
  return ok({ id, size });
}

/** The file that holds these bytes. Of two who bring the same at once, the second waits here for the first. */
async function findSame({ db, territoryId }: Place, sha256: Buffer): Promise<Id | undefined> {
  const key = `${territoryId}${sha256.toString('hex')}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db);
  const row = await db
    .selectFrom('stored_file')
    .select('id')
    .where('territory_id', '=', territoryId)
    .where('sha256', '=', sha256)
    // Held, so that nobody takes it away before this transaction says what it is for.
    .forKeyShare()
    .executeTakeFirst();
  return row?.id;
}

async function* inChunks(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    for (let start = 0; start < piece.length;) {
      const part = piece.subarray(start, start + chunkBytes - length);
      waiting.push(part);
      length += part.length;
      start += part.length;
      if (length === chunkBytes) {
        yield Buffer.concat(waiting);
        waiting = [];
        length = 0;
      }
    }
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** The bytes of a file, fetched one chunk at a time as they are asked for. */
export function readFile(db: Database, file: { territoryId: Id; id: Id }): ReadableStream<Uint8Array> {
  let position = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const row = await db
          .selectFrom('stored_file_chunk')
          .select('bytes')
          .where('territory_id', '=', file.territoryId)
          .where('file_id', '=', file.id)
          .where('position', '=', position)
          .executeTakeFirst();
        position += 1;
        if (!row) return controller.close();
        controller.enqueue(row.bytes);
        // Shorter than a whole chunk: it is the last one.
        if (row.bytes.length < chunkBytes) controller.close();
      },
    },
    // Nothing is fetched before someone reads.
    { highWaterMark: 0 },
  );
}

/** What all files of a territory weigh, in bytes. */
export async function bytesStored(db: Database, territoryId: Id): Promise<number> {
  const { total } = await db
    .selectFrom('stored_file')
    .select(({ fn }) => fn.coalesce(fn.sum<string>('size'), sql<string>`0`).as('total'))
    .where('territory_id', '=', territoryId)
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** Takes files away for good. Who calls has made sure that nothing points to them. */
export async function forgetFiles(
  db: Database,
  files: { territoryId: Id; ids: readonly Id[] },
): Promise<void> {
  if (files.ids.length === 0) return;
  await db
    .deleteFrom('stored_file')
    .where('territory_id', '=', files.territoryId)
    .where('id', 'in', files.ids)
    .execute();
}
