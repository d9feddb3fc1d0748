import { type ColumnType, type Selectable, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type RecordName,
  type TextSearch,
  isAbout,
  isNamed,
  matches,
  recordColumns,
  toRecordCore,
  visibleTo,
} from '#modules/records/index.server.ts';
import type { CompetentBody, Inspiration, Lever, LeverDetails, Phase, Posture, Source } from './lever.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    lever: LeverTable;
  }
}

interface LeverTable {
  record_id: Id;
  territory_id: Id;
  shipped_id: string | null;
  phase: Phase;
  posture: Posture;
  competent: CompetentBody[];
  means: string[];
  brakes: string[];
  calls_on: string[];
  criteria: string[];
  inspirations: ColumnType<Inspiration[], string, string>;
  sources: ColumnType<Source[], string, string>;
}

const detailColumns = [
  'lever.shipped_id',
  'lever.phase',
  'lever.posture',
  'lever.competent',
  'lever.means',
  'lever.brakes',
  'lever.calls_on',
  'lever.criteria',
  'lever.inspirations',
  'lever.sources',
] as const;

function toDetails(row: Omit<Selectable<LeverTable>, 'record_id' | 'territory_id'>): LeverDetails {
  return {
    shippedId: row.shipped_id,
    phase: row.phase,
    posture: row.posture,
    competent: row.competent,
    means: row.means,
    brakes: row.brakes,
    callsOn: row.calls_on,
    criteria: row.criteria,
    inspirations: row.inspirations,
    sources: row.sources,
  };
}

function detailValues(details: LeverDetails) {
  return {
    shipped_id: details.shippedId,
    phase: details.phase,
    posture: details.posture,
    competent: details.competent,
    means: details.means,
    brakes: details.brakes,
    calls_on: details.callsOn,
    criteria: details.criteria,
    inspirations: JSON.stringify(details.inspirations),
    sources: JSON.stringify(details.sources),
  };
}

export async function insertLeverDetails(
  context: Context,
  recordId: Id,
  details: LeverDetails,
): Promise<void> {
  await context.db
    .insertInto('lever')
    .values({ record_id: recordId, territory_id: context.territoryId, ...detailValues(details) })
    .execute();
}

export async function updateLeverDetails(
  context: Context,
  recordId: Id,
  details: LeverDetails,
): Promise<void> {
  await context.db
    .updateTable('lever')
    .set(detailValues(details))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
}

/** The shipped levers that the territory has or had, by their id in the library: one that was deleted stays away. */
export async function publishedLevers(context: Context): Promise<Map<string, Id>> {
  const rows = await context.db
    .selectFrom('lever')
    .select(['record_id', 'shipped_id'])
    .where('territory_id', '=', context.territoryId)
    .where('shipped_id', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.shipped_id ?? '', row.record_id]));
}

/** One library is published at a time on a territory; the lock ends with the transaction. */
export async function lockLibrary(context: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('levers'), hashtext(${context.territoryId}))`.execute(
    context.db,
  );
}

/** The levers the actor may see: every reading starts here. */
function visibleLevers(context: Context) {
  return context.db
    .selectFrom('record')
    .innerJoin('lever', 'lever.record_id', 'record.id')
    .select(recordColumns)
    .select(detailColumns)
    .where('record.territory_id', '=', context.territoryId)
    .where('lever.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'lever')
    .where(visibleTo(context));
}

export async function findLever(context: Context, where: RecordName): Promise<Lever | undefined> {
  const row = await visibleLevers(context).where(isNamed(where)).executeTakeFirst();
  return row && { record: toRecordCore(row), details: toDetails(row) };
}

/** The lists of a lever that hold ids of the knowledge base. */
export type LeverRelation = 'means' | 'brakes' | 'calls_on';

/**
 * All levers the actor may see, by phase then title. They are read whole: a territory has tens of them, a few hundred
 * at most, and its filters, counts and suggestions look at all of them.
 */
export async function selectLevers(
  context: Context,
  where: {
    search?: TextSearch | undefined;
    relation?: { of: LeverRelation; id: string };
    /** For each topic asked for: the ids that levers about it may carry. */
    about?: readonly (readonly Id[])[];
  } = {},
): Promise<Lever[]> {
  const { search, relation, about = [] } = where;
  let query = visibleLevers(context);
  if (search) query = query.where(matches(search));
  for (const carried of about) query = query.where(isAbout(carried));
  if (relation) {
    query = query.where(sql<boolean>`${sql.ref(`lever.${relation.of}`)} @> array[${relation.id}]::text[]`);
  }
  const rows = await query
    .orderBy(sql`array_position(array['trigger', 'accompany', 'sustain'], lever.phase)`)
    .orderBy('record.title')
    .orderBy('record.id')
    .execute();
  return rows.map((row) => ({ record: toRecordCore(row), details: toDetails(row) }));
}
