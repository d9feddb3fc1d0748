import { type Result, err, ok } from '#kernel/result.ts';
import { readXml } from '../xml-tags.server.ts';
import { type ZipLimits, type ZipParts, openZip } from '../zip-parts.server.ts';
import { readSheetNotes } from './sheet-notes.server.ts';
import { readSheetRows } from './sheet-rows.server.ts';
import type { Sheet, Workbook, WorkbookFailure } from './workbook.ts';
import { type NumberStyle, styleOf } from './workbook-styles.ts';

/** The texts that cells share stand in memory. */
const mostShared = 200 * 1024 * 1024;

/** Of what cells are made, beside the sheets. */
export interface WorkbookParts {
  texts: readonly string[];
  styles: readonly NumberStyle[];
  is1904: boolean;
}

/**
 * Opens an Excel workbook (Office Open XML). Its sheets are read as streams; nothing is inflated that would be beyond
 * measure. Formulas give the value that was last seen; pictures, remarks and macros are left alone.
 */
export async function openXlsx(
  bytes: Buffer,
  limits?: ZipLimits,
): Promise<Result<Workbook, WorkbookFailure>> {
  const zip = await openZip(bytes, limits);
  if (!zip.ok) return err({ code: zip.error });
  if (!zip.value.has('xl/workbook.xml')) return err({ code: 'not-a-workbook', found: kindOf(zip.value) });
  try {
    return await describe(zip.value);
  } catch {
    return err({ code: 'damaged' });
  }
}

function kindOf(zip: ZipParts): string {
  if (zip.has('xl/workbook.bin')) return 'xlsb';
  if (zip.names.some((name) => name.startsWith('word/'))) return 'docx';
  return zip.names.some((name) => name.startsWith('ppt/')) ? 'pptx' : 'zip';
}

async function describe(zip: ZipParts): Promise<Result<Workbook, WorkbookFailure>> {
  if (zip.sizeOf('xl/sharedStrings.xml').inflated > mostShared) return err({ code: 'inflates-too-much' });
  const { named, is1904 } = await readSheetNames(zip);
  const targets = await readTargets(zip);
  const parts = { texts: await readTexts(zip), styles: await readStyles(zip), is1904 };
  const sheets = named.flatMap(({ name, isHidden, id }): Sheet[] => {
    const part = targets.get(id) ?? '';
    if (!zip.has(part)) return [];
    return [
      {
        name,
        isHidden,
        async *rows() {
          const notes = await readSheetNotes(zip, part);
          yield* readSheetRows(await zip.open(part), parts, notes);
        },
      },
    ];
  });
  return ok({ sheets });
}

async function readPart(zip: ZipParts, name: string, reader: Parameters<typeof readXml>[1]) {
  if (zip.has(name)) await readXml(await zip.open(name), reader);
}

async function readSheetNames(zip: ZipParts) {
  const named: { name: string; isHidden: boolean; id: string }[] = [];
  let is1904 = false;
  await readPart(zip, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      named.push({ name: attributes['name'] ?? '', isHidden, id });
    },
  });
  return { named, is1904 };
}

/** Where the parts are that the workbook names by number. */
async function readTargets(zip: ZipParts): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readPart(zip, 'xl/_rels/workbook.xml.rels', {
    open(name, { Id: id = '', Target: target = '' }) {
      if (name === 'Relationship') targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  return targets;
}

/** The texts that cells share; of text with a reading aid, as in Japanese, only the text. */
async function readTexts(zip: ZipParts): Promise<string[]> {
  const texts: string[] = [];
  let text = '';
  let isText = false;
  let isAid = false;
  await readPart(zip, 'xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isAid = true;
      isText = name === 't';
    },
    text(part) {
      if (isText && !isAid) text += part;
    },
    close(name) {
      if (name === 't') isText = false;
      if (name === 'rPh') isAid = false;
      if (name === 'si') texts.push(text);
    },
  });
  return texts;
}

async function readStyles(zip: ZipParts): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let isOfCells = false;
  await readPart(zip, 'xl/styles.xml', {
    open(name, attributes) {
      const id = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') codes.set(id, attributes['formatCode'] ?? '');
      if (name === 'cellXfs') isOfCells = true;
      if (name === 'xf' && isOfCells) styles.push(styleOf(id, codes.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return styles;
}
