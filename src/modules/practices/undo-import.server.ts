import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { changesOfEntries, personalValues } from '#kernel/journal-batch.server.ts';
import { type Changes, appendToJournal, changesBetween } from '#kernel/journal.server.ts';
import { type Json, sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { changeRecords, deleteRecords, lockRecords } from '#modules/records/index.server.ts';
import type { ImportProgress } from './apply-import.server.ts';
import { type ContactMarks, makeContactMarks } from './contact-marks.server.ts';
import { findContacts, saveContacts } from './contact-store.server.ts';
import { followMerged } from './duplicates/follow-merged.server.ts';
import { type ImportedState, wholeState, withState } from './import/imported-practice.ts';
import { retireFields } from './import-own-fields.server.ts';
import { deleteFile } from './import-file-store.server.ts';
import { findRun, takeImportTurn, updateRun } from './import-run-store.server.ts';
import {
  type ImportChange,
  findMemories,
  forgetMemories,
  markWithdrawn,
  moveVersions,
  nextImportChanges,
  saveMemories,
} from './imported-record-store.server.ts';
import { showGoneBy } from './sources/mirror.server.ts';
import { findAllDetails, updateAllDetails } from './practice-batch-store.server.ts';
import { type PracticeContact, type PracticeDetails, detailsState } from './practice.ts';

/** How many records were taken away, put back as they were, and left because people worked on them since. */
export interface UndoneImport {
  deleted: number;
  restored: number;
  kept: number;
}

const batchSize = 500;

/**
 * Takes back what an import did, all of it or nothing: records it made are deleted, fields it changed get back their
 * values before. What people changed since stays as it is. Fields of the territory's own that it made and in which nothing is
 * said any more are switched off. For facilitators.
 */
export async function undoImport(
  context: Context,
  importId: Id,
  report: (progress: ImportProgress) => Promise<void> = async () => undefined,
): Promise<Result<UndoneImport, { code: 'not-found' | 'not-allowed' | 'not-done' }>> {
  if (!hasRole(context.actor, 'facilitator')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await takeImportTurn(db, context.territoryId);
    const run = await findRun(inside, importId);
    if (!run) return err({ code: 'not-found' });
    if (run.state !== 'done' && run.state !== 'undoing') return err({ code: 'not-done' });
    const total = (run.report?.created ?? 0) + (run.report?.updated ?? 0);
    const undone = await undoChanges(inside, importId, (done) => report({ done, total }));
    await showGoneBy(inside, run);
    await retireFields(inside, run.report?.fields ?? []);
    await updateRun(inside, importId, { state: 'undone', finishedAt: context.clock.now() });
    await deleteFile(inside, importId);
    const told = { import: importId, source: run.sourceName, ...undone };
    await appendToJournal(inside, { action: 'import.undone', changes: changesBetween({}, told) });
    return ok(undone);
  });
}

async function undoChanges(
  inside: Context,
  importId: Id,
  report: (done: number) => Promise<void>,
): Promise<UndoneImport> {
  const undone: UndoneImport = { deleted: 0, restored: 0, kept: 0 };
  const marks = await makeContactMarks(inside.db);
  let after: Id | null = null;
  for (let done = 0; ;) {
    const changes: ImportChange[] = await nextImportChanges(inside, { importId, after, limit: batchSize });
    if (changes.length === 0) return undone;
    const records = await lockRecords(
      inside,
      changes.map(({ recordId }) => recordId),
      true,
    );
    const present = changes.flatMap((change) => {
      const record = records.get(change.recordId);
      return record && record.deletedAt === null ? [{ change, record }] : [];
    });
    await undoCreated(inside, { present: present.filter(({ change }) => change.kind === 'created'), undone });
    await undoChanged(inside, {
      present: present.filter(({ change }) => change.kind === 'changed'),
      undone,
      importId,
      marks,
    });
    after = changes.at(-1)?.recordId ?? null;
    done += changes.length;
    await report(done);
  }
}

interface Present {
  change: ImportChange;
  record: RecordCore;
}

async function undoCreated(
  inside: Context,
  { present, undone }: { present: readonly Present[]; undone: UndoneImport },
): Promise<void> {
  const untouched = present.filter(({ change, record }) => record.version === change.version);
  const ids = untouched.map(({ record }) => record.id);
  undone.deleted += ids.length;
  undone.kept += present.length - ids.length;
  await deleteRecords(inside, { kind: 'practice', ids });
  await markWithdrawn(inside, ids);
}

interface Restoring extends Present {
  details: PracticeDetails;
  before: ImportedState;
  /** Somebody changed one of the fields since. */
  isPartial: boolean;
}

