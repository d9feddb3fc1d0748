import type { ColumnType, Generated, Insertable } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { LinkedRecord, RecordCore } from '#modules/records/index.ts';
import {
  type RecordName,
  type RecordRow,
  isNamed,
  linkedRecords,
  recordColumns,
  standingRecords,
  toRecordCore,
  visibleTo,
} from '#modules/records/index.server.ts';
import type { College, EvaluationSession, EvaluationState, SessionSubject } from './evaluation.ts';
import { type StoredResult, subjectKey } from './session-result.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    evaluation: EvaluationTable;
    evaluation_college: EvaluationCollegeTable;
    evaluation_subject: EvaluationSubjectTable;
  }
}

interface EvaluationTable {
  record_id: Id;
  territory_id: Id;
  framework_version_id: Id;
  repeats_id: Id | null;
  dots_code: string | null;
  state: EvaluationState;
  closes_on: string | null;
  first_closes_on: string | null;
  opened_at: Date | null;
  closed_at: Date | null;
  published_at: Date | null;
  withdrawn_at: Date | null;
  withdrawn_reason: Generated<string>;
  result: ColumnType<StoredResult | null, string | null, string>;
}

interface EvaluationCollegeTable {
  evaluation_id: Id;
  territory_id: Id;
  key: string;
  name: string;
  kind: College['kind'] | 'unverified';
  threshold: number | null;
  least: number | null;
  position: number;
}

interface EvaluationSubjectTable {
  evaluation_id: Id;
  territory_id: Id;
  /** 1, 2… */
  position: number;
  record_id: Id | null;
}

