import { type Result, err, ok } from '#kernel/result.ts';
import { readXml, readXmlPieces } from '../xml-tags.server.ts';
import { type ZipLimits, type ZipParts, openZip } from '../zip-parts.server.ts';
import { OdsTables } from './ods-tables.ts';
import type { Sheet, SheetRow, Workbook, WorkbookFailure } from './workbook.ts';

const content = 'content.xml';
const manifest = 'META-INF/manifest.xml';

/** Rows of each sheet that are kept from the first reading: all sheets stand in one part, one after the other. */
const headRows = 200;
/** Sheets that are looked at. */
const mostSheets = 100;

/**
 * Opens a spreadsheet of LibreOffice (OpenDocument 1.3, part 3, chapter 9). The part that holds its sheets is read as a
 * stream: once for their first rows, then up to the end of the one that is asked for.
 */
export async function openOds(bytes: Buffer, limits?: ZipLimits): Promise<Result<Workbook, WorkbookFailure>> {
  const zip = await openZip(bytes, limits);
  if (!zip.ok) return err({ code: zip.error });
  try {
    if (await isEncrypted(zip.value)) return err({ code: 'encrypted' });
    if (!zip.value.has(content)) return err({ code: 'not-a-workbook', found: 'zip' });
    return ok({ sheets: await survey(zip.value) });
  } catch {
    return err({ code: 'damaged' });
  }
}

async function isEncrypted(zip: ZipParts): Promise<boolean> {
  if (zip.has('encrypted-package')) return true;
  let found = false;
  if (!zip.has(manifest)) return found;
  await readXml(await zip.open(manifest), {
    open(name) {
      found ||= name === 'encryption-data';
    },
  });
  return found;
}

async function survey(zip: ZipParts): Promise<Sheet[]> {
  const tables = new OdsTables();
  const heads: SheetRow[][] = [];
  for await (const _ of readXmlPieces(await zip.open(content), tables.reader)) {
    for (const { table, row } of tables.take()) {
      const head = (heads[table] ??= []);
      if (head.length < headRows) head.push(row);
    }
  }
  return tables.tables.slice(0, mostSheets).map(({ name, isHidden }, index) => ({
    name,
    isHidden,
    rows: () => rowsOf(zip, index, heads[index] ?? []),
  }));
}

async function* rowsOf(zip: ZipParts, index: number, head: readonly SheetRow[]): AsyncGenerator<SheetRow> {
  yield* head;
  if (head.length < headRows) return;
  const last = head.at(-1)?.row ?? 0;
  const tables = new OdsTables();
  const stream = await zip.open(content);
  try {
    for await (const _ of readXmlPieces(stream, tables.reader)) {
      for (const { table, row } of tables.take()) if (table === index && row.row > last) yield row;
      if (tables.tables.length > index + 1) return;
    }
  } finally {
    stream.destroy();
  }
}
