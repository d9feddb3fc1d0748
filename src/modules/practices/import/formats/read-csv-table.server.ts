import type { CsvRow, CsvRowError } from '#kernel/tabular/csv-rows.server.ts';
import { type CsvFailure, readCsv } from '#kernel/tabular/read-csv.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { ImportError } from '../import-codes.ts';
import { isOwnExport } from '../own-export.ts';
import type {
  KnownColumns,
  ReadOptions,
  SourceFile,
  SourceRow,
  SourceRowError,
  SourceTable,
} from './source-table.ts';
import { tellRenamed } from './tell-renamed.ts';

/** Rows of our own exports hold whole texts. */
const longestOwnCell = 300_000;

/** Comma-, semicolon-, tab- or bar-separated text of any French habit. */
export async function readCsvTable(
  file: SourceFile,
  { maxBytes }: ReadOptions,
): Promise<Result<SourceTable, ImportError>> {
  const limits = { bytes: maxBytes };
  let opened = await readCsv(file.open(), { limits });
  if (opened.ok && isOwnExport(opened.value.headers)) {
    await opened.value.close();
    opened = await readCsv(file.open(), { limits: { ...limits, cellLength: longestOwnCell } });
  }
  if (!opened.ok) return err(toImportError(opened.error));
  const { headers, sample, renamed, headerLine, encoding, rows, close } = opened.value;
  return ok({
    format: 'csv',
    encoding: () => encoding().encoding,
    headers,
    sample,
    known: knownOf(headers),
    sourceName: '',
    licence: '',
    header: { line: headerLine ?? 1, warnings: renamed.map(tellRenamed) },
    rows: told(rows),
    close,
  });
}

/** How far an element of GoGoCarto is through its moderation says nothing of the practice. */
function knownOf(headers: readonly string[]): KnownColumns {
  const isOfGogocarto = headers.includes('moderationState') && headers.includes('status');
  return isOfGogocarto ? { status: 'extra', moderationState: 'extra' } : {};
}

async function* told(
  rows: AsyncIterable<Result<CsvRow, CsvRowError>>,
): AsyncGenerator<Result<SourceRow, SourceRowError>> {
  for await (const row of rows) {
    if (row.ok) yield row;
    else yield err({ line: row.error.line, code: row.error.code, params: row.error.params });
  }
}

function toImportError({ code, ...params }: CsvFailure): ImportError {
  return { code, params };
}
