import type { Context } from '#kernel/context.ts';
import { loadCommunes } from '#modules/territories/index.server.ts';
import type { OwnFact } from './fields/own-answers.ts';
import { type OwnForm, type OwnName, fieldNamed, isOwnName } from './fields/own-field.ts';
import { readOwnForm } from './fields/read-own-form.server.ts';
import { cleanText } from './import/clean-text.ts';
import { type ExplicitMapping, mappingWithin } from './import/explicit-mapping.ts';
import { openSource } from './import/formats/open-source.server.ts';
import type { SourceTable } from './import/formats/source-table.ts';
import { interpretRow } from './import/interpret-row.ts';
import { valuesAsLines } from './import/multiple-values.ts';
import type { NewKind, OwnColumns, OwnTarget } from './import/own-columns.ts';
import { isOwnExport, ownColumnsOfExport, readOwnRow } from './import/own-export.ts';
import { previewAnswers } from './import/preview-answers.ts';
import { proposeKind } from './import/propose-kind.ts';
import { type ColumnOptions, columnsOfTable } from './import/read-inventory.ts';
import { type RecognisedColumn, cellOf } from './import/recognise-columns.ts';
import { readCompanions, readFilePieces } from './import-file-store.server.ts';
import { maxFileBytes } from './import-practices.server.ts';
import type { ImportRun } from './import-run-store.server.ts';

export interface PreviewColumn {
  header: string;
  field: RecognisedColumn['field'];
  /** What the field that it makes asks; empty when it makes none. */
  question: string;
  /** The kind of field that it looks like. */
  proposed: NewKind;
  /** Someone decided it. */
  isChosen: boolean;
  /** What some of its cells hold. */
  example: string;
}

export interface PreviewRow {
  line: number;
  /** Null when the row cannot be read. */
  practice: { title: string; commune: string; tags: string[]; hasPoint: boolean; own: OwnFact[] } | null;
}

export interface ImportPreview {
  /** An export of ours: its columns are what they say. */
  isOwn: boolean;
  /** The file describes questions, which may become fields of the territory's own. */
  hasQuestions: boolean;
  columns: PreviewColumn[];
  rows: PreviewRow[];
}

const mostRows = 20;
const longestExample = 120;

/** What the beginning of a received file holds, and how it is understood; null when there is nothing to show. */
export async function previewImport(
  context: Context,
  {
    id,
    fileName,
    mapping,
    takesQuestions,
  }: Pick<ImportRun, 'id' | 'fileName' | 'mapping' | 'takesQuestions'>,
): Promise<ImportPreview | null> {
  const companions = await readCompanions(context, id);
  const file = { open: () => readFilePieces(context, id), fileName, companions };
  const opened = await openSource(file, { maxBytes: maxFileBytes, isPreview: true });
  if (!opened.ok) return null;
  const table = opened.value;
  const reading = {
    context,
    mapping,
    form: await readOwnForm(context),
    takesQuestions: takesQuestions ?? false,
  };
  const preview = isOwnExport(table.headers)
    ? ownPreview(table, reading)
    : await foreignPreview(table, reading);
  await table.close();
  return preview;
}

interface Reading {
  context: Context;
  form: OwnForm;
  mapping: ExplicitMapping;
  takesQuestions: boolean;
}

function ownPreview(table: SourceTable, { context, form, mapping }: Reading): ImportPreview {
  const { headers, sample } = table;
  const { targets, missing } = ownColumnsOfExport(headers, { mapping, form });
  const read = sample.slice(0, mostRows).map(({ cells, line }, index) => {
    const row = readOwnRow(cells, { record: index + 1, line, own: targets });
    return { line, state: row.ok ? row.value.state : null };
  });
  const answers = previewAnswers(
    read.map(({ state }) => (state ?? {}) as Record<OwnName, string[]>),
    { form, targets, actor: context.actor },
  );
  const rows = read.map(({ line, state }, index): PreviewRow => {
    if (!state) return { line, practice: null };
    const { title, communeName, tags, lat } = state;
    return {
      line,
      practice: {
        title: String(title ?? ''),
        commune: String(communeName ?? ''),
        tags: Array.isArray(tags) ? tags.map(String) : [],
        hasPoint: typeof lat === 'number',
        own: answers[index] ?? [],
      },
    };
  });
  // Its columns are what they say, but for those of fields that there are not here.
  const open = headers.filter(
    (header) => Object.hasOwn(mapping, header) || missing.some(({ column }) => column === header),
  );
  const columns = open.filter(isOwnName).map((header) => {
    const target = targets.find((one) => one.header === header);
    return shownColumn(header, { field: 'ignored', target, table, form, decided: mapping });
  });
  return { isOwn: true, hasQuestions: false, columns, rows };
}

