import { type Context, hasRole } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { RecordCore } from '#modules/records/index.ts';
import {
  type DetailedKind,
  type SaveError,
  createRecord,
  editDetailed,
} from '#modules/records/index.server.ts';
import {
  type Practice,
  type PracticeDetails,
  type PracticeInput,
  detailsState,
  detailsWith,
} from './practice.ts';
import { findPractice, insertDetails, updateDetails } from './practice-store.server.ts';
import {
  type InvalidPractice,
  type PreparedPractice,
  newPractice,
  preparePractice,
} from './prepare-practice.server.ts';

/** Makes a practice that everyone sees at once. For whoever is signed in; others pass through a mail link. */
export async function proposePractice(
  context: Context,
  input: PracticeInput,
): Promise<Result<RecordCore, InvalidPractice | { code: 'not-allowed' }>> {
  if (!hasRole(context.actor, 'contributor')) return err({ code: 'not-allowed' });
  const prepared = await preparePractice(context, input, newPractice);
  if (!prepared.ok) return prepared;
  return ok(await createPractice(context, prepared.value));
}

/** Writes record, details and journal together; the caller has checked who may. */
export function createPractice(
  context: Context,
  practice: PreparedPractice & { fingerprint?: string },
): Promise<RecordCore> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const record = await createRecord(inside, {
      kind: 'practice',
      fields: practice.fields,
      details: detailsState(practice.details),
      ...(practice.fingerprint && { fingerprint: practice.fingerprint }),
    });
    await insertDetails(inside, record.id, practice.details);
    return record;
  });
}

/** A draft for someone who has not yet proved their address: nobody else sees it before they do. */
export function createDraft(context: Context, { fields, details }: PreparedPractice): Promise<RecordCore> {
  return createPractice(context, { fields: { ...fields, visibility: 'draft' }, details });
}

/** How practices are edited, undone and merged. */
export const practiceKind: DetailedKind<PracticeDetails> = {
  find: findPractice,
  update: updateDetails,
  stateOf: detailsState,
  withState: detailsWith,
};

/** Shows a draft to everyone. */
export function publishDraft(context: Context, recordId: Id): Promise<Result<RecordCore, EditError>> {
  return editDetailed(context, practiceKind, {
    recordId,
    prepare: ({ record, details }) => ok({ fields: { ...record, visibility: 'public' }, details }),
  });
}

export type EditError = InvalidPractice | SaveError<PracticeDetails>;

/** Saves an edited practice, unless someone else saved since `version`: then both texts are handed back. */
export function editPractice(
  context: Context,
  edit: { recordId: string; version: number; input: PracticeInput },
): Promise<Result<RecordCore, EditError>> {
  return editDetailed(context, practiceKind, {
    ...edit,
    prepare: ({ record, details }, inside) =>
      preparePractice(inside, edit.input, { fields: record, details }),
  });
}

/** Changes a practice whatever its version: for what rests on nothing that people saw. */
export function changePractice(
  context: Context,
  recordId: Id,
  change: (current: Practice) => PreparedPractice,
): Promise<Result<RecordCore, SaveError<PracticeDetails>>> {
  return editDetailed(context, practiceKind, { recordId, prepare: (current) => ok(change(current)) });
}
