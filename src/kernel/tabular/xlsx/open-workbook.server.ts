import { type Entry, type ZipFile, fromBufferPromise } from 'yauzl';
import { type Result, err, ok } from '#kernel/result.ts';
import { type SheetRow, readSheetRows } from './sheet-rows.server.ts';
import { type NumberStyle, styleOf } from './workbook-styles.ts';
import { readXml } from './xml-tags.server.ts';

export interface WorkbookLimits {
  /** Bytes of one part, once inflated. */
  part: number;
  /** How many times larger than its compressed form a part of more than `smallPart` bytes may be. */
  ratio: number;
  smallPart: number;
  /** Parts in the file. */
  parts: number;
}

/** A sheet of 100,000 rows of 30 cells has some 150 MB; texts of sheets shrink 5 to 30 times, bombs a thousand times. */
const usualLimits: WorkbookLimits = {
  part: 600 * 1024 * 1024,
  ratio: 200,
  smallPart: 10 * 1024 * 1024,
  parts: 2000,
};

/** The texts that cells share stand in memory. */
const mostShared = 200 * 1024 * 1024;

export type WorkbookFailure =
  { code: 'damaged' } | { code: 'not-a-workbook'; found: string } | { code: 'inflates-too-much' };

export interface Sheet {
  name: string;
  isHidden: boolean;
  /** Its rows that hold something, in order; can be asked for several times. */
  rows(): AsyncGenerator<SheetRow>;
}

export interface Workbook {
  sheets: Sheet[];
}

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
export async function openWorkbook(
  bytes: Buffer,
  limits: WorkbookLimits = usualLimits,
): Promise<Result<Workbook, WorkbookFailure>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true }).catch(() => undefined);
  if (!zip) return err({ code: 'damaged' });
  try {
    const entries = await entriesOf(zip, limits);
    if (!entries) return err({ code: 'inflates-too-much' });
    if (!entries.has('xl/workbook.xml')) return err({ code: 'not-a-workbook', found: kindOf(entries) });
    return await describe({ zip, entries });
  } catch {
    return err({ code: 'damaged' });
  }
}

type Entries = ReadonlyMap<string, Entry>;

interface Package {
  zip: ZipFile;
  entries: Entries;
}

/** Undefined when one of them, once inflated, would be beyond measure. */
async function entriesOf(zip: ZipFile, limits: WorkbookLimits): Promise<Entries | undefined> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const { uncompressedSize: size, compressedSize } = entry;
    const isBloated = size > limits.smallPart && size > compressedSize * limits.ratio;
    if (size > limits.part || isBloated || entries.size >= limits.parts) return undefined;
    entries.set(entry.fileName, entry);
  }
  return entries;
}

function kindOf(entries: Entries): string {
  const names = [...entries.keys()];
  if (entries.has('xl/workbook.bin')) return 'xlsb';
  if (names.some((name) => name.startsWith('word/'))) return 'docx';
  return names.some((name) => name.startsWith('ppt/')) ? 'pptx' : 'zip';
}

async function describe(from: Package): Promise<Result<Workbook, WorkbookFailure>> {
  const shared = from.entries.get('xl/sharedStrings.xml');
  if (shared && shared.uncompressedSize > mostShared) return err({ code: 'inflates-too-much' });
  const { named, is1904 } = await readSheetNames(from);
  const targets = await readTargets(from);
  const parts = { texts: await readTexts(from), styles: await readStyles(from), is1904 };
  const sheets = named.flatMap(({ name, isHidden, id }): Sheet[] => {
    const entry = from.entries.get(targets.get(id) ?? '');
    if (!entry) return [];
    return [
      {
        name,
        isHidden,
        async *rows() {
          yield* readSheetRows(await from.zip.openReadStreamPromise(entry), parts);
        },
      },
    ];
  });
  return ok({ sheets });
}

async function readPart({ zip, entries }: Package, name: string, reader: Parameters<typeof readXml>[1]) {
  const entry = entries.get(name);
  if (entry) await readXml(await zip.openReadStreamPromise(entry), reader);
}

async function readSheetNames(from: Package) {
  const named: { name: string; isHidden: boolean; id: string }[] = [];
  let is1904 = false;
  await readPart(from, 'xl/workbook.xml', {
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
async function readTargets(from: Package): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readPart(from, 'xl/_rels/workbook.xml.rels', {
    open(name, { Id: id = '', Target: target = '' }) {
      if (name === 'Relationship') targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  return targets;
}

/** The texts that cells share; of text with a reading aid, as in Japanese, only the text. */
async function readTexts(from: Package): Promise<string[]> {
  const texts: string[] = [];
  let text = '';
  let isText = false;
  let isAid = false;
  await readPart(from, 'xl/sharedStrings.xml', {
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

async function readStyles(from: Package): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let isOfCells = false;
  await readPart(from, 'xl/styles.xml', {
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
