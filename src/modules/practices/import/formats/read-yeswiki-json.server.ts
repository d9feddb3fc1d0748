import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { heldTable } from './held-table.ts';
import { readWholeJson } from './whole-json.server.ts';
import type { ReadOptions, SourceFile, SourceTable } from './source-table.ts';
import { holdsEntries, readEntries } from './yeswiki-entries.ts';
import { readSchema } from './yeswiki-schema.ts';

/** Entries that the API of YesWiki gives, with the form and the lists that come along. */
export async function readYesWikiJson(
  file: SourceFile,
  options: ReadOptions,
): Promise<Result<SourceTable, ImportError>> {
  const schema = readSchema(file.companions);
  if (!schema.ok) return schema;
  const read = await readWholeJson(file, options);
  if (!read.ok) return read;
  const { value, encoding } = read.value;
  if (!holdsEntries(value)) return err({ code: 'not-of-format', params: { format: 'yeswiki-json' } });
  return ok(heldTable('yeswiki-json', encoding, readEntries(value, schema.value)));
}
