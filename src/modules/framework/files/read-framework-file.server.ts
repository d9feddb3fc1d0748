import { isUtf8 } from 'node:buffer';
import { type Result, err } from '#kernel/result.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import { decodeText } from '#kernel/tabular/decode-text.server.ts';
import { readFrameworkCsv } from './framework-csv.server.ts';
import type { FileDefaults, FileProblem, FrameworkInFile } from './framework-file.ts';
import { readFrameworkJson } from './framework-json.ts';
import { readFrameworkSkos } from './read-framework-skos.ts';
import { statementsOfJsonLd, statementsOfTurtle } from './statements.server.ts';

/** Bytes of a file; the frameworks that come with the product have less than a tenth of a million. */
const largestFile = 5_000_000;

/**
 * Reads a framework from a file of any of our forms, which its first signs tell: CSV, JSON, SKOS in JSON-LD or Turtle.
 * Nothing is fetched, and whatever the bytes are nothing is thrown.
 */
export async function readFrameworkFile(
  bytes: Uint8Array,
  defaults: FileDefaults,
): Promise<Result<FrameworkInFile, FileProblem[]>> {
  if (bytes.length > largestFile) {
    return err([{ line: null, place: '', code: 'file-too-large', max: largestFile / 1_000_000 }]);
  }
  const text = await textOf(bytes);
  if (text === undefined) return unreadable();
  if (/^\s*[{[]/.test(text)) return readJson(text, defaults);
  if (/^\s*(@prefix|@base|prefix\s|base\s|#|<http)/i.test(text)) {
    const statements = statementsOfTurtle(text);
    return statements ? readFrameworkSkos(statements, defaults) : unreadable();
  }
  return /^\s*</.test(text) ? unreadable() : readFrameworkCsv(inOnePiece(bytes), defaults);
}

/** As it stands when it is UTF-8, as JSON and Turtle must be; else mended as files of spreadsheets are. */
async function textOf(bytes: Uint8Array): Promise<string | undefined> {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const decoded = await decodeText(inOnePiece(bytes));
  if (!decoded.ok) return undefined;
  let text = '';
  for await (const piece of decoded.value.text) text += piece;
  return text;
}

async function readJson(
  text: string,
  defaults: FileDefaults,
): Promise<Result<FrameworkInFile, FileProblem[]>> {
  const value = parseJson(text);
  if (value === undefined) return unreadable();
  const first = Array.isArray(value) ? value[0] : value;
  const isLinked = ['@context', '@graph', '@id'].some((name) => Object.hasOwn(Object(first), name));
  if (!isLinked) return readFrameworkJson(value);
  const statements = await statementsOfJsonLd(value);
  return statements ? readFrameworkSkos(statements, defaults) : unreadable();
}

function unreadable(): Result<never, FileProblem[]> {
  return err([{ line: null, place: '', code: 'unreadable' }]);
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
