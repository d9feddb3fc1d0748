import type { Context } from '#kernel/context.ts';
import { readCsv } from '#kernel/tabular/read-csv.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { communesOfTerritory, loadCommunes } from '#modules/territories/index.server.ts';
import type { CommuneDirectory } from '#modules/territories/index.ts';
import type { Area } from './import/coordinates.ts';
import type { ExplicitMapping } from './import/explicit-mapping.ts';
import type { ImportError } from './import/import-codes.ts';
import type { FileRefusal, Tally } from './import/import-report.ts';
import { type ImportedPractice, contactOf, givenFieldsOf, stateOfDraft } from './import/imported-practice.ts';
import type { ImportSurroundings } from './import/interpret-place.ts';
import { isOwnExport, readOwnRow } from './import/own-export.ts';
import type { PracticeDraft } from './import/practice-draft.ts';
import { readInventory } from './import/read-inventory.server.ts';
import { addImportRows, openImportRows } from './import-row-store.server.ts';
import { foreignFormatOf, peek } from './peek-file.server.ts';

export interface ImportFile {
  bytes: AsyncIterable<Uint8Array>;
  fileName: string;
  /** Given by a person: it then holds for every record. */
  sourceName: string;
  licence: string;
  mapping: ExplicitMapping;
  /** Bytes; the file is refused beyond. */
  maxBytes: number;
}

/** What reading the file told, once it is staged. */
export interface StagedImport {
  encoding: string;
  /** What the records have for source; the name of the file when they have several. */
  source: string;
  /** It is an export of ours: what it says was checked by people. */
  isOwn: boolean;
  /** Records that wait in `import_row`. */
  count: number;
}

const batchSize = 500;
/** Rows of our own exports hold whole texts. */
const longestCell = 300_000;

/**
 * Reads a file into the rows of this transaction, each record once; what is amiss goes to the tally. Nothing of what
 * people see is touched.
 */
export async function stageImport(
  context: Context,
  file: ImportFile,
  found: { tally: Tally; onDraft: (draft: Pick<PracticeDraft, 'title' | 'place' | 'point'>) => void },
): Promise<Result<StagedImport, FileRefusal>> {
  const { head, all } = await peek(file.bytes);
  const foreign = foreignFormatOf(head);
  if (foreign) return err({ code: 'format-not-read', params: { format: foreign } });
  await openImportRows(context.db);
  const table = await readCsv(
    (async function* () {
      yield head;
    })(),
  );
  const isOwn = table.ok && isOwnExport(table.value.headers);
  const stager = createStager(context, found.tally);
  const read = isOwn
    ? await readOwn({ ...file, bytes: all }, stager)
    : await readForeign(context, { ...file, bytes: all }, { stager, onDraft: found.onDraft });
  if (!read.ok) return read;
  await stager.flush();
  const { count, sources } = stager;
  const [only = file.fileName] = sources;
  const source = file.sourceName || (sources.size === 1 && only !== '' ? only : file.fileName);
  return ok({ encoding: read.value, source, isOwn, count: count() });
}

function createStager(context: Context, tally: Tally) {
  const seen = new Map<string, number>();
  /** Names of sources, as far as it matters whether there is one or more. */
  const sources = new Set<string>();
  let waiting: ImportedPractice[] = [];
  let staged = 0;
  let writing: Promise<void> = Promise.resolve();

  /** The database writes a batch while the next one is read; a failure shows at the next call. */
  async function startFlush(): Promise<void> {
    await writing;
    staged += waiting.length;
    writing = waiting.length > 0 ? addImportRows(context.db, waiting) : Promise.resolve();
    writing.catch(() => undefined);
    waiting = [];
  }
  async function flush(): Promise<void> {
    await startFlush();
    await writing;
  }

  /** False when the file already held a record with the same id, which then counts once. */
  async function add(practice: ImportedPractice): Promise<boolean> {
    const { record, sourceName, sourceRecordId, fingerprint } = practice;
    const key = JSON.stringify([sourceName, sourceRecordId || null, sourceRecordId ? '' : fingerprint]);
    const first = seen.get(key);
    if (first !== undefined) {
      const params = { id: sourceRecordId || fingerprint, record: first };
      tally.warn(practice, { field: 'externalId', code: 'repeated-id', params });
      tally.figures.unchanged += 1;
      return false;
    }
    seen.set(key, record);
    if (sources.size < 2) sources.add(sourceName);
    waiting.push(practice);
    if (waiting.length >= batchSize) await startFlush();
    return true;
  }
  return { tally, sources, add, flush, count: () => staged };
}

type Stager = ReturnType<typeof createStager>;

async function readForeign(
  context: Context,
  file: ImportFile,
  { stager, onDraft }: { stager: Stager; onDraft: (draft: PracticeDraft) => void },
): Promise<Result<string, ImportError>> {
  const { tally } = stager;
  const inventory = await readInventory(file.bytes, {
    surroundings: await surroundingsOf(context),
    mapping: file.mapping,
    limits: { bytes: file.maxBytes },
  });
  if (!inventory.ok) return inventory;
  const { columns, records, encoding } = inventory.value;
  const given = givenFieldsOf(columns);
  for await (const { record, line, outcome } of records) {
    if (!outcome.ok) {
      if (outcome.error.code === 'file-too-large') return outcome;
      tally.figures.read += 1;
      tally.reject({ record, line, ...outcome.error });
      continue;
    }
    tally.figures.read += 1;
    const { draft, identity, warnings } = outcome.value;
    const sourceName = file.sourceName || nameOf(draft.source) || file.fileName;
    const added = await stager.add({
      record,
      line,
      sourceName,
      sourceRecordId: identity.externalId ?? '',
      fingerprint: identity.fingerprint ?? '',
      ownId: null,
      ownUpdatedAt: '',
      state: stateOfDraft(draft, { columns, given, licence: file.licence, sourceName }),
      contact: contactOf(draft, columns),
    });
    if (!added) continue;
    onDraft(draft);
    for (const warning of warnings) if (warning.code !== 'repeated-id') tally.warn({ record, line }, warning);
  }
  return ok(encoding().encoding);
}

/** A column of sources may hold numbers of organisations: no reader would know them by that. */
function nameOf(source: string): string {
  return /\p{L}{2}/u.test(source) ? source : '';
}

async function readOwn(file: ImportFile, stager: Stager): Promise<Result<string, ImportError>> {
  const { tally } = stager;
  const table = await readCsv(file.bytes, { limits: { bytes: file.maxBytes, cellLength: longestCell } });
  if (!table.ok) {
    const { code, ...params } = table.error;
    return err({ code, params });
  }
  let record = 0;
  for await (const row of table.value.rows) {
    if (!row.ok && row.error.code === 'file-too-large') return row;
    record += 1;
    tally.figures.read += 1;
    if (!row.ok) {
      const { line, code, params } = row.error;
      tally.reject({ record, line, code, params });
      continue;
    }
    const { line, cells } = row.value;
    const practice = readOwnRow(cells, { record, line });
    if (practice.ok) {
      await stager.add({ ...practice.value, sourceName: practice.value.sourceName || file.sourceName });
    } else {
      const params = { fields: practice.error.fields.join(', ') };
      tally.reject({ record, line, code: 'own-row-not-understood', params });
    }
  }
  return ok(table.value.encoding().encoding);
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
