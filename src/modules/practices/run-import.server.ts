import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, newId } from '#kernel/ids.ts';
import type { ImportProgress } from './apply-import.server.ts';
import { readCompanions, readFilePieces } from './import-file-store.server.ts';
import { carryOut, maxFileBytes, maxFileRecords } from './import-practices.server.ts';
import { type ImportRun, findRun, moveRun, takeImportTurn, updateRun } from './import-run-store.server.ts';
import type { ImportFile } from './stage-import.server.ts';

/** States in which nothing was written yet and nobody decided. */
export const pending: readonly ImportRun['state'][] = ['received', 'checking', 'checked', 'refused'];

/** Notes what importing a received file would do, or why it cannot be read. */
export async function checkImport(
  context: Context,
  importId: Id,
  report?: (progress: ImportProgress) => Promise<void>,
): Promise<void> {
  await inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const run = await findRun(inside, importId);
    if (!run || !pending.includes(run.state)) return;
    const options = { importId: newId(), writes: false, report, begin: async () => undefined };
    const found = await carryOut(inside, await fileOf(inside, run), options);
    // Meanwhile someone may have imported or abandoned it: then nobody waits for this answer.
    const to = found.ok ? 'checked' : 'refused';
    if (!(await moveRun(inside, importId, { from: pending, to }))) return;
    await updateRun(
      inside,
      importId,
      found.ok ? { report: found.value, refusal: null } : { report: null, refusal: found.error },
    );
  });
}

/**
 * The import of a received file, as the job does it; once, however often it runs. What was asked by someone who may no
 * longer import is refused.
 */
export async function performImport(
  context: Context,
  importId: Id,
  report?: (progress: ImportProgress) => Promise<void>,
): Promise<void> {
  await inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await takeImportTurn(db, context.territoryId);
    const run = await findRun(inside, importId);
    if (run?.state !== 'importing') return;
    if (!hasRole(context.actor, 'facilitator')) {
      await updateRun(inside, importId, { state: 'refused', refusal: { code: 'not-allowed', params: {} } });
      return;
    }
    const options = { importId, writes: true, report, begin: async () => undefined };
    const done = await carryOut(inside, await fileOf(inside, run), options);
    if (!done.ok) await updateRun(inside, importId, { state: 'refused', refusal: done.error });
  });
}

/** A received file, to be read with what was decided about its columns. */
export async function fileOf(context: Context, run: ImportRun): Promise<ImportFile> {
  const { fileName, sourceName, licence, mapping, takesQuestions } = run;
  return {
    open: () => readFilePieces(context, run.id),
    fileName,
    companions: await readCompanions(context, run.id),
    format: null,
    sourceName,
    licence,
    mapping,
    // Parts of it may have been decided for an earlier file of the same source.
    mappingIsOlder: true,
    takesQuestions: takesQuestions ?? false,
    maxBytes: maxFileBytes,
    maxRecords: maxFileRecords,
  };
}
