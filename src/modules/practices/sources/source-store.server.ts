import type { ColumnType, Generated } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, isId, newId } from '#kernel/ids.ts';
import type { ExplicitMapping } from '../import/explicit-mapping.ts';
import type { Place } from '../import-run-store.server.ts';
import type { Rhythm, Source, SourceFigures, SourceState } from './source.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    import_source: ImportSourceTable;
  }
}

interface ImportSourceTable {
  id: Id;
  territory_id: Id;
  name: string;
  address: string;
  mapping: ColumnType<ExplicitMapping, string, string>;
  licence: string;
  attribution: string;
  every: Rhythm;
  mirror: boolean;
  state: Generated<SourceState>;
  etag: Generated<string>;
  last_modified: Generated<string>;
  digest: Generated<string>;
  asked_at: Date | null;
  answered_at: Date | null;
  changed_at: Date | null;
  next_on: string | null;
  failures: Generated<number>;
  failure: ColumnType<Source['failure'], string | null, string | null>;
  figures: ColumnType<SourceFigures | null, string | null, string | null>;
  last_import: Id | null;
  held_import: Id | null;
  job_id: Id | null;
  created_at: Date;
}

const columns = [
  'id',
  'name',
  'address',
  'mapping',
  'licence',
  'attribution',
  'every',
  'mirror',
  'state',
  'etag',
  'last_modified as lastModified',
  'digest',
  'asked_at as askedAt',
  'answered_at as answeredAt',
  'changed_at as changedAt',
  'next_on as nextOn',
  'failures',
  'failure',
  'figures',
  'last_import as lastImport',
  'held_import as heldImport',
  'job_id as jobId',
] as const;

export type NewSource = Pick<
  Source,
  'name' | 'address' | 'mapping' | 'licence' | 'attribution' | 'every' | 'mirror' | 'nextOn'
>;

/** The id of the new source; undefined when the territory has one of that name. */
export async function insertSource(context: Context, source: NewSource): Promise<Id | undefined> {
  const { nextOn, mapping, ...rest } = source;
  const row = await context.db
    .insertInto('import_source')
    .values({
      ...rest,
      id: newId(),
      territory_id: context.territoryId,
      mapping: JSON.stringify(mapping),
      next_on: nextOn,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['territory_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function listSourceRows(
  context: Place,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ sources: Source[]; total: number }> {
  const all = context.db.selectFrom('import_source').where('territory_id', '=', context.territoryId);
  const { total } = await all.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const sources = await all
    .select(columns)
    .orderBy('name')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  return { sources, total };
}

export async function findSource(context: Place, id: string): Promise<Source | undefined> {
  if (!isId(id)) return undefined;
  return context.db
    .selectFrom('import_source')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The same, and whoever else wants to change it waits until this transaction ends. */
export async function lockSource(context: Place, id: string): Promise<Source | undefined> {
  if (!isId(id)) return undefined;
  return context.db
    .selectFrom('import_source')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The sources whose day has come. */
export async function dueSources(context: Place, today: string): Promise<Id[]> {
  const rows = await context.db
    .selectFrom('import_source')
    .select('id')
    .where('territory_id', '=', context.territoryId)
    .where('state', '=', 'on')
    .where('next_on', '<=', today)
    .orderBy('next_on')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

type SourceChange = Partial<Omit<Source, 'id' | 'name'>>;

export async function updateSource(context: Place, id: Id, change: SourceChange): Promise<void> {
  const { mapping, failure, figures } = change;
  await context.db
    .updateTable('import_source')
    .set({
      address: change.address,
      licence: change.licence,
      attribution: change.attribution,
      every: change.every,
      mirror: change.mirror,
      state: change.state,
      etag: change.etag,
      last_modified: change.lastModified,
      digest: change.digest,
      asked_at: change.askedAt,
      answered_at: change.answeredAt,
      changed_at: change.changedAt,
      next_on: change.nextOn,
      failures: change.failures,
      last_import: change.lastImport,
      held_import: change.heldImport,
      job_id: change.jobId,
      mapping: mapping && JSON.stringify(mapping),
      failure: failure === undefined ? undefined : failure && JSON.stringify(failure),
      figures: figures === undefined ? undefined : figures && JSON.stringify(figures),
    })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

/** Keeps a choice of columns for the sources that are read at an address, which are then read anew. */
export async function keepMapping(
  context: Place,
  { address, mapping }: { address: string; mapping: ExplicitMapping },
): Promise<void> {
  await context.db
    .updateTable('import_source')
    .set({ mapping: JSON.stringify(mapping), etag: '', last_modified: '', digest: '' })
    .where('territory_id', '=', context.territoryId)
    .where('address', '=', address)
    .execute();
}

export async function deleteSource(context: Place, id: Id): Promise<void> {
  await context.db
    .deleteFrom('import_source')
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

/** How many sources wait for a person, or failed often. */
export async function countTroubledSources(context: Place, failures: number): Promise<number> {
  const { count } = await context.db
    .selectFrom('import_source')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where((eb) => eb.or([eb('state', '=', 'held'), eb('failures', '>=', failures)]))
    .executeTakeFirstOrThrow();
  return count;
}
