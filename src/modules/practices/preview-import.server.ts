import type { Context } from '#kernel/context.ts';
import { loadCommunes } from '#modules/territories/index.server.ts';
import { type ExplicitMapping, mappingWithin, withKnownColumns } from './import/explicit-mapping.ts';
import { openSource } from './import/formats/open-source.server.ts';
import type { SourceTable } from './import/formats/source-table.ts';
import { interpretRow } from './import/interpret-row.ts';
import { valuesAsLines } from './import/multiple-values.ts';
import { isOwnExport, readOwnRow } from './import/own-export.ts';
import { type Cells, type RecognisedColumn, cellOf, recogniseColumns } from './import/recognise-columns.ts';
import { readCompanions, readFilePieces } from './import-file-store.server.ts';
import { maxFileBytes } from './import-practices.server.ts';
import type { ImportRun } from './import-run-store.server.ts';

export interface PreviewColumn {
  header: string;
  field: RecognisedColumn['field'];
  /** Someone decided it. */
  isChosen: boolean;
  /** What some of its cells hold. */
  example: string;
}

export interface PreviewRow {
  line: number;
  /** Null when the row cannot be read. */
  practice: { title: string; commune: string; tags: string[]; hasPoint: boolean } | null;
}

export interface ImportPreview {
  /** An export of ours: its columns are what they say. */
  isOwn: boolean;
  columns: PreviewColumn[];
  rows: PreviewRow[];
}

const mostRows = 20;
const longestExample = 120;

/** What the beginning of a received file holds, and how it is understood; null when there is nothing to show. */
export async function previewImport(
  context: Context,
  { id, fileName, mapping }: Pick<ImportRun, 'id' | 'fileName' | 'mapping'>,
): Promise<ImportPreview | null> {
  const companions = await readCompanions(context, id);
  const file = { open: () => readFilePieces(context, id), fileName, companions };
  const opened = await openSource(file, { maxBytes: maxFileBytes, isPreview: true });
  if (!opened.ok) return null;
  const table = opened.value;
  const preview = isOwnExport(table.headers) ? ownPreview(table) : await foreignPreview(table, mapping);
  await table.close();
  return preview;
}

function ownPreview({ headers, sample }: SourceTable): ImportPreview {
  const rows = sample.slice(0, mostRows).map(({ cells, line }, index): PreviewRow => {
    const read = readOwnRow(cells, { record: index + 1, line });
    if (!read.ok) return { line, practice: null };
    const { title, communeName, tags, lat } = read.value.state;
    return {
      line,
      practice: {
        title: String(title ?? ''),
        commune: String(communeName ?? ''),
        tags: Array.isArray(tags) ? tags.map(String) : [],
        hasPoint: typeof lat === 'number',
      },
    };
  });
  const columns = headers.map((header) => ({
    header,
    field: 'ignored' as const,
    isChosen: false,
    example: exampleOf(header, sample),
  }));
  return { isOwn: true, columns, rows };
}

async function foreignPreview(
  { headers, sample, known }: SourceTable,
  mapping: ExplicitMapping,
): Promise<ImportPreview> {
  const decided = mappingWithin(mapping, headers);
  const columns = columnsOf(
    headers,
    sample.map(({ cells }) => cells),
    withKnownColumns(decided, known),
  );
  const communes = await loadCommunes();
  const rows = sample.slice(0, mostRows).map((row): PreviewRow => {
    const read = interpretRow(row, columns, { communes });
    if (!read.ok) return { line: row.line, practice: null };
    const { title, communeName, themes, tags, point } = read.value.draft;
    return {
      line: row.line,
      practice: { title, commune: communeName, tags: [...themes, ...tags], hasPoint: point !== null },
    };
  });
  const shown = columns.map(({ header, field }) => ({
    header,
    field,
    isChosen: Object.hasOwn(decided, header),
    example: exampleOf(header, sample),
  }));
  return { isOwn: false, columns: shown, rows };
}

/** The columns as they are recognised, also when none holds the name of the practices. */
function columnsOf(
  headers: readonly string[],
  cells: readonly Cells[],
  mapping: ExplicitMapping,
): RecognisedColumn[] {
  const recognised = recogniseColumns(headers, cells, mapping);
  if (recognised.ok) return recognised.value;
  const [first = ''] = headers;
  const assumed = recogniseColumns(headers, cells, { ...mapping, [first]: 'title' });
  if (!assumed.ok) return [];
  const field = mapping[first] === null ? 'ignored' : 'extra';
  return assumed.value.map((column) => (column.header === first ? { ...column, field } : column));
}

function exampleOf(header: string, sample: SourceTable['sample']): string {
  const filled = sample.map(({ cells }) => valuesAsLines(cellOf(cells, header)).trim()).filter(Boolean);
  const text = [...new Set(filled)].slice(0, 3).join(' · ');
  return text.length > longestExample ? `${text.slice(0, longestExample - 1)}…` : text;
}
