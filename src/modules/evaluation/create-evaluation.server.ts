import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { checkRichText } from '#kernel/rich-text/rich-text.ts';
import { findFrameworkVersion } from '#modules/framework/index.server.ts';
import {
  type CoreFormValues,
  type RecordCore,
  type RecordFields,
  newRecordFields,
} from '#modules/records/index.ts';
import {
  changeRecord,
  createRecord,
  findRecord,
  linkRecords,
  prepareCore,
} from '#modules/records/index.server.ts';
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

/** A session as it was written, with the part that forms of all kinds share. */
interface EvaluationWriting {
  input: EvaluationInput;
  core?: CoreFormValues | undefined;
}

type Prepared = Omit<EvaluationFields, 'purpose' | 'title'> & { fields: RecordFields };

/**
 * Makes a session on a practice, as a draft: signed-in people may see that it is being prepared, facilitators may
 * still change all of it.
 */
export async function createEvaluation(
  context: Context,
  evaluation: EvaluationWriting & { practiceId: Id; source?: { name: string; recordId: string } },
): Promise<Result<RecordCore, InvalidEvaluation | { code: 'not-allowed' | 'not-found' }>> {
  if (!can(context.actor, 'create')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const practice = await findRecord(inside, { id: evaluation.practiceId });
    if (practice?.kind !== 'practice') return err({ code: 'not-found' });
    const prepared = await prepare(inside, evaluation, newFields(evaluation.source));
    if (!prepared.ok) return prepared;
    const { fields } = prepared.value;
    const session = { ...prepared.value, practiceId: practice.id };
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
  edit: EvaluationWriting & { evaluationId: Id; version: number },
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
    const prepared = await prepare(inside, edit, current.record);
    if (!prepared.ok) return prepared;
    const saved = await changeRecord(inside, {
      current: current.record,
      version: edit.version,
      fields: prepared.value.fields,
      details: { before: detailsState(current), after: detailsState({ ...current, ...prepared.value }) },
    });
    if (!saved.ok) return saved;
    await updateDraft(inside, edit.evaluationId, prepared.value);
    return ok(saved.value.record);
  });
}

/** Checks what was typed and puts it over what was there. */
async function prepare(
  context: Context,
  { input, core: typed }: EvaluationWriting,
  base: RecordFields,
): Promise<Result<Prepared, InvalidEvaluation>> {
  const read = evaluationShape.safeParse(input);
  const core = await prepareCore(context, typed, base);
  if (!read.success || !core.ok) {
    const problems = [...(read.success ? [] : problemsIn(read.error, input)), ...(core.ok ? [] : core.error)];
    return err({ code: 'invalid', problems });
  }
  const { title, purpose, ...given } = read.data;
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
  return ok({ ...given, fields: { ...core.value, title, body: body.value } });
}

function newFields(source?: { name: string; recordId: string }): RecordFields {
  return {
    ...newRecordFields,
    // Not `draft`, which would show it to its author alone: any facilitator takes over.
    visibility: 'facilitators',
    sourceName: source?.name ?? '',
    sourceRecordId: source?.recordId ?? '',
  };
}
