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

/** Maps made for a web page (qgis2web, Leaflet) keep their places in a script: `var lieux = {…};`. */
const assignment = /^\s*(?:var|let|const)\s+[\w$]+\s*=\s*(?=[[{])/;

/** The same file from the value that its script sets, when it is one. */
export async function withoutScript(file: SourceFile): Promise<SourceFile> {
  const head = await readHead(file);
  const before = assignment.exec(head.subarray(0, 500).toString('latin1'))?.[0].length ?? 0;
  if (before === 0) return file;
  return {
    ...file,
    async *open() {
      let left = before;
      for await (const piece of file.open()) {
        yield piece.subarray(Math.min(left, piece.length));
        left = Math.max(0, left - piece.length);
      }
    },
  };
}
