import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import type { ReadOptions, SourceFile } from './source-table.ts';

/** Bytes: an archive is read from its end, so it stands in memory, compressed as it is. */
const largest = 100 * 1024 * 1024;

/** The whole of a file that is an archive. */
export async function readWholeBytes(
  file: Pick<SourceFile, 'open'>,
  { maxBytes }: Pick<ReadOptions, 'maxBytes'>,
): Promise<Result<Buffer, ImportError>> {
  const limit = Math.min(maxBytes, largest);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.open()) {
    size += piece.length;
    if (size > limit) return err({ code: 'file-too-large', params: { limit } });
    pieces.push(piece);
  }
  return ok(Buffer.concat(pieces));
}
