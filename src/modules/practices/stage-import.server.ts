import type { Context } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { communesOfTerritory, loadCommunes } from '#modules/territories/index.server.ts';
import type { CommuneDirectory } from '#modules/territories/index.ts';
import type { ImportProgress } from './apply-import.server.ts';
import { hasList } from './fields/own-field.ts';
import { selectOwnForm } from './fields/own-form-store.server.ts';
import { GivenNames } from './import-topics.server.ts';
import { readLicence } from './import/choices.ts';
import type { Area } from './import/coordinates.ts';
import type { ExplicitMapping } from './import/explicit-mapping.ts';
import { fingerprintOf, likenessOf } from './import/fingerprint.ts';
import { openSource } from './import/formats/open-source.server.ts';
import type { ImportFormat, SourceFile, SourceTable } from './import/formats/source-table.ts';
import { type ImportError, endOfFileCodes } from './import/import-codes.ts';
import type { FileRefusal, Tally } from './import/import-report.ts';
import { type ImportedPractice, contactOf, givenFieldsOf, stateOfDraft } from './import/imported-practice.ts';
import type { ImportSurroundings } from './import/interpret-place.ts';
import type { OwnColumns, OwnTarget } from './import/own-columns.ts';
import { isOwnExport, ownColumnsOfExport, readOwnRow } from './import/own-export.ts';
import { readInventory } from './import/read-inventory.ts';
import { guessedTitle } from './import/recognise-columns.ts';
import {
  type StagedPractice,
  addImportRows,
  markImportRows,
  openImportRows,
} from './import-row-store.server.ts';

export interface ImportFile extends SourceFile {
  /** Null: as the content shows. */
  format: ImportFormat | null;
  /** Given by a person: it then holds for every record. */
  sourceName: string;
  licence: string;
  mapping: ExplicitMapping;
  /** The mapping was made for another file: what it says of columns that this one lacks is passed over. */
  mappingIsOlder: boolean;
  /** Questions that the file describes and that no field takes become fields of the territory's own. */
  takesQuestions: boolean;
  /** Bytes; the file is refused beyond. */
  maxBytes: number;
  /** Records; the file is refused beyond. */
  maxRecords: number;
}

/** What reading the file told, once it is staged. */
export interface StagedImport {
  format: ImportFormat;
  encoding: string;
  /** What the records have for source; the name of the file when they have several. */
  source: string;
  /** It is an export of ours: what it says was checked by people. */
  isOwn: boolean;
  /** See `SourceTable`; empty where the file brings no tree of themes. */
  above: ReadonlyMap<string, string>;
  /** Records that wait in `import_row`. */
  count: number;
  names: GivenNames;
  /** The columns that go to fields of the territory's own. */
  own: readonly OwnTarget[];
}

const batchSize = 500;
interface Staging {
  tally: Tally;
  report: (progress: ImportProgress) => Promise<void>;
}

/**
 * Reads a file into the rows of this transaction, and compares them with each other; what cannot be read goes to the
 * tally. Nothing of what people see is touched.
 */
export async function stageImport(
  context: Context,
  file: ImportFile,
  staging: Staging,
): Promise<Result<StagedImport, FileRefusal>> {
  const { maxBytes } = file;
  const opened = await openSource(file, { maxBytes, isPreview: false, format: file.format ?? undefined });
  if (!opened.ok) return opened;
  const table = opened.value;
  await openImportRows(context.db);
  const isOwn = isOwnExport(table.headers);
  const stager = createStager(context, staging);
  try {
    const read = isOwn
      ? await readOwn(context, file, { table, stager })
      : await readForeign(context, file, { table, stager });
    if (!read.ok) return read;
    await stager.flush();
    await markImportRows(context.db);
    const source = sourceOf(file, stager.sources);
    const { format: readAs, above = new Map<string, string>() } = table;
    const { names } = stager;
    const told = { isOwn, above, count: stager.count(), names, own: read.value };
    return ok({ format: readAs, encoding: table.encoding(), source, ...told });
  } finally {
    await stager.settle();
    await table.close();
  }
}

function tooMany({ maxRecords }: ImportFile): ImportError {
  return { code: 'too-many-records', params: { limit: maxRecords } };
}

function sourceOf(file: ImportFile, sources: ReadonlySet<string>): string {
  const [only = ''] = sources;
  return file.sourceName || (sources.size === 1 && only) || file.fileName;
}

function createStager(context: Context, { tally, report }: Staging) {
  /** Names of sources, as far as it matters whether there is one or more. */
  const sources = new Set<string>();
  const names = new GivenNames();
  let waiting: StagedPractice[] = [];
  let staged = 0;
  let writing: Promise<void> = Promise.resolve();

  /** The database writes a batch while the next one is read; a failure shows at the next call. */
  async function startFlush(): Promise<void> {
    await writing;
    staged += waiting.length;
    writing = waiting.length > 0 ? addImportRows(context.db, waiting) : Promise.resolve();
    writing.catch(() => undefined);
    waiting = [];
    await report({ done: staged, total: null });
  }
  async function flush(): Promise<void> {
    await startFlush();
    await writing;
  }
  async function add(one: StagedPractice): Promise<void> {
    if (sources.size < 2) sources.add(one.practice.sourceName);
    names.add(one.practice);
    waiting.push(one);
    if (waiting.length >= batchSize) await startFlush();
  }
  return {
    tally,
    sources,
    names,
    add,
    flush,
    count: () => staged,
    /** Whatever failed, nothing may still be sent when the transaction is rolled back. */
    settle: () => Promise.allSettled([writing]),
  };
}

type Stager = ReturnType<typeof createStager>;

