import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type FieldProblem, problemsOf } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type Changes,
  type JournalEntry,
  appendToJournal,
  changesBetween,
  findJournalEntry,
} from '#kernel/journal.server.ts';
import { sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import {
  type Attachment,
  type FileDescription,
  attachmentField,
  attachmentIn,
  attachmentState,
  canChangeFiles,
  descriptionShape,
  orderField,
} from './attachment.ts';
import {
  attachmentsOf,
  findAttachment,
  lockFilesOf,
  touchRecord,
  updateAttachment,
  writeOrder,
} from './attachment-store.server.ts';
import { isFileChange } from './history.ts';
import type { RecordCore } from './record.ts';
import { findRecord } from './record-store.server.ts';

/** Names one file of one record; either may come from outside. */
export interface FileName {
  recordId: string;
  id: string;
}

export type FileError = { code: 'not-found' | 'not-allowed' };

/** A file that the actor may change, inside the transaction that changes it. */
async function whileHeld<Done, Refusal>(
  context: Context,
  name: FileName,
  change: (inside: Context, file: Attachment) => Promise<Result<Done, Refusal>>,
): Promise<Result<Done, Refusal | FileError>> {
  const record = await findRecord(context, { id: name.recordId });
  if (!record) return err({ code: 'not-found' });
  if (!canChangeFiles(context.actor, record)) return err({ code: 'not-allowed' });
  return inTransaction<Result<Done, Refusal | FileError>>(context.db, async (db) => {
    const inside = { ...context, db };
    await lockFilesOf(inside, record.id);
    const file = await findAttachment(inside, { recordId: record.id, id: name.id });
    if (!file || file.removedAt || !isSeen(context, file)) return err({ code: 'not-found' });
    return change(inside, file);
  });
}

/** A file that is not described yet is seen by who sent it, and by nobody else. */
export function isSeen(context: Context, file: Pick<Attachment, 'attachedAt' | 'createdBy'>): boolean {
  const { personId } = context.actor;
  return file.attachedAt !== null || (personId !== null && file.createdBy === personId);
}

async function tell(
  context: Context,
  entry: { recordId: Id; action: string; changes: Changes; undoes?: Id },
): Promise<void> {
  await appendToJournal(context, entry);
  await touchRecord(context, entry.recordId);
}

/** Says what a file is; with its first description it is shown on its record. */
export function describeFile(
  context: Context,
  name: FileName,
  input: FileDescription,
): Promise<Result<undefined, FileError | { code: 'invalid'; problems: FieldProblem[] }>> {
  return whileHeld(context, name, async (inside, file) => {
    const read = descriptionShape(file.kind).safeParse(input);
    if (!read.success) return err({ code: 'invalid' as const, problems: problemsOf(read.error) });
    const field = attachmentField(file.id);
    const isFirst = file.attachedAt === null;
    const changes = changesBetween(
      { [field]: isFirst ? null : attachmentState(file) },
      { [field]: attachmentState({ ...file, ...read.data }) },
    );
    if (Object.keys(changes).length === 0) return ok();
    await updateAttachment(inside, file.id, {
      ...read.data,
      ...(isFirst && { attachedAt: context.clock.now() }),
    });
    const action = `attachment.${isFirst ? 'added' : 'described'}`;
    await tell(inside, { recordId: file.recordId, action, changes });
    return ok();
  });
}

/** Shows a file before the one that stood before it; the first picture is the one that lists show. */
export function moveFileUp(context: Context, name: FileName): Promise<Result<undefined, FileError>> {
  return whileHeld(context, name, async (inside, file) => {
    const before = await orderOf(inside, file.recordId);
    const ofKind = before.filter((other) => other.kind === file.kind);
    const above = ofKind[ofKind.findIndex(({ id }) => id === file.id) - 1];
    if (!above) return ok();
    const ids = before.map(({ id }) => id);
    const rest = ids.filter((id) => id !== file.id);
    const after = rest.toSpliced(rest.indexOf(above.id), 0, file.id);
    await writeOrder(inside, file.recordId, after);
    const changes = changesBetween({ [orderField]: ids }, { [orderField]: after });
    await tell(inside, { recordId: file.recordId, action: 'attachment.moved', changes });
    return ok();
  });
}

async function orderOf(context: Context, recordId: Id) {
  return attachmentsOf(context, [recordId]);
}

/** Takes a file off its record: it is no longer given to anyone, and can be put back from the history for a while. */
export function removeFile(context: Context, name: FileName): Promise<Result<undefined, FileError>> {
  return whileHeld(context, name, async (inside, file) => {
    await updateAttachment(inside, file.id, { removedAt: context.clock.now() });
    // Nobody but who sent it ever saw it: there is nothing to tell.
    if (file.attachedAt === null) return ok();
    const field = attachmentField(file.id);
    const changes = changesBetween({ [field]: attachmentState(file) }, {});
    await tell(inside, { recordId: file.recordId, action: 'attachment.removed', changes });
    return ok();
  });
}

export type UndoFileError = FileError | { code: 'changed-since' | 'file-gone' };

/**
 * Gives files back what one journal entry changed of them: whether they are shown, what is said of them, their order.
 * Refused when that was changed again since, or when a file was taken away for good.
 *
 * @returns undefined when the entry is not about files: what it changed is undone by the kind of the record
 */
export async function undoFileChange(
  context: Context,
  undo: { recordId: Id; entryId: string },
): Promise<Result<RecordCore, UndoFileError> | undefined> {
  const { db, territoryId } = context;
  const entry = await findJournalEntry(db, { territoryId, entryId: undo.entryId });
  return entry && isFileChange(entry.action) ? undoEntry(context, undo.recordId, entry) : undefined;
}

function undoEntry(
  context: Context,
  recordId: Id,
  entry: JournalEntry,
): Promise<Result<RecordCore, UndoFileError>> {
  return inTransaction<Result<RecordCore, UndoFileError>>(context.db, async (db) => {
    const inside = { ...context, db };
    const record = await findRecord(inside, { id: recordId });
    if (!record || entry.recordId !== record.id) return err({ code: 'not-found' });
    if (!canChangeFiles(context.actor, record)) return err({ code: 'not-allowed' });
    await lockFilesOf(inside, record.id);
    const back = await whatToGiveBack(inside, record.id, entry.changes);
    if (!back.ok) return back;
    for (const write of back.value) await write();
    await tell(inside, {
      recordId: record.id,
      action: 'attachment.change-undone',
      changes: Object.fromEntries(
        Object.entries(entry.changes).map(([field, { before, after }]) => [
          field,
          { before: after, after: before },
        ]),
      ),
      undoes: entry.id,
    });
    return ok(record);
  });
}

type Write = () => Promise<void>;

async function whatToGiveBack(
  context: Context,
  recordId: Id,
  changes: Changes,
): Promise<Result<Write[], UndoFileError>> {
  const writes: Write[] = [];
  for (const [field, { before, after }] of Object.entries(changes)) {
    if (field === orderField) {
      const ids = (await orderOf(context, recordId)).map(({ id }) => id);
      if (!sameJson(ids, after)) return err({ code: 'changed-since' });
      writes.push(() => writeOrder(context, recordId, before as Id[]));
      continue;
    }
    const file = await findAttachment(context, { recordId, id: attachmentIn(field) ?? '' });
    if (!file) return err({ code: 'file-gone' });
    const now = file.removedAt ? null : attachmentState(file);
    if (!sameJson(now, after)) return err({ code: 'changed-since' });
    writes.push(() =>
      updateAttachment(
        context,
        file.id,
        before === null
          ? { removedAt: context.clock.now() }
          : { ...descriptionIn(before as unknown as FileDescription), removedAt: null },
      ),
    );
  }
  return ok(writes);
}

function descriptionIn({ description, decorative, credit, licence }: FileDescription): FileDescription {
  return { description, decorative, credit, licence };
}
