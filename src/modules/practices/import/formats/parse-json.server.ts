import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { readWholeText } from './whole-text.server.ts';
import type { ReadOptions, SourceFile } from './source-table.ts';

/** Deeper than any inventory, and far from what would exhaust the memory of a recursive reading. */
const deepest = 64;

export async function readWholeJson(
  file: SourceFile,
  options: Pick<ReadOptions, 'maxBytes'>,
): Promise<Result<{ value: unknown; encoding: string }, ImportError>> {
  const read = await readWholeText(file, options);
  if (!read.ok) return read;
  const parsed = parseJson(read.value.text);
  return parsed.ok ? ok({ value: parsed.value, encoding: read.value.encoding }) : parsed;
}

/** Reads a JSON text; where it stops being JSON is told by its line. */
function parseJson(text: string): Result<unknown, ImportError> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length);
    const line = text.slice(0, position).split('\n').length;
    return err({ code: 'json-broken', params: { line } });
  }
  return isTooDeep(value) ? err({ code: 'json-too-deep', params: { limit: deepest } }) : ok(value);
}

/** Level by level, since a recursion is what deep values are made to break. */
function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : [],
    );
  }
  return false;
}
