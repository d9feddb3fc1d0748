import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { heldTable } from './held-table.ts';
import { readWholeJson } from './whole-json.server.ts';
import { isAskAnswer, readAsk } from './smw-ask.ts';
import type { ReadOptions, SourceFile, SourceTable } from './source-table.ts';

/** Answers of queries of Semantic MediaWiki, of version 2 or 3. */
export async function readSmw(
  file: SourceFile,
  options: ReadOptions,
): Promise<Result<SourceTable, ImportError>> {
  const read = await readWholeJson(file, options);
  if (!read.ok) return read;
  const { value, encoding } = read.value;
  if (!isAskAnswer(value)) return err({ code: 'not-of-format', params: { format: 'smw' } });
  const table = readAsk(value);
  if (table.rows.length === 0) return err({ code: 'no-records', params: {} });
  return ok(heldTable('smw', encoding, table));
}
