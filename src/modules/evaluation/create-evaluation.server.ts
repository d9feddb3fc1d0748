import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type RichText, checkRichText } from '#kernel/rich-text/rich-text.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import { type RecordCore, type RecordFields, newRecordFields } from '#modules/records/index.ts';
import { changeRecord, createRecord, findRecord, linkRecords } from '#modules/records/index.server.ts';
import {
  type EvaluationFields,
  type EvaluationInput,
  evaluationShape,
  problemsIn,
} from './evaluation-form.ts';
import { can, detailsState } from './evaluation.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { findSession, insertSession, updateDraft } from './evaluation-store.server.ts';

/** The fields that were not understood; each has a message `evaluation.error.<field>`, but for what is too long. */
export interface InvalidEvaluation {
  code: 'invalid';
  problems: FieldProblem[];
}

type Prepared = Omit<EvaluationFields, 'purpose'> & { body: RichText };

/**
 * Makes a session on a practice, as a draft: signed-in people may see that it is being prepared, facilitators may
 * still change all of it.
 */
export async function createEvaluation(
  context: Context,
  evaluation: { practiceId: Id; input: EvaluationInput; source?: { name: string; recordId: string } },
): Promise<Result<RecordCore, InvalidEvaluation | { code: 'not-allowed' | 'not-found' }>> {
  if (!can(context.actor, 'create')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const practice = await findRecord(inside, { id: evaluation.practiceId });
    if (practice?.kind !== 'practice') return err({ code: 'not-found' });
    const prepared = await prepare(inside, evaluation.input);
    if (!prepared.ok) return prepared;
    const session = { ...prepared.value, practiceId: practice.id };
    const fields = newFields(prepared.value, evaluation.source);
    const details = detailsState({ ...session, state: 'draft' });
    const record = await createRecord(inside, { kind: 'evaluation', fields, details });
    await insertSession(inside, record.id, session);
    const linked = await linkRecords(inside, { fromId: record.id, toId: practice.id, type: 'evaluates' });
    if (!linked.ok) throw new Error(`a session and its practice could not be linked: ${linked.error.code}`);
    return ok(record);
  });
}

/** Changes a draft, unless someone else saved it since `version`. */
export async function editEvaluation(
  context: Context,
  edit: { evaluationId: Id; version: number; input: EvaluationInput },
): Promise<
  Result<
    RecordCore,
    InvalidEvaluation | { code: 'not-allowed' | 'not-found' | 'wrong-state' | 'changed-meanwhile' }
  >
> {
  if (!can(context.actor, 'edit')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const state = await lockState(inside, edit.evaluationId, 'moving');
    const current = await findSession(inside, { id: edit.evaluationId });
    if (!state || !current) return err({ code: 'not-found' });
    if (state !== 'draft') return err({ code: 'wrong-state' });
    const prepared = await prepare(inside, edit.input);
    if (!prepared.ok) return prepared;
    const { title, body } = prepared.value;
    const saved = await changeRecord(inside, {
      current: current.record,
      version: edit.version,
      fields: { ...current.record, title, body },
      details: { before: detailsState(current), after: detailsState({ ...current, ...prepared.value }) },
    });
    if (!saved.ok) return saved;
    await updateDraft(inside, edit.evaluationId, prepared.value);
    return ok(saved.value.record);
  });
}

async function prepare(
  context: Context,
  input: EvaluationInput,
): Promise<Result<Prepared, InvalidEvaluation>> {
  const read = evaluationShape.safeParse(input);
  if (!read.success) return err({ code: 'invalid', problems: problemsIn(read.error, input) });
  const { purpose, ...given } = read.data;
  const problems: FieldProblem[] = [];
  const body = checkRichText(parseMarkdown(purpose));
  if (!body.ok) problems.push({ field: 'purpose' });
  if (!(await findFrameworkVersion(context, given.frameworkVersionId))) {
    problems.push({ field: 'frameworkVersionId' });
  }
  if (given.closesOn && given.closesOn < context.clock.now().toISOString().slice(0, 10)) {
    problems.push({ field: 'closesOn' });
  }
  if (!body.ok || problems.length > 0) return err({ code: 'invalid', problems });
  return ok({ ...given, body: body.value });
}

function newFields(prepared: Prepared, source?: { name: string; recordId: string }): RecordFields {
  return {
    ...newRecordFields,
    title: prepared.title,
    pitch: '',
    body: prepared.body,
    language: 'fr',
    // Not `draft`, which would show it to its author alone: any facilitator takes over.
    visibility: 'members',
    licence: 'CC-BY-SA-4.0',
    sourceName: source?.name ?? '',
    sourceUrl: '',
    sourceRecordId: source?.recordId ?? '',
    confirmedOn: null,
  };
}
