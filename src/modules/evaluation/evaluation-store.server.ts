import type { ColumnType, Generated, Insertable } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { LinkedRecord, RecordCore } from '#modules/records/index.ts';
import {
  type PurgeRules,
  type PurgeScope,
  type RecordName,
  type RecordRow,
  isNamed,
  linkedRecords,
  recordColumns,
  standingRecords,
  toRecordCore,
  visibleTo,
} from '#modules/records/index.server.ts';
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
  practice_id: Id | null;
  framework_version_id: Id;
  state: EvaluationState;
  closes_on: string | null;
  first_closes_on: string | null;
  opened_at: Date | null;
  closed_at: Date | null;
  published_at: Date | null;
  withdrawn_at: Date | null;
  withdrawn_reason: Generated<string>;
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

type SessionRow = RecordRow & Omit<EvaluationSession, 'record' | 'colleges'>;

function toSession(row: SessionRow, colleges: College[]): EvaluationSession {
  return {
    record: toRecordCore(row),
    practiceId: row.practiceId,
    frameworkVersionId: row.frameworkVersionId,
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
  return row && toSession(row, await listColleges(context, row.id));
}

/** What a list shows of a session. */
export interface SessionSummary {
  record: RecordCore;
  state: EvaluationState;
  /** Null for a practice the actor may not see. */
  practice: LinkedRecord | null;
}

/** Sessions in one of these states, latest change first. */
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
  const asked = [...new Set(rows.flatMap((row) => row.practiceId ?? []))];
  const standing = await standingRecords(context, asked);
  const standsFor = (id: Id) => standing.get(id) ?? id;
  const practices = await linkedRecords(context, asked.map(standsFor));
  return rows.map((row) => ({
    record: toRecordCore(row),
    state: row.state,
    practice: (row.practiceId && practices.get(standsFor(row.practiceId))) || null,
  }));
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

/** Those of these records that are frameworks on which sessions rest: without them no result could be read. */
async function frameworksInUse({ db, territoryId }: PurgeScope, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('framework_version')
    .innerJoin('evaluation', 'evaluation.framework_version_id', 'framework_version.id')
    .select('framework_version.record_id')
    .distinct()
    .where('framework_version.territory_id', '=', territoryId)
    .where('evaluation.territory_id', '=', territoryId)
    .where('framework_version.record_id', 'in', ids)
    .execute();
  return rows.map((row) => row.record_id);
}

export const evaluationPurge: PurgeRules = { stillNeeded: frameworksInUse };