async function readForeign(
  context: Context,
  file: ImportFile,
  { table, stager }: { table: SourceTable; stager: Stager },
): Promise<Result<OwnTarget[], ImportError>> {
  const { tally } = stager;
  const { mapping, mappingIsOlder, takesQuestions } = file;
  const surroundings = await surroundingsOf(context);
  const form = await selectOwnForm(context);
  const options = { surroundings, mapping, mappingIsOlder, form, takesQuestions };
  const inventory = readInventory(table, options);
  if (!inventory.ok) return inventory;
  const { columns, records, targets, missing } = inventory.value;
  tellHeader(table, tally);
  const column = guessedTitle(columns);
  if (column !== undefined) {
    const warning = { field: 'title', code: 'title-guessed', params: { column } } as const;
    tally.warn({ record: 0, line: table.header.line }, warning);
  }
  tellMissing(missing, tally);
  for (const { name } of targets.filter(isNaming)) stager.names.gather(name);
  const given = givenFieldsOf(columns);
  const licence = file.licence || readLicence(table.licence);
  const ownName = table.sourceName || file.fileName;
  for await (const { record, line, outcome } of records) {
    if (!outcome.ok && endOfFileCodes.has(outcome.error.code)) return outcome;
    tally.figures.read += 1;
    if (tally.figures.read > file.maxRecords) return err(tooMany(file));
    if (!outcome.ok) {
      tally.reject({ record, line, ...outcome.error });
      continue;
    }
    const { draft, warnings } = outcome.value;
    const { externalId } = draft;
    const sourceName = file.sourceName || nameOf(draft.source) || ownName;
    const practice: ImportedPractice = {
      record,
      line,
      sourceName,
      sourceRecordId: externalId,
      fingerprint: externalId ? '' : fingerprintOf(draft),
      ownId: null,
      ownUpdatedAt: '',
      ownShortId: '',
      state: stateOfDraft(draft, { columns, given, licence, sourceName }),
      contact: contactOf(draft, columns),
    };
    const identity = externalId ? JSON.stringify([sourceName, externalId]) : null;
    await stager.add({ practice, warnings, identity, likeness: likenessOf(draft) });
  }
  return ok(targets);
}

function tellHeader({ header }: SourceTable, tally: Tally): void {
  for (const warning of header.warnings) tally.warn({ record: 0, line: header.line }, warning);
}

/** What is said in it must be known as a whole before it is read: its choices, or the practices that it names. */
function isNaming({ kind }: OwnTarget): boolean {
  return hasList(kind) || kind === 'practices';
}

/** Columns of a field that the form here has not, or that is off. */
function tellMissing(missing: OwnColumns['missing'], tally: Tally): void {
  for (const params of missing) {
    tally.warn({ record: 0, line: 0 }, { field: params.field, code: 'own-field-missing', params });
  }
}

/** A column of sources may hold numbers of organisations: no reader would know them by that. */
function nameOf(source: string): string {
  return /\p{L}{2}/u.test(source) ? source : '';
}

async function readOwn(
  context: Context,
  file: ImportFile,
  { table, stager }: { table: SourceTable; stager: Stager },
): Promise<Result<OwnTarget[], ImportError>> {
  const { tally } = stager;
  const form = await selectOwnForm(context);
  const { targets, missing } = ownColumnsOfExport(table.headers, { mapping: file.mapping, form });
  tellMissing(missing, tally);
  for (const { name } of targets.filter(isNaming)) stager.names.gather(name);
  let record = 0;
  for await (const row of table.rows) {
    if (!row.ok && endOfFileCodes.has(row.error.code)) return row;
    record += 1;
    tally.figures.read += 1;
    if (tally.figures.read > file.maxRecords) return err(tooMany(file));
    if (!row.ok) {
      const { line, code, params } = row.error;
      tally.reject({ record, line, code, params });
      continue;
    }
    const { line, cells } = row.value;
    const read = readOwnRow(cells, { record, line, own: targets });
    if (!read.ok) {
      const params = { fields: read.error.fields.join(', ') };
      tally.reject({ record, line, code: 'own-row-not-understood', params });
      continue;
    }
    const practice = { ...read.value, sourceName: read.value.sourceName || file.sourceName };
    await stager.add({ practice, warnings: [], identity: identityOf(practice), likeness: null });
  }
  return ok(targets);
}

/** By its source and its id there, else by our own id; a row that somebody added has neither. */
function identityOf({ sourceName, sourceRecordId, fingerprint }: ImportedPractice): string | null {
  if (sourceRecordId) return JSON.stringify([sourceName, sourceRecordId]);
  return fingerprint.startsWith('id:') ? JSON.stringify([sourceName, '', fingerprint]) : null;
}

async function surroundingsOf(context: Context): Promise<ImportSurroundings> {
  const communes = await loadCommunes();
  const preferredCommunes = await communesOfTerritory(context.db, context.territoryId);
  const area = areaAround(communes, preferredCommunes);
  return { communes, preferredCommunes, ...(area && { area }) };
}

/** Half a degree (55 km northward) around the centres of the territory's communes. */
const margin = 0.5;

function areaAround(communes: CommuneDirectory, codes: readonly string[]): Area | undefined {
  const centres = codes.flatMap((code) => communes.findByCode(code)?.centre ?? []);
  if (centres.length === 0) return undefined;
  const east = centres.map(({ longitude }) => longitude);
  const north = centres.map(({ latitude }) => latitude);
  return [
    Math.min(...east) - margin,
    Math.min(...north) - margin,
    Math.max(...east) + margin,
    Math.max(...north) + margin,
  ];
}
