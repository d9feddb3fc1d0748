import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, isId, newId } from '#kernel/ids.ts';
import { type JobRun, findJob } from '#kernel/job-run-store.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import type { ColumnUse } from './import/explicit-mapping.ts';
import type { Companion } from './import/formats/source-table.ts';
import { maxFileBytes } from './import-practices.server.ts';
import { deleteFile, insertCompanions, keepPieces } from './import-file-store.server.ts';
import {
  type ImportRun,
  deleteRun,
  findLatestChoices,
  findRun,
  insertRun,
  listRuns,
  moveRun,
  updateRun,
} from './import-run-store.server.ts';
import { checkImport, pending } from './run-import.server.ts';
import { keepMapping } from './sources/source-store.server.ts';
import { undoImport } from './undo-import.server.ts';

type Refused<Code extends string> = { code: Code };
type AccessRefusal = Refused<'not-allowed' | 'sign-in-first'>;

/** What the job `import-practices` is asked for. */
export interface ImportTask {
  importId: Id;
  step: 'check' | 'import' | 'undo';
}

export const importJobName = 'import-practices';

/** Files up to this size, in bytes, are checked while one waits: about a second. */
const smallFile = 1024 * 1024;
/** Undoing up to that many records is done while one waits. */
const smallUndo = 2000;
const longestName = 200;

function refusalOf(context: Context): AccessRefusal | undefined {
  if (hasRole(context.actor, 'facilitator')) return undefined;
  return { code: context.actor.personId === null ? 'sign-in-first' : 'not-allowed' };
}

/** The latest imports of the territory. For facilitators. */
export async function listImports(
  context: Context,
): Promise<Result<Awaited<ReturnType<typeof listRuns>>, AccessRefusal>> {
  const refusal = refusalOf(context);
  if (refusal) return err(refusal);
  return ok(await listRuns(context));
}

/** One import, with the work under way for it. For facilitators. */
export async function readImport(
  context: Context,
  id: string,
): Promise<Result<{ run: ImportRun; job: JobRun | undefined }, AccessRefusal | Refused<'not-found'>>> {
  const refusal = refusalOf(context);
  if (refusal) return err(refusal);
  const run = isId(id) ? await findRun(context, id) : undefined;
  if (!run) return err({ code: 'not-found' });
  const { territoryId } = context;
  return ok({
    run,
    job: run.jobId === null ? undefined : await findJob(context.db, { territoryId, id: run.jobId }),
  });
}

export interface ReceivedFile {
  bytes: AsyncIterable<Uint8Array>;
  fileName: string;
  sourceName: string;
  licence: string;
  /** Where it was read, when nobody sent it. */
  address?: string;
  /** Files that explain it, see `sortUpload`. */
  companions?: readonly Companion[];
}

/** Keeps a file that someone sends, then finds out what importing it would do. For facilitators. */
export async function receiveImport(
  context: Context,
  upload: ReceivedFile,
): Promise<Result<Id, AccessRefusal | Refused<'empty' | 'file-too-large'>>> {
  const refusal = refusalOf(context);
  if (refusal) return err(refusal);
  const id = newId();
  const received = await inTransaction(
    context.db,
    async (db): Promise<Result<number, Refused<'empty' | 'file-too-large'>>> => {
      const inside = { ...context, db };
      const fileName = storableLine(upload.fileName).slice(0, longestName) || 'import.csv';
      const sourceName = storableLine(upload.sourceName).slice(0, longestName);
      const latest = await findLatestChoices(inside, { sourceName, fileName });
      await insertRun(inside, {
        id,
        state: 'received',
        fileName,
        fileSize: 0,
        sourceName,
        licence: storableLine(upload.licence).slice(0, longestName),
        address: upload.address ?? '',
        mapping: latest?.mapping ?? {},
        takesQuestions: latest?.takesQuestions ?? true,
      });
      const size = await keepPieces(inside, id, { bytes: upload.bytes, maxBytes: maxFileBytes });
      if (size > 0 && size <= maxFileBytes) {
        await insertCompanions(inside, id, upload.companions ?? []);
        await updateRun(inside, id, { fileSize: size });
        return ok(size);
      }
      await deleteRun(inside, id);
      return err({ code: size === 0 ? 'empty' : 'file-too-large' });
    },
  );
  if (!received.ok) return received;
  await checkSoon(context, id, received.value);
  return ok(id);
}

