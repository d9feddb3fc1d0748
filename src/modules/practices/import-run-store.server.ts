import { type ColumnType, type Generated, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { ExplicitMapping } from './import/explicit-mapping.ts';
import type { FileRefusal, ImportReport } from './import/import-report.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    import_run: ImportRunTable;
  }
}

interface ImportRunTable {
  id: Id;
  territory_id: Id;
  state: ImportState;
  file_name: string;
  file_size: number;
  source_name: string;
  licence: string;
  address: Generated<string>;
  source_id: Generated<Id | null>;
  mapping: ColumnType<ExplicitMapping, string, string>;
  takes_questions: boolean | null;
  report: ColumnType<ImportReport | null, string | null, string | null>;
  refusal: ColumnType<FileRefusal | null, string | null, string | null>;
  job_id: Id | null;
  created_by: Id | null;
  created_at: Date;
  finished_at: Date | null;
}

/**
 * `received`: the file is here; `checking`: it is being read without writing anything; `checked`: what it would do is
 * known; `refused`: it cannot be read; `importing`, `done`; `undoing`, `undone`; `abandoned`: nobody wants it.
 */
export type ImportState =
  'received' | 'checking' | 'checked' | 'refused' | 'importing' | 'done' | 'undoing' | 'undone' | 'abandoned';

export interface ImportRun {
  id: Id;
  state: ImportState;
  fileName: string;
  /** Bytes. */
  fileSize: number;
  /** As given; empty when the file's own word is to be taken. */
  sourceName: string;
  licence: string;
  /** Where it was read; empty for a file that someone sent. */
  address: string;
  /** The source that it was read for, if any. */
  sourceId: Id | null;
  mapping: ExplicitMapping;
  /** Questions that the file describes become fields of the territory's own; null when nobody was asked yet. */
  takesQuestions: boolean | null;
  /** What the last reading found. */
  report: ImportReport | null;
  /** Why the file could not be read. */
  refusal: FileRefusal | null;
  jobId: Id | null;
  createdBy: Id | null;
  createdAt: Date;
  finishedAt: Date | null;
}

type NewRun = Pick<
  ImportRun,
  'id' | 'state' | 'fileName' | 'fileSize' | 'sourceName' | 'licence' | 'mapping' | 'takesQuestions'
> &
  Partial<Pick<ImportRun, 'address' | 'sourceId'>>;

/** Where the work that nobody asked for is done. */
export type Place = Pick<Context, 'db' | 'territoryId'>;

/** What a list of imports shows. */
const listedColumns = [
  'id',
  'state',
  'file_name as fileName',
  'file_size as fileSize',
  'source_name as sourceName',
  'licence',
  'address',
  'source_id as sourceId',
  'mapping',
  'job_id as jobId',
  'created_by as createdBy',
  'created_at as createdAt',
  'finished_at as finishedAt',
] as const;
const columns = [...listedColumns, 'takes_questions as takesQuestions', 'report', 'refusal'] as const;

export async function insertRun(context: Context, run: NewRun): Promise<void> {
  await context.db
    .insertInto('import_run')
    .values({
      id: run.id,
      territory_id: context.territoryId,
      state: run.state,
      file_name: run.fileName,
      file_size: run.fileSize,
      source_name: run.sourceName,
      licence: run.licence,
      address: run.address ?? '',
      source_id: run.sourceId ?? null,
      mapping: JSON.stringify(run.mapping),
      takes_questions: run.takesQuestions,
      report: null,
      refusal: null,
      job_id: null,
      created_by: context.actor.personId,
      created_at: context.clock.now(),
      finished_at: null,
    })
    .execute();
}

