import type { Json } from '#kernel/json.ts';
import { findJsonBreak } from '#kernel/tabular/find-json-break.ts';
import type { JsonBreak } from '#kernel/tabular/json-splitter.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { readWholeText } from './whole-text.server.ts';
import type { ReadOptions, SourceFile } from './source-table.ts';

/** Deeper than any inventory, and far from what would exhaust the memory of a recursive reading. */
const deepest = 64;

/** The value of a JSON file that is small enough to be held; where it stops being JSON is told. */
export async function readWholeJson(
  file: SourceFile,
  options: Pick<ReadOptions, 'maxBytes'>,
): Promise<Result<{ value: Json; encoding: string }, ImportError>> {
  const read = await readWholeText(file, options);
  if (!read.ok) return read;
  const { text, encoding } = read.value;
  const value = parseJson(text);
  if (value === undefined) return err(errorOfBreak(findJsonBreak(text, deepest), { deepest, records: 0 }));
  if (isTooDeep(value)) return err({ code: 'json-too-deep', params: { limit: deepest } });
  return ok({ value, encoding });
}

/** @param records how many could be read before it; 0 when nobody counted */
export function errorOfBreak(
  { code, line, column }: JsonBreak,
  { deepest: limit, records }: { deepest: number; records: number },
): ImportError {
  if (code === 'too-deep') return { code: 'json-too-deep', params: { limit } };
  return { code: code === 'cut' ? 'json-cut' : 'json-damaged', params: { line, column, count: records } };
}

/** Level by level, since a recursion is what deep values are made to break. */
function isTooDeep(value: Json): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
