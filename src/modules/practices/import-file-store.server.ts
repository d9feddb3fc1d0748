import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Companion } from './import/formats/source-table.ts';
import { type Place, updateRun } from './import-run-store.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    import_file_piece: ImportFilePieceTable;
    import_companion: ImportCompanionTable;
  }
}

interface ImportFilePieceTable {
  import_id: Id;
  territory_id: Id;
  number: number;
  bytes: Buffer;
}

interface ImportCompanionTable {
  import_id: Id;
  territory_id: Id;
  number: number;
  file_name: string;
  bytes: Buffer;
}

/** One piece of at most a megabyte, so that no file ever stands whole in memory. */
async function insertFilePiece(
  context: Context,
  piece: { importId: Id; number: number; bytes: Buffer },
): Promise<void> {
  await context.db
    .insertInto('import_file_piece')
    .values({
      import_id: piece.importId,
      territory_id: context.territoryId,
      number: piece.number,
      bytes: piece.bytes,
    })
    .execute();
}

const pieceSize = 1024 * 1024;

/** Keeps a file as it arrives, and stops as soon as it is too large. Returns the number of bytes read. */
export async function keepPieces(
  inside: Context,
  importId: Id,
  { bytes, maxBytes }: { bytes: AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<number> {
  let size = 0;
  let number = 0;
  let kept: Uint8Array[] = [];
  let waiting = 0;
  async function flush(): Promise<void> {
    if (waiting === 0) return;
    const whole = Buffer.concat(kept);
    for (let start = 0; start < whole.length; start += pieceSize) {
      await insertFilePiece(inside, { importId, number, bytes: whole.subarray(start, start + pieceSize) });
      number += 1;
    }
    kept = [];
    waiting = 0;
  }
  for await (const piece of bytes) {
    size += piece.length;
    if (size > maxBytes) return size;
    kept.push(piece);
    waiting += piece.length;
    if (waiting >= pieceSize) await flush();
  }
  await flush();
  return size;
}

/** The bytes of a file, piece by piece; none when it was deleted. */
export async function* readFilePieces(context: Context, importId: Id): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const piece = await context.db
      .selectFrom('import_file_piece')
      .select('bytes')
      .where('territory_id', '=', context.territoryId)
      .where('import_id', '=', importId)
      .where('number', '=', number)
      .executeTakeFirst();
    if (!piece) return;
    yield piece.bytes;
  }
}

export async function insertCompanions(
  context: Context,
  importId: Id,
  companions: readonly Companion[],
): Promise<void> {
  if (companions.length === 0) return;
  const rows = companions.map(({ fileName, bytes }, number) => ({
    import_id: importId,
    territory_id: context.territoryId,
    number,
    file_name: fileName,
    bytes: Buffer.from(bytes),
  }));
  await context.db.insertInto('import_companion').values(rows).execute();
}

/** The files that came along with one; none when they were deleted with it. */
export async function readCompanions(context: Context, importId: Id): Promise<Companion[]> {
  const rows = await context.db
    .selectFrom('import_companion')
    .select(['file_name', 'bytes'])
    .where('territory_id', '=', context.territoryId)
    .where('import_id', '=', importId)
    .orderBy('number')
    .execute();
  return rows.map(({ file_name, bytes }) => ({ fileName: file_name, bytes }));
}

export async function deleteFile(context: Place, importId: Id): Promise<void> {
  await context.db
    .deleteFrom('import_companion')
    .where('territory_id', '=', context.territoryId)
    .where('import_id', '=', importId)
    .execute();
  await context.db
    .deleteFrom('import_file_piece')
    .where('territory_id', '=', context.territoryId)
    .where('import_id', '=', importId)
    .execute();
}

/** Deletes the files received before an instant; those never imported are abandoned with it. */
export async function deleteFilesBefore(context: Place, instant: Date): Promise<void> {
  const old = await context.db
    .selectFrom('import_run')
    .select(['id', 'state'])
    .where('territory_id', '=', context.territoryId)
    .where('created_at', '<', instant)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('import_file_piece')
          .select('number')
          .where('import_file_piece.territory_id', '=', context.territoryId)
          .whereRef('import_file_piece.import_id', '=', 'import_run.id'),
      ),
    )
    .execute();
  for (const { id, state } of old) {
    await deleteFile(context, id);
    const isPending = ['received', 'checking', 'checked', 'refused'].includes(state);
    if (isPending) await updateRun(context, id, { state: 'abandoned', report: null });
  }
}
