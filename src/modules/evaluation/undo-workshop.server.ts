import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type Changes,
  type JournalEntry,
  appendToJournal,
  findJournalEntry,
} from '#kernel/journal.server.ts';
import { type Json, sameJson } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { undoDescription } from './describe-evaluation.server.ts';
import { setEvidenceRemoved, standingOfEvidence } from './evidence-store.server.ts';
import { type WorkshopRefusal, inWorkshop, listed, sumOfDots, told } from './hold-workshop.server.ts';
import type { CollectiveAnswer } from './workshop.ts';
import {
  listCollective,
  listDots,
  listPriorities,
  removeCollective,
  writeCollective,
  writePriorities,
} from './workshop-store.server.ts';

const actions = ['evaluation.collective-kept', 'evaluation.priorities-chosen', 'evaluation.evidence-removed'];
const ofEvidence = 'evidence.';
const place = /^collective\.([^.]+)\.(.+)$/;
const answerTold = /^(na|dk|\d+)(?: – (.*))?$/s;
const priorityTold = /^(.*?)(?: – (.*))?$/s;

/** Whether an entry of a session's history changed what a group keeps of its workshop, or took a file away. */
export function isOfWorkshop({ action }: Pick<JournalEntry, 'action'>): boolean {
  return actions.includes(action);
}

export type UndoWorkshopRefusal = WorkshopRefusal | { code: 'changed-since' };

/**
 * Gives a collective answer, or the list of priorities, the value it had before one entry. Refused when it changed again
 * since. A priority that comes back has the dots it has now; what it became follows from the session all the same.
 */
async function undoWorkshop(
  context: Context,
  recordId: Id,
  entry: JournalEntry,
): Promise<Result<RecordCore, UndoWorkshopRefusal>> {
  if (entry.recordId !== recordId) return err({ code: 'not-found' });
  return inWorkshop<RecordCore, UndoWorkshopRefusal>(context, recordId, async (inside, { session }) => {
    for (const [field, { before, after }] of Object.entries(entry.changes)) {
      if (!sameJson(await valueNow(inside, recordId, field), after)) return err({ code: 'changed-since' });
      await giveBack(inside, recordId, { field, value: before });
    }
    const changes: Changes = Object.fromEntries(
      Object.entries(entry.changes).map(([field, { before, after }]) => [
        field,
        { before: after, after: before },
      ]),
    );
    await appendToJournal(inside, { recordId, action: entry.action, changes, undoes: entry.id });
    return ok(session.record);
  });
}

async function valueNow(context: Context, evaluationId: Id, field: string): Promise<Json> {
  if (field === 'priorities') return (await listPriorities(context, evaluationId)).map(listed);
  if (field.startsWith(ofEvidence)) {
    // Of one that was taken away for good there is nothing to give back.
    return standingOfEvidence(context, { evaluationId, name: field.slice(ofEvidence.length) });
  }
  const [, subject, criterionId] = place.exec(field) ?? [];
  const kept = (await listCollective(context, evaluationId)).find(
    (one) => one.subject === subject && one.criterionId === criterionId,
  );
  return kept ? told(kept) : null;
}

async function giveBack(
  context: Context,
  evaluationId: Id,
  { field, value }: { field: string; value: Json },
): Promise<void> {
  if (field === 'priorities') return giveBackPriorities(context, evaluationId, value);
  if (field.startsWith(ofEvidence)) {
    const where = { evaluationId, name: field.slice(ofEvidence.length) };
    await setEvidenceRemoved(context, where, value === 'removed' ? context.clock.now() : null);
    return;
  }
  const [, subject = '', criterionId = ''] = place.exec(field) ?? [];
  if (value === null) return removeCollective(context, evaluationId, { subject, criterionId });
  const [, answer = '', reason = ''] = answerTold.exec(String(value)) ?? [];
  await writeCollective(context, evaluationId, { subject, criterionId, answer: answerIn(answer), reason });
}

function answerIn(text: string): CollectiveAnswer['answer'] {
  return text === 'na' || text === 'dk' ? text : Number(text);
}

async function giveBackPriorities(context: Context, evaluationId: Id, value: Json): Promise<void> {
  const now = await listPriorities(context, evaluationId);
  const given = sumOfDots(await listDots(context, evaluationId));
  const back = (Array.isArray(value) ? value : []).map((text) => {
    const [, criterionId = '', words = ''] = priorityTold.exec(String(text)) ?? [];
    const kept = now.find((one) => one.criterionId === criterionId);
    const dots = kept?.dots ?? given.get(criterionId) ?? 0;
    return { criterionId, words, dots, outcomeId: kept?.outcomeId ?? null };
  });
  await writePriorities(context, evaluationId, back);
}

/** Undoes one entry of a session's history: its description, or what a group kept of its workshop. */
export async function undoEvaluationChange(context: Context, undo: { recordId: string; entryId: string }) {
  const { db, territoryId } = context;
  const entry = await findJournalEntry(db, { territoryId, entryId: undo.entryId });
  if (entry && isOfWorkshop(entry)) return undoWorkshop(context, undo.recordId, entry);
  return undoDescription(context, undo);
}
