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
  unlinkRecords,
} from '#modules/records/index.server.ts';
import {
  type EvaluationFields,
  type EvaluationInput,
  evaluationShape,
  problemsIn,
} from './evaluation-form.ts';
import { type SessionSubject, can, detailsState, mostSubjects } from './evaluation.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { findSession, insertSession, updateDraft } from './evaluation-store.server.ts';
import { subjectKey } from './session-result.ts';

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
 * Makes a session on one practice or several, as a draft: signed-in people may see that it is being prepared,
 * facilitators may still change all of it.
 */
export async function createEvaluation(
  context: Context,
  evaluation: EvaluationWriting & {
    subjectIds: readonly Id[];
    /** The session it does again. */
    repeatsId?: Id;
    source?: { name: string; recordId: string };
  },
): Promise<Result<RecordCore, InvalidEvaluation | { code: 'not-allowed' | 'not-found' }>> {
  if (!can(context.actor, 'create')) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    const subjects = await findSubjects(inside, evaluation.subjectIds);
    if (!subjects.ok) return subjects;
    const prepared = await prepare(inside, evaluation, newFields(evaluation.source));
    if (!prepared.ok) return prepared;
    const { fields } = prepared.value;
    const session = { ...prepared.value, subjects: subjects.value, repeatsId: evaluation.repeatsId };
    const details = detailsState({ ...session, state: 'draft' });
    const record = await createRecord(inside, { kind: 'evaluation', fields, details });
    await insertSession(inside, record.id, session);
    await tieSubjects(inside, record.id, { before: [], after: session.subjects });
    return ok(record);
  });
}

/** Changes a draft, unless someone else saved it since `version`; without `subjectIds`, it stays about what it was. */
export async function editEvaluation(
  context: Context,
  edit: EvaluationWriting & { evaluationId: Id; version: number; subjectIds?: readonly Id[] | undefined },
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
    const subjects = edit.subjectIds ? await findSubjects(inside, edit.subjectIds) : ok(current.subjects);
    if (!subjects.ok) return subjects;
    const prepared = await prepare(inside, edit, current.record);
    if (!prepared.ok) return prepared;
    const next = { ...prepared.value, subjects: subjects.value };
    const saved = await changeRecord(inside, {
      current: current.record,
      version: edit.version,
      fields: prepared.value.fields,
      details: { before: detailsState(current), after: detailsState({ ...current, ...next }) },
    });
    if (!saved.ok) return saved;
    await updateDraft(inside, edit.evaluationId, next);
    await tieSubjects(inside, edit.evaluationId, { before: current.subjects, after: next.subjects });
    return ok(saved.value.record);
  });
}

/** Practices that the actor sees, each once, as subjects. */
async function findSubjects(
  context: Context,
  ids: readonly Id[],
): Promise<Result<SessionSubject[], InvalidEvaluation | { code: 'not-found' }>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0 || asked.length > mostSubjects) {
    return err({ code: 'invalid', problems: [{ field: 'subjects' }] });
  }
  const records = await Promise.all(asked.map((id) => findRecord(context, { id })));
  if (records.some((record) => record?.kind !== 'practice')) return err({ code: 'not-found' });
  return ok(asked.map((recordId, place) => ({ key: subjectKey(place + 1), recordId })));
}

/** A session and what it is about are found from one another. */
async function tieSubjects(
  context: Context,
  fromId: Id,
  { before, after }: Record<'before' | 'after', readonly SessionSubject[]>,
): Promise<void> {
  const idsOf = (subjects: readonly SessionSubject[]) => subjects.flatMap(({ recordId }) => recordId ?? []);
  const [had, has] = [new Set(idsOf(before)), new Set(idsOf(after))];
  const link = (toId: Id) => ({ fromId, toId, type: 'evaluates' as const });
  for (const id of has.difference(had)) {
    const linked = await linkRecords(context, link(id));
    if (!linked.ok) throw new Error(`a session and its practice could not be linked: ${linked.error.code}`);
  }
  // One that was deleted since leads nowhere any more.
  for (const id of had.difference(has)) await unlinkRecords(context, link(id));
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
