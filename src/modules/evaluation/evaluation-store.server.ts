import type { ColumnType, Insertable } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { type RecordRow, recordColumns, toRecordCore, visibleTo } from '#modules/records/index.server.ts';
import type { College, EvaluationSession, EvaluationState } from './evaluation.ts';
import type { EvaluationResult } from './result.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    evaluation: EvaluationTable;
    evaluation_college: EvaluationCollegeTable;
  }
}

interface EvaluationTable {
  record_id: Id;
  territory_id: Id;
  practice_id: Id;
  framework_version_id: Id;
  state: EvaluationState;
  closes_on: string | null;
  opened_at: Date | null;
  closed_at: Date | null;
  published_at: Date | null;
  result: ColumnType<EvaluationResult | null, string | null, string>;
}

interface EvaluationCollegeTable {
  evaluation_id: Id;
  territory_id: Id;
  key: string;
  name: string;
  kind: College['kind'];
  threshold: number | null;
  position: number;
}

/** The sessions whose record the actor may see: every reading starts here. */
function visibleSessions(context: Context) {
  return context.db
    .selectFrom('record')
    .innerJoin('evaluation', 'evaluation.record_id', 'record.id')
    .select(recordColumns)
    .select([
      'evaluation.practice_id as practiceId',
      'evaluation.framework_version_id as frameworkVersionId',
      'evaluation.state as state',
      'evaluation.closes_on as closesOn',
      'evaluation.opened_at as openedAt',
      'evaluation.closed_at as closedAt',
      'evaluation.published_at as publishedAt',
    ])
    .where('record.territory_id', '=', context.territoryId)
    .where('evaluation.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'evaluation')
    .where(visibleTo(context));
}

type SessionRow = RecordRow & Omit<EvaluationSession, 'record' | 'colleges'>;

function toSession(row: SessionRow, colleges: College[]): EvaluationSession {
  const { practiceId, frameworkVersionId, state, closesOn, openedAt, closedAt, publishedAt } = row;
  const session = { practiceId, frameworkVersionId, state, closesOn, openedAt, closedAt, publishedAt };
  return { record: toRecordCore(row), ...session, colleges };
}

/** A session whose record the actor may see; whether its state allows it is the use case's to check. */
export async function findSession(
  context: Context,
  where: { id: Id } | { shortId: string },
): Promise<EvaluationSession | undefined> {
  const query = visibleSessions(context);
  const row = await (
    'id' in where
      ? query.where('record.id', '=', where.id)
      : query.where('record.short_id', '=', where.shortId)
  ).executeTakeFirst();
  return row && toSession(row, await listColleges(context, row.id));
}

/** What a list shows of a session. */
export interface SessionSummary {
  record: RecordCore;
  state: EvaluationState;
  practiceTitle: string | null;
}

/** Sessions in one of these states, latest change first; the title of a practice the actor may not see is null. */
export async function listSessions(
  context: Context,
  options: { states: readonly EvaluationState[]; limit: number },
): Promise<SessionSummary[]> {
  const rows = await visibleSessions(context)
    .where('evaluation.state', 'in', options.states)
    .orderBy('record.updated_at', 'desc')
    .orderBy('record.id')
    .limit(options.limit)
    .execute();
  const titles = await titlesOf(context, [...new Set(rows.map((row) => row.practiceId))]);
  return rows.map((row) => ({
    record: toRecordCore(row),
    state: row.state,
    practiceTitle: titles.get(row.practiceId) ?? null,
  }));
}

/** Sessions that came from that source, deleted ones included, by their id there. */
export async function sessionsFromSource(context: Context, sourceName: string): Promise<Map<string, Id>> {
  const rows = await context.db
    .selectFrom('record')
    .select(['id', 'source_record_id as sourceRecordId'])
    .where('territory_id', '=', context.territoryId)
    .where('kind', '=', 'evaluation')
    .where('source_name', '=', sourceName)
    .execute();
  return new Map(rows.map(({ id, sourceRecordId }) => [sourceRecordId, id]));
}

async function titlesOf(context: Context, recordIds: Id[]): Promise<Map<Id, string>> {
  if (recordIds.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('record')
    .select(['record.id', 'record.title'])
    .where('record.territory_id', '=', context.territoryId)
    .where('record.id', 'in', recordIds)
    .where(visibleTo(context))
    .execute();
  return new Map(rows.map((row) => [row.id, row.title]));
}

async function listColleges(context: Context, evaluationId: Id): Promise<College[]> {
  const rows = await context.db
    .selectFrom('evaluation_college')
    .select(['key', 'name', 'kind', 'threshold'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('position')
    .execute();
  return rows.map(({ key, name, kind, threshold }) => {
    if (kind === 'named') return { key, name, kind, threshold: null };
    if (threshold === null) throw new Error('the database keeps no anonymous college without a threshold');
    return { key, name, kind, threshold };
  });
}

type NewSession = Pick<EvaluationSession, 'practiceId' | 'frameworkVersionId' | 'closesOn' | 'colleges'>;

/** A draft. Its record exists already. */
export async function insertSession(context: Context, evaluationId: Id, session: NewSession): Promise<void> {
  await context.db
    .insertInto('evaluation')
    .values({
      record_id: evaluationId,
      territory_id: context.territoryId,
      practice_id: session.practiceId,
      framework_version_id: session.frameworkVersionId,
      state: 'draft',
      closes_on: session.closesOn,
    })
    .execute();
  await insertColleges(context, evaluationId, session.colleges);
}

/** Replaces what a draft says. Only for drafts: answers and invitations point to the colleges. */
export async function updateDraft(
  context: Context,
  evaluationId: Id,
  session: Omit<NewSession, 'practiceId'>,
): Promise<void> {
  await context.db
    .updateTable('evaluation')
    .set({ framework_version_id: session.frameworkVersionId, closes_on: session.closesOn })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .execute();
  await context.db
    .deleteFrom('evaluation_college')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .execute();
  await insertColleges(context, evaluationId, session.colleges);
}

async function insertColleges(
  context: Context,
  evaluationId: Id,
  colleges: readonly College[],
): Promise<void> {
  const rows = colleges.map(
    ({ key, name, kind, threshold }, position): Insertable<EvaluationCollegeTable> => ({
      evaluation_id: evaluationId,
      territory_id: context.territoryId,
      key,
      name,
      kind,
      threshold,
      position,
    }),
  );
  await context.db.insertInto('evaluation_college').values(rows).execute();
}

/**
 * The state of a session, held until the transaction ends. `moving` keeps out answers being saved and other moves;
 * `answering` keeps out moves only. So no answer is saved between the counting and the closing.
 */
export async function lockState(
  context: Context,
  evaluationId: Id,
  purpose: 'moving' | 'answering',
): Promise<EvaluationState | undefined> {
  const query = context.db
    .selectFrom('evaluation')
    .select('state')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId);
  const row = await (purpose === 'moving' ? query.forUpdate() : query.forShare()).executeTakeFirst();
  return row?.state;
}

/** Writes a new state with the moment it was reached, and the result when the session closes. */
export async function updateState(
  context: Context,
  evaluationId: Id,
  change: { state: Exclude<EvaluationState, 'draft'>; result?: EvaluationResult },
): Promise<void> {
  const moments = { open: 'opened_at', closed: 'closed_at', published: 'published_at' } as const;
  await context.db
    .updateTable('evaluation')
    .set({
      state: change.state,
      [moments[change.state]]: context.clock.now(),
      ...(change.result && { result: JSON.stringify(change.result) }),
    })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .execute();
}

/** The stored result; null before the session closes. Who may see it is the use case's to check. */
export async function findStoredResult(context: Context, evaluationId: Id): Promise<EvaluationResult | null> {
  const row = await context.db
    .selectFrom('evaluation')
    .select('result')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .executeTakeFirst();
  return row?.result ?? null;
}