/** The sessions whose record the actor may see: every reading starts here. */
function visibleSessions(context: Context) {
  return context.db
    .selectFrom('record')
    .innerJoin('evaluation', 'evaluation.record_id', 'record.id')
    .select(recordColumns)
    .select([
      'evaluation.framework_version_id as frameworkVersionId',
      'evaluation.repeats_id as repeatsId',
      'evaluation.state as state',
      'evaluation.closes_on as closesOn',
      'evaluation.first_closes_on as firstClosesOn',
      'evaluation.opened_at as openedAt',
      'evaluation.closed_at as closedAt',
      'evaluation.published_at as publishedAt',
      'evaluation.withdrawn_at as withdrawnAt',
      'evaluation.withdrawn_reason as withdrawnReason',
    ])
    .where('record.territory_id', '=', context.territoryId)
    .where('evaluation.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'evaluation')
    .where(visibleTo(context));
}

type SessionRow = RecordRow & Omit<EvaluationSession, 'record' | 'colleges' | 'subjects'>;
type Parts = Pick<EvaluationSession, 'colleges' | 'subjects'>;

function toSession(row: SessionRow, { colleges, subjects }: Parts): EvaluationSession {
  return {
    record: toRecordCore(row),
    subjects,
    frameworkVersionId: row.frameworkVersionId,
    repeatsId: row.repeatsId,
    state: row.state,
    closesOn: row.closesOn,
    firstClosesOn: row.firstClosesOn,
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    publishedAt: row.publishedAt,
    withdrawnAt: row.withdrawnAt,
    withdrawnReason: row.withdrawnReason,
    colleges,
  };
}

/** A session whose record the actor may see; whether its state allows it is the use case's to check. */
export async function findSession(
  context: Context,
  where: RecordName,
): Promise<EvaluationSession | undefined> {
  const row = await visibleSessions(context).where(isNamed(where)).executeTakeFirst();
  if (!row) return undefined;
  const [colleges, subjects] = await Promise.all([
    listColleges(context, row.id),
    listSubjects(context, [row.id]),
  ]);
  return toSession(row, { colleges, subjects: subjects.get(row.id) ?? [] });
}

/** What a list shows of a session. */
export interface SessionSummary {
  record: RecordCore;
  state: EvaluationState;
  /** The practices it is about that the actor may see. */
  practices: LinkedRecord[];
}

/** Which sessions are listed; on which versions of frameworks, when that is asked. */
interface SessionsAsked {
  states: readonly EvaluationState[];
  versions?: readonly Id[] | undefined;
  limit: number;
}

/** Sessions in one of these states, latest change first. */
export async function listSessions(
  context: Context,
  { states, versions, limit }: SessionsAsked,
): Promise<SessionSummary[]> {
  let query = visibleSessions(context).where('evaluation.state', 'in', states);
  if (versions)
    query = query.where((eb) => eb('framework_version_id', '=', eb.fn.any(eb.val([...versions]))));
  const rows = await query.orderBy('record.updated_at', 'desc').orderBy('record.id').limit(limit).execute();
  const subjects = await listSubjects(
    context,
    rows.map(({ id }) => id),
  );
  const shown = await subjectsShown(context, [...subjects.values()].flat());
  return rows.map((row) => ({
    record: toRecordCore(row),
    state: row.state,
    practices: (subjects.get(row.id) ?? []).flatMap(({ recordId }) => shown(recordId) ?? []),
  }));
}

/** The practice that stands for a subject now, or the one that it was merged into; undefined for whoever may not see it. */
export async function subjectsShown(
  context: Context,
  subjects: readonly SessionSubject[],
): Promise<(recordId: Id | null) => LinkedRecord | undefined> {
  const asked = [...new Set(subjects.flatMap(({ recordId }) => recordId ?? []))];
  const standing = await standingRecords(context, asked);
  const standsFor = (id: Id) => standing.get(id) ?? id;
  const practices = await linkedRecords(context, asked.map(standsFor));
  return (id) => (id === null ? undefined : practices.get(standsFor(id)));
}

/** What sessions are about, by session, in order. */
async function listSubjects(
  context: Context,
  evaluationIds: readonly Id[],
): Promise<Map<Id, SessionSubject[]>> {
  if (evaluationIds.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('evaluation_subject')
    .select(['evaluation_id', 'position', 'record_id as recordId'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', 'in', evaluationIds)
    .orderBy('position')
    .execute();
  const named = rows.map((row) => ({ ...row, key: subjectKey(row.position) }));
  return new Map(
    [...Map.groupBy(named, (row) => row.evaluation_id)].map(([id, ofSession]) => [
      id,
      ofSession.map(({ key, recordId }) => ({ key, recordId })),
    ]),
  );
}

async function listColleges(context: Context, evaluationId: Id): Promise<College[]> {
  const rows = await context.db
    .selectFrom('evaluation_college')
    .select(['key', 'name', 'kind', 'threshold', 'least'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('position')
    .execute();
  return rows.flatMap(({ key, name, kind, threshold, least }): College[] => {
    const rule = least === null ? {} : { least };
    if (kind === 'unverified') return [];
    if (kind === 'named') return [{ key, name, kind, threshold: null, ...rule }];
    if (threshold === null) throw new Error('the database keeps no anonymous college without a threshold');
    return [{ key, name, kind, threshold, ...rule }];
  });
}

type NewSession = Pick<EvaluationSession, 'subjects' | 'frameworkVersionId' | 'closesOn' | 'colleges'>;

/** A draft. Its record exists already. */
export async function insertSession(
  context: Context,
  evaluationId: Id,
  session: NewSession & Partial<Pick<EvaluationSession, 'repeatsId'>>,
): Promise<void> {
  await context.db
    .insertInto('evaluation')
    .values({
      record_id: evaluationId,
      territory_id: context.territoryId,
      framework_version_id: session.frameworkVersionId,
      repeats_id: session.repeatsId ?? null,
      state: 'draft',
      closes_on: session.closesOn,
    })
    .execute();
  await insertParts(context, evaluationId, session);
}

/** Replaces what a draft says. Only for drafts: answers point to the subjects and colleges, invitations to colleges. */
export async function updateDraft(context: Context, evaluationId: Id, session: NewSession): Promise<void> {
  await context.db
    .updateTable('evaluation')
    .set({ framework_version_id: session.frameworkVersionId, closes_on: session.closesOn })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .execute();
  for (const part of ['evaluation_college', 'evaluation_subject'] as const) {
    await context.db
      .deleteFrom(part)
      .where('territory_id', '=', context.territoryId)
      .where('evaluation_id', '=', evaluationId)
      .execute();
  }
  await insertParts(context, evaluationId, session);
}

async function insertParts(context: Context, evaluationId: Id, { colleges, subjects }: Parts): Promise<void> {
  const rows = colleges.map(
    ({ key, name, kind, threshold, least = null }, position): Insertable<EvaluationCollegeTable> => ({
      evaluation_id: evaluationId,
      territory_id: context.territoryId,
      key,
      name,
      kind,
      threshold,
      least,
      position,
    }),
  );
  await context.db.insertInto('evaluation_college').values(rows).execute();
  const about = subjects.map(({ recordId }, place) => ({
    evaluation_id: evaluationId,
    territory_id: context.territoryId,
    position: place + 1,
    record_id: recordId,
  }));
  await context.db.insertInto('evaluation_subject').values(about).execute();
}
