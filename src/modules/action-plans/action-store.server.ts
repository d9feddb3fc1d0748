import { type Selectable, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type RecordName,
  type TextSearch,
  isAbout,
  isNamed,
  matches,
  pointsTo,
  recordColumns,
  toRecordCore,
  visibleTo,
} from '#modules/records/index.server.ts';
import type { Action, ActionDetails, ActionStatus } from './action.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    action: ActionTable;
  }
}

interface ActionTable {
  record_id: Id;
  territory_id: Id;
  who: string;
  due: string;
  status: ActionStatus;
  progress: string;
}

const detailColumns = ['action.who', 'action.due', 'action.status', 'action.progress'] as const;

function toDetails({
  who,
  due,
  status,
  progress,
}: Omit<Selectable<ActionTable>, 'record_id' | 'territory_id'>) {
  return { who, due, status, progress };
}

export async function insertActionDetails(
  context: Context,
  recordId: Id,
  details: ActionDetails,
): Promise<void> {
  await context.db
    .insertInto('action')
    .values({ record_id: recordId, territory_id: context.territoryId, ...toDetails(details) })
    .execute();
}

export async function updateActionDetails(
  context: Context,
  recordId: Id,
  details: ActionDetails,
): Promise<void> {
  await context.db
    .updateTable('action')
    .set(toDetails(details))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
}

/** The actions the actor may see: every reading starts here. */
function visibleActions(context: Context) {
  return context.db
    .selectFrom('record')
    .innerJoin('action', 'action.record_id', 'record.id')
    .where('record.territory_id', '=', context.territoryId)
    .where('action.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'action')
    .where(visibleTo(context));
}

export async function findAction(context: Context, where: RecordName): Promise<Action | undefined> {
  const row = await visibleActions(context)
    .select(recordColumns)
    .select(detailColumns)
    .where(isNamed(where))
    .executeTakeFirst();
  return row && { record: toRecordCore(row), details: toDetails(row) };
}

/** Filters with what their short ids stand for: the records the actions must be linked to. */
export interface FoundFilters {
  search: TextSearch | undefined;
  /** For each topic asked for: the ids that actions about it may carry. */
  about: readonly (readonly Id[])[];
  leverId: Id | undefined;
  evaluationId: Id | undefined;
}

function filteredActions(context: Context, filters: FoundFilters) {
  const { search, about, leverId, evaluationId } = filters;
  let kept = visibleActions(context);
  if (search) kept = kept.where(matches(search));
  for (const carried of about) kept = kept.where(isAbout(carried));
  if (leverId) kept = kept.where(pointsTo(context, { toId: leverId, type: 'carries-out' }));
  if (evaluationId) kept = kept.where(pointsTo(context, { toId: evaluationId, type: 'follows-from' }));
  return kept;
}

/** The order of the plan: by status, then by the last day of the date due. */
const byStatus = sql`array_position(array['under-way', 'planned', 'done', 'dropped'], action.status)`;
const byLastDay = sql`action.due || case length(action.due) when 4 then '-12-31' when 7 then '-31' else '' end`;

export async function selectActions(
  context: Context,
  options: { filters: FoundFilters; status: ActionStatus | undefined; limit: number; offset: number },
): Promise<Action[]> {
  let query = filteredActions(context, options.filters).select(recordColumns).select(detailColumns);
  if (options.status) query = query.where('action.status', '=', options.status);
  const rows = await query
    .orderBy(byStatus)
    .orderBy(byLastDay)
    .orderBy('record.id')
    .limit(options.limit)
    .offset(options.offset)
    .execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}

/** Actions by their latest change; only some of these when `among` is given. */
export async function selectNewestActions(
  context: Context,
  options: {
    filters: FoundFilters;
    status: ActionStatus | undefined;
    among: readonly Id[] | undefined;
    limit: number;
  },
): Promise<Action[]> {
  const { filters, status, among, limit } = options;
  let query = filteredActions(context, filters).select(recordColumns).select(detailColumns);
  if (status) query = query.where('action.status', '=', status);
  if (among) query = query.where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...among]))));
  const rows = await query.orderBy('record.updated_at', 'desc').orderBy('record.id').limit(limit).execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}

/** Ids of all the actions the actor may see. */
export async function selectActionIds(context: Context): Promise<Id[]> {
  const rows = await visibleActions(context).select('record.id').execute();
  return rows.map((row) => row.id);
}

export async function countActions(
  context: Context,
  filters: FoundFilters,
): Promise<Map<ActionStatus, number>> {
  const rows = await filteredActions(context, filters)
    .select('action.status as status')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy('action.status')
    .execute();
  return new Map(rows.map((row) => [row.status, row.count]));
}

/** Puts other words where exactly that name stands as who carries an action. */
export async function renameBearer(context: Context, name: string, someone: string): Promise<void> {
  if (name === '') return;
  await context.db
    .updateTable('action')
    .set({ who: someone })
    .where('territory_id', '=', context.territoryId)
    .where('who', '=', name)
    .execute();
}
