import type { SourceFile } from './source-table.ts';

const headSize = 65_536;

/** The first bytes of a file. */
export async function readHead(file: Pick<SourceFile, 'open'>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.open()) {
    pieces.push(piece);
    size += piece.length;
    if (size >= headSize) break;
  }
  return Buffer.concat(pieces);
}