export async function findRun(context: Context, id: Id): Promise<ImportRun | undefined> {
  return context.db
    .selectFrom('import_run')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The same; whoever would delete it waits until this transaction ends. */
export async function lockRun(context: Context, id: Id): Promise<ImportRun | undefined> {
  return context.db
    .selectFrom('import_run')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Forgets what was received of a source and never compared, as a kill leaves it. */
export async function deleteWaitingRuns(context: Context, sourceId: Id): Promise<void> {
  await context.db
    .deleteFrom('import_run')
    .where('territory_id', '=', context.territoryId)
    .where('source_id', '=', sourceId)
    .where('state', '=', 'received')
    .execute();
}

/** The fields that undone imports had made, as `field.<key>`. */
export async function fieldsOfUndone({ db, territoryId }: Place): Promise<Set<string>> {
  const rows = await db
    .selectFrom('import_run')
    .select(sql<string[] | null>`report -> 'fields'`.as('fields'))
    .where('territory_id', '=', territoryId)
    .where('state', '=', 'undone')
    .execute();
  return new Set(rows.flatMap(({ fields }) => fields ?? []));
}

/**
 * What was decided for the columns of the latest import of a source; of a file of that name, when no source is given. Its
 * state does not matter: who abandons a file often sends it again.
 */
export async function findLatestChoices(
  context: Context,
  { sourceName, fileName }: Pick<ImportRun, 'sourceName' | 'fileName'>,
): Promise<Pick<ImportRun, 'mapping' | 'takesQuestions'> | undefined> {
  return context.db
    .selectFrom('import_run')
    .select(['mapping', 'takes_questions as takesQuestions'])
    .where('territory_id', '=', context.territoryId)
    .where((eb) => (sourceName ? eb('source_name', '=', sourceName) : eb('file_name', '=', fileName)))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Moves an import from one state to another, once: false when it was in none of `from`. */
export async function moveRun(
  context: Context,
  id: Id,
  move: { from: readonly ImportState[]; to: ImportState },
): Promise<boolean> {
  const { numUpdatedRows } = await context.db
    .updateTable('import_run')
    .set({ state: move.to })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .where('state', 'in', move.from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function deleteRun(context: Context, id: Id): Promise<void> {
  await context.db
    .deleteFrom('import_run')
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

/** The latest imports, without their reports. */
export async function listRuns(
  context: Context,
): Promise<Omit<ImportRun, 'takesQuestions' | 'report' | 'refusal'>[]> {
  return (
    context.db
      .selectFrom('import_run')
      .select(listedColumns)
      .where('territory_id', '=', context.territoryId)
      .where('state', '!=', 'abandoned')
      // What a source brought waits for no one, or on the page of the source.
      .where((eb) => eb.or([eb('source_id', 'is', null), eb('state', '!=', 'received')]))
      .orderBy('created_at', 'desc')
      .limit(50)
      .execute()
  );
}

export async function updateRun(
  context: Place,
  id: Id,
  change: Partial<
    Pick<
      ImportRun,
      | 'state'
      | 'mapping'
      | 'takesQuestions'
      | 'report'
      | 'refusal'
      | 'jobId'
      | 'finishedAt'
      | 'sourceName'
      | 'fileSize'
    >
  >,
): Promise<void> {
  const { mapping, takesQuestions, report, refusal, ...rest } = change;
  await context.db
    .updateTable('import_run')
    .set({
      ...(rest.state && { state: rest.state }),
      ...(rest.sourceName !== undefined && { source_name: rest.sourceName }),
      ...(rest.fileSize !== undefined && { file_size: rest.fileSize }),
      ...(rest.jobId !== undefined && { job_id: rest.jobId }),
      ...(rest.finishedAt !== undefined && { finished_at: rest.finishedAt }),
      ...(mapping && { mapping: JSON.stringify(mapping) }),
      ...(takesQuestions !== undefined && { takes_questions: takesQuestions }),
      ...(report !== undefined && { report: report && JSON.stringify(report) }),
      ...(refusal !== undefined && { refusal: refusal && JSON.stringify(refusal) }),
    })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

/** Forgets the remarks of old imports: they quote cells of the file. */
export async function forgetFindingsBefore(context: Place, instant: Date): Promise<void> {
  await sql`
    update import_run set report = import_run.report || '{"warnings": [], "errors": []}'
    where import_run.territory_id = ${context.territoryId} and created_at < ${instant}
      and (import_run.report -> 'warnings' <> '[]' or import_run.report -> 'errors' <> '[]')`.execute(
    context.db,
  );
}

/**
 * Keeps every other import of the territory waiting until this transaction ends: two imports of the same file at once
 * must not both find that its records do not exist yet.
 */
export async function takeImportTurn(tx: Database, territoryId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${territoryId}`}, 0))`.execute(tx);
}