async function checkSoon(context: Context, importId: Id, size: number): Promise<void> {
  if (size <= smallFile) await checkImport(context, importId);
  else await enqueueStep(context, { importId, step: 'check' }, 'checking');
}

async function enqueueStep(context: Context, task: ImportTask, state: ImportRun['state']): Promise<void> {
  await inTransaction(context.db, async (db) => {
    const { territoryId, clock } = context;
    const input = { ...task, personId: context.actor.personId };
    const jobId = await context.jobs.enqueue(db, { territoryId, name: importJobName, input, clock });
    await updateRun({ ...context, db }, task.importId, { state, jobId, refusal: null });
  });
}

/** What someone decides about a file. */
export interface FileChoices {
  /** Of some of its columns; one without a use is recognised as usual again. */
  columns: Readonly<Record<string, ColumnUse | undefined>>;
  /** Whether the questions that it describes become fields; as before when not given. */
  takesQuestions?: boolean | undefined;
}

/**
 * Reads a received file again, with what someone decided about it. The next import of the same source follows, and so do
 * sources that are read at the same address. For facilitators.
 */
export async function chooseColumns(
  context: Context,
  importId: string,
  { columns, takesQuestions }: FileChoices,
): Promise<Result<undefined, AccessRefusal | Refused<'not-found' | 'not-pending'>>> {
  const found = await readImport(context, importId);
  if (!found.ok) return found;
  const { run } = found.value;
  if (run.state !== 'checked' && run.state !== 'refused') return err({ code: 'not-pending' });
  const decided = Object.entries({ ...run.mapping, ...columns }).flatMap(([header, use]) =>
    use === undefined ? [] : [[header, use] as const],
  );
  const mapping = Object.fromEntries(decided);
  await updateRun(context, run.id, { mapping, ...(takesQuestions !== undefined && { takesQuestions }) });
  if (run.address !== '') await keepMapping(context, { address: run.address, mapping });
  await checkSoon(context, run.id, run.fileSize);
  return ok();
}

/** Imports a checked file, in the background. For facilitators. */
export async function startImport(
  context: Context,
  importId: string,
): Promise<Result<undefined, AccessRefusal | Refused<'not-found' | 'not-pending'>>> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const found = await readImport(inside, importId);
    if (!found.ok) return found;
    const { run, job } = found.value;
    const hasFailed = run.state === 'importing' && job?.state === 'failed';
    const moved = await moveRun(inside, run.id, {
      from: hasFailed ? ['importing'] : ['checked'],
      to: 'importing',
    });
    if (!moved) return err({ code: 'not-pending' });
    await enqueueStep(inside, { importId: run.id, step: 'import' }, 'importing');
    return ok();
  });
}

/** Forgets a received file that was not imported. For facilitators. */
export async function abandonImport(
  context: Context,
  importId: string,
): Promise<Result<undefined, AccessRefusal | Refused<'not-found' | 'not-pending'>>> {
  const found = await readImport(context, importId);
  if (!found.ok) return found;
  const { id } = found.value.run;
  if (!(await moveRun(context, id, { from: pending, to: 'abandoned' }))) return err({ code: 'not-pending' });
  await updateRun(context, id, { report: null });
  await deleteFile(context, id);
  return ok();
}

/** Takes back what an import did: at once when it is small, else in the background. For facilitators. */
export async function startUndo(
  context: Context,
  importId: string,
): Promise<Result<undefined, AccessRefusal | Refused<'not-found' | 'not-done'>>> {
  const found = await readImport(context, importId);
  if (!found.ok) return found;
  const { run, job } = found.value;
  const hasFailed = run.state === 'undoing' && job?.state === 'failed';
  if (run.state !== 'done' && !hasFailed) return err({ code: 'not-done' });
  const touched = (run.report?.created ?? 0) + (run.report?.updated ?? 0);
  if (touched > smallUndo) {
    await enqueueStep(context, { importId: run.id, step: 'undo' }, 'undoing');
    return ok();
  }
  const undone = await undoImport(context, run.id);
  return undone.ok ? ok() : undone;
}