async function foreignPreview(table: SourceTable, reading: Reading): Promise<ImportPreview> {
  const { headers, sample } = table;
  const { form, context, takesQuestions } = reading;
  const decided = mappingWithin(reading.mapping, headers);
  const { columns, targets } = columnsOf(table, { form, takesQuestions, mapping: decided });
  const communes = await loadCommunes();
  const read = sample.slice(0, mostRows).map((row) => ({
    line: row.line,
    read: interpretRow(row, columns, { communes }),
  }));
  const answers = previewAnswers(
    read.map((row) => (row.read.ok ? row.read.value.draft.own : {})),
    { form, targets, actor: context.actor },
  );
  const rows = read.map((row, index): PreviewRow => {
    if (!row.read.ok) return { line: row.line, practice: null };
    const { title, communeName, themes, tags, point } = row.read.value.draft;
    const own = answers[index] ?? [];
    const told = { title, commune: communeName, tags: [...themes, ...tags], hasPoint: point !== null, own };
    return { line: row.line, practice: told };
  });
  const shown = columns.map(({ header, field }) => {
    const target = targets.find((one) => one.header === header);
    return shownColumn(header, { field, target, table, form, decided });
  });
  return { isOwn: false, hasQuestions: (table.questions?.size ?? 0) > 0, columns: shown, rows };
}

interface Showing {
  field: RecognisedColumn['field'];
  target: OwnTarget | undefined;
  table: SourceTable;
  form: OwnForm;
  decided: ExplicitMapping;
}

/** A column that goes to a field that there is shows its name, one that makes a field its kind. */
function shownColumn(header: string, { field, target, table, form, decided }: Showing): PreviewColumn {
  const isNew = target && !fieldNamed(form, target.name);
  return {
    header,
    field: isNew && target.kind !== 'practices' ? `new.${target.kind}` : (target?.name ?? field),
    question: isNew ? (target.question?.label ?? '') : '',
    proposed: proposeKind(table.sample.map(({ cells }) => cleanText(cellOf(cells, header)))),
    isChosen: Object.hasOwn(decided, header),
    example: exampleOf(header, table.sample),
  };
}

/** The columns as they are recognised, also when none holds the name of the practices. */
function columnsOf(table: SourceTable, options: ColumnOptions & { mapping: ExplicitMapping }): OwnColumns {
  const older = { ...options, mappingIsOlder: true };
  const recognised = columnsOfTable(table, older);
  if (recognised.ok) return recognised.value;
  const { mapping } = options;
  const [first = ''] = table.headers;
  const assumed = columnsOfTable(table, { ...older, mapping: { ...mapping, [first]: 'title' } });
  if (!assumed.ok) return { columns: [], targets: [], missing: [] };
  const field = mapping[first] === null ? 'ignored' : 'extra';
  const columns = assumed.value.columns.map((column) =>
    column.header === first ? { ...column, field } : column,
  ) as RecognisedColumn[];
  return { ...assumed.value, columns };
}

function exampleOf(header: string, sample: SourceTable['sample']): string {
  const filled = sample.map(({ cells }) => valuesAsLines(cellOf(cells, header)).trim()).filter(Boolean);
  const text = [...new Set(filled)].slice(0, 3).join(' · ');
  return text.length > longestExample ? `${text.slice(0, longestExample - 1)}…` : text;
}
