import { type JsonBreak, JsonSplitter } from './json-splitter.ts';
import { parseJson } from './parse-json.ts';

const pieceLength = 65_536;

/**
 * Where a text that {@link parseJson} could not read stops being JSON. The column is 0 when it is not known: a word or a
 * text that is none begins on that line.
 *
 * @param deepest objects and lists within each other
 */
export function findJsonBreak(text: string, deepest: number): JsonBreak {
  const splitter = new JsonSplitter({ takes: () => false, longest: text.length + 1, deepest });
  for (let at = 0; at <= text.length; at += pieceLength) {
    const isLast = at + pieceLength > text.length;
    const given = splitter.push(text.slice(at, at + pieceLength));
    const pieces = isLast && !splitter.broken ? [...given, ...splitter.end()] : given;
    const wrong = pieces.find((piece) => parseJson(piece.text) === undefined);
    if (wrong) return { code: 'broken', line: wrong.line, column: 0 };
    if (splitter.broken) return splitter.broken;
  }
  return { code: 'broken', line: 1, column: 0 };
}