async function undoChanged(
  inside: Context,
  work: { present: readonly Present[]; undone: UndoneImport; importId: Id; marks: ContactMarks },
): Promise<void> {
  const { present, undone } = work;
  if (present.length === 0) return;
  const details = await findAllDetails(
    inside,
    present.map(({ record }) => record.id),
  );
  const entries = await changesOfEntries(
    inside,
    present.flatMap(({ change }) => change.entryId ?? []),
  );
  const restoring = present.flatMap((one): Restoring[] => {
    const own = details.get(one.record.id);
    const changes = one.change.entryId === null ? {} : (entries.get(one.change.entryId) ?? {});
    if (!own) return [];
    const current = wholeState({ fields: one.record, details: own });
    return [{ ...one, details: own, ...fieldsBefore(current, changes) }];
  });
  await restoreFields(inside, restoring);
  const contactsKept = await restoreContacts(inside, restoring, work.marks);
  for (const { record, isPartial } of restoring) {
    if (isPartial || contactsKept.has(record.id)) undone.kept += 1;
    else undone.restored += 1;
  }
  await rememberBefore(inside, present);
  await moveVersions(inside, { importId: work.importId, records: restoring.flatMap(versionMove) });
}

/** The fields that still are what the import made of them, as they were before it. */
function fieldsBefore(
  current: ImportedState,
  changes: Changes,
): { before: ImportedState; isPartial: boolean } {
  const entries = Object.entries(changes);
  const still = entries.filter(([field, { after }]) => sameJson(current[field], after));
  return {
    before: Object.fromEntries(still.map(([field, { before }]): [string, Json] => [field, before])),
    isPartial: still.length < entries.length,
  };
}

async function restoreFields(inside: Context, restoring: readonly Restoring[]): Promise<void> {
  const changed = restoring.filter(({ before }) => Object.keys(before).length > 0);
  const after = changed.map(({ record, details, before }) => withState({ fields: record, details }, before));
  await changeRecords(
    inside,
    changed.map(({ record, details, change }, index) => ({
      current: record,
      fields: after[index]?.fields ?? record,
      details: { before: detailsState(details), after: detailsState(after[index]?.details ?? details) },
      undoes: change.entryId,
    })),
  );
  await updateAllDetails(
    inside,
    changed.map(({ record, details }, index) => ({
      recordId: record.id,
      details: after[index]?.details ?? details,
    })),
  );
  await followMerged(
    inside,
    changed.map(({ record, details }, index) => ({
      recordId: record.id,
      before: wholeState({ fields: record, details }),
      after: wholeState(after[index] ?? { fields: record, details }),
    })),
  );
}

const noContact: PracticeContact = { name: '', email: '', phone: '' };

/** Returns the records whose contact somebody changed since. */
async function restoreContacts(
  inside: Context,
  restoring: readonly Restoring[],
  marks: ContactMarks,
): Promise<Set<Id>> {
  const changed = restoring.filter(({ change }) => change.contactChanged);
  const ids = changed.map(({ record }) => record.id);
  if (ids.length === 0) return new Set();
  const [contacts, memories] = [await findContacts(inside, ids), await findMemories(inside, ids)];
  const isStill = (id: Id) => marks(contacts.get(id)) === memories.get(id)?.contactMark;
  const values = await personalValues(
    inside,
    changed.flatMap(({ change }) => change.contactBefore ?? []),
  );
  await saveContacts(
    inside,
    changed
      .filter(({ record }) => isStill(record.id))
      .map(({ record, change }) => ({
        recordId: record.id,
        contact: contactIn(change.contactBefore === null ? undefined : values.get(change.contactBefore)),
      })),
  );
  return new Set(ids.filter((id) => !isStill(id)));
}

function contactIn(value: Json | undefined): PracticeContact {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return noContact;
  const { name, email, phone } = value;
  return { name: String(name ?? ''), email: String(email ?? ''), phone: String(phone ?? '') };
}

async function rememberBefore(inside: Context, present: readonly Present[]): Promise<void> {
  const known = present.flatMap(({ change: { recordId, memoryBefore } }) =>
    memoryBefore ? [{ recordId, ...memoryBefore, withdrawn: false }] : [],
  );
  const unknown = present.flatMap(({ change }) => (change.memoryBefore ? [] : [change.recordId]));
  await saveMemories(inside, known);
  await forgetMemories(inside, unknown);
}

/** Wholly put back and not touched since: the record is in a new version what it was in the one before the import. */
function versionMove({ change, record, before, isPartial }: Restoring) {
  const isWhole = !isPartial && record.version === change.version && Object.keys(before).length > 0;
  return isWhole ? [{ recordId: record.id, from: change.version - 1, to: record.version + 1 }] : [];
}
