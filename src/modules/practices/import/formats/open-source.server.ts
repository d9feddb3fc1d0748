import { type Result, err } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { isCompanion, longestCompanion } from './companion-files.ts';
import { readCsvTable } from './read-csv-table.server.ts';
import { readJsonLd, readRdf } from './read-linked-data.server.ts';
import { readSmw } from './read-smw.server.ts';
import { readYesWikiCsv } from './read-yeswiki-csv.server.ts';
import { readYesWikiJson } from './read-yeswiki-json.server.ts';
import { readGeojson } from './read-geojson.server.ts';
import { readGogocarto } from './read-gogocarto.server.ts';
import { headText, readHead, withoutScript } from './read-head.server.ts';
import { readJsonList } from './read-json-list.server.ts';
import { readHtml } from './read-html.server.ts';
import { readUmap } from './read-umap.server.ts';
import { readKml } from './read-kml.server.ts';
import { readGpx } from './read-gpx.server.ts';
import { readOsm } from './read-osm.server.ts';
import { readOds, readXlsx } from './read-workbook.server.ts';
import { type RecognisedFormat, recogniseFormat } from './recognise-format.ts';
import { readWholeBytes } from './whole-bytes.server.ts';
import type { ImportFormat, ReadOptions, ReadSource, SourceFile, SourceTable } from './source-table.ts';

/** Who reads which format; one line per format. */
const readers: Partial<Record<ImportFormat, ReadSource>> = {
  csv: readCsvTable,
  'yeswiki-csv': readYesWikiCsv,
  'yeswiki-json': readYesWikiJson,
  smw: readSmw,
  rdf: readRdf,
  jsonld: readJsonLd,
  geojson: readGeojson,
  json: readJsonList,
  umap: readUmap,
  xlsx: readXlsx,
  ods: readOds,
  html: readHtml,
  kml: readKml,
  gpx: readGpx,
  osm: readOsm,
  gogocarto: readGogocarto,
};

/** Opens an inventory: in the format given, else in the one that its content shows. */
export async function openSource(
  given: SourceFile,
  options: ReadOptions & { format?: ImportFormat | undefined },
): Promise<Result<SourceTable, ImportError>> {
  const file = await withoutScript(given);
  const recognised = options.format ? { format: options.format } : await recognise(file);
  if (!('format' in recognised)) return err({ code: recognised.code, params: { format: recognised.name } });
  const { format } = recognised;
  if (format === 'json' && (await isExplanation(file))) return err({ code: 'companion-alone', params: {} });
  const read = readers[format];
  if (!read) return err({ code: 'format-not-read', params: { format } });
  const opened = await read(file, options);
  const isMistaken = !options.format && !opened.ok && opened.error.code === 'not-of-format';
  // Its beginning has words of one format: it is a list like any other.
  return isMistaken ? readJsonList(file, options) : opened;
}

/** A form, lists or categories that someone took for the inventory they explain. */
async function isExplanation(file: SourceFile): Promise<boolean> {
  const bytes = await readWholeBytes(file, { maxBytes: longestCompanion });
  return bytes.ok && isCompanion(bytes.value);
}

async function recognise(file: SourceFile): Promise<RecognisedFormat> {
  const head = await readHead(file);
  return recogniseFormat(head, await headText(head), file.fileName);
}
