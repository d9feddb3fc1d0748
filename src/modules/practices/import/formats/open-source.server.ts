import { type Result, err } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { readCsvTable } from './read-csv-table.server.ts';
import { readHead } from './read-head.server.ts';
import { readJsonLd, readRdf } from './read-linked-data.server.ts';
import { readSmw } from './read-smw.server.ts';
import { readYesWikiCsv } from './read-yeswiki-csv.server.ts';
import { readYesWikiJson } from './read-yeswiki-json.server.ts';
import { recogniseFormat } from './recognise-format.ts';
import type { ImportFormat, ReadOptions, ReadSource, SourceFile, SourceTable } from './source-table.ts';

/** Who reads which format; one line per format. */
const readers: Partial<Record<ImportFormat, ReadSource>> = {
  csv: readCsvTable,
  'yeswiki-csv': readYesWikiCsv,
  'yeswiki-json': readYesWikiJson,
  smw: readSmw,
  rdf: readRdf,
  jsonld: readJsonLd,
};

/** Opens an inventory: in the format given, else in the one that its content shows. */
export async function openSource(
  file: SourceFile,
  options: ReadOptions & { format?: ImportFormat | undefined },
): Promise<Result<SourceTable, ImportError>> {
  const recognised = options.format
    ? { format: options.format }
    : recogniseFormat(await readHead(file), file.fileName);
  const read = 'format' in recognised ? readers[recognised.format] : undefined;
  if (read) return read(file, options);
  const format = 'format' in recognised ? recognised.format : recognised.unread;
  return err({ code: 'format-not-read', params: { format } });
}
