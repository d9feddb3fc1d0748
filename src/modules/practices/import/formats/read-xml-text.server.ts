import { setImmediate as nextTurn } from 'node:timers/promises';
import { type TagReader, readXml } from '#kernel/tabular/xml-tags.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import type { HeldRows } from './held-table.ts';
import { heldTable } from './held-table.ts';
import type { ImportFormat, ReadOptions, SourceFile, SourceTable } from './source-table.ts';
import { readWholeText } from './whole-text.server.ts';
import { expandEntities } from './xml-entities.ts';

const pieceLength = 65_536;

/** Gathers the records of one format of XML, tag by tag. */
export interface XmlRecords {
  reader: TagReader;
  /** What was gathered, once the text was read to its end. */
  held(): HeldRows;
}

/**
 * Reads an XML file that is small enough to be held. Entities are expanded within limits before the parser sees the text;
 * nothing is fetched. Where a text stops being XML is told by its line.
 */
export async function readXmlTable(
  file: Pick<SourceFile, 'open'>,
  options: Pick<ReadOptions, 'maxBytes'>,
  { format, records }: { format: ImportFormat; records: XmlRecords },
): Promise<Result<SourceTable, ImportError>> {
  const read = await readWholeText(file, options);
  if (!read.ok) return read;
  const expanded = expandEntities(read.value.text);
  if (!expanded.ok) return err({ code: 'xml-entities-refused', params: {} });
  const text = expanded.value;
  let at = 0;
  async function* pieces(): AsyncGenerator<string> {
    for (; at < text.length; at += pieceLength) {
      yield text.slice(at, at + pieceLength);
      await nextTurn();
    }
  }
  try {
    await readXml(pieces(), records.reader);
  } catch (error) {
    return err({ code: 'xml-damaged', params: { line: lineOf(error) } });
  }
  const held = records.held();
  if (held.rows.length === 0) return err({ code: 'no-records', params: {} });
  return ok(heldTable(format, read.value.encoding, held));
}

/** The parser begins its words by the line and the column. */
function lineOf(error: unknown): number {
  return Number(/^(?:Error: )?(\d+):\d+: /.exec(String(error))?.[1] ?? 1);
}
