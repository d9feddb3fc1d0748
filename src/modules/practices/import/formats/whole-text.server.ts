import { type Result, err, ok } from '#kernel/result.ts';
import { decodeText } from '#kernel/tabular/decode-text.server.ts';
import type { ImportError } from '../import-codes.ts';
import type { ReadOptions, SourceFile } from './source-table.ts';

/** Bytes: a text that is held stands in memory several times over. */
const largest = 256 * 1024 * 1024;

/** The whole of a file that cannot be read piece by piece, as text in whatever encoding it is. */
export async function readWholeText(
  file: Pick<SourceFile, 'open'>,
  { maxBytes }: Pick<ReadOptions, 'maxBytes'>,
): Promise<Result<{ text: string; encoding: string }, ImportError>> {
  const limit = Math.min(maxBytes, largest);
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of file.open()) {
      size += piece.length;
      if (size > limit) return;
      yield piece;
    }
  }
  const decoded = await decodeText(counted());
  if (!decoded.ok) return err({ code: decoded.error, params: {} });
  const pieces: string[] = [];
  for await (const piece of decoded.value.text) pieces.push(piece);
  if (size > limit) return err({ code: 'file-too-large', params: { limit } });
  return ok({ text: pieces.join(''), encoding: decoded.value.report().encoding });
}
