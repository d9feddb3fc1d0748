import { decodeText } from '#kernel/tabular/decode-text.server.ts';
import { type JsonOutline, outlineJson } from './outline-json.ts';
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

/** What the beginning of a JSON file shows, in whatever encoding it is. */
export async function outlineOf(file: Pick<SourceFile, 'open'>): Promise<JsonOutline> {
  return outlineJson(await headText(await readHead(file)));
}

/** The first bytes as text; empty when they are none. */
export async function headText(head: Buffer): Promise<string> {
  async function* bytes() {
    yield head;
  }
  const decoded = await decodeText(bytes());
  return decoded.ok ? (await Array.fromAsync(decoded.value.text)).join('') : '';
}
