import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Origin } from './record-batch-store.server.ts';
import type { RecordTable } from './record-store.server.ts';
import type { Kind, Visibility } from './record.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    purged_record: PurgedRecordTable;
  }
}

interface PurgedRecordTable {
  territory_id: Id;
  short_id: string;
  record_id: Id;
  kind: Kind;
  seen_by: 'public' | 'members' | 'authors';
  origin_mark: string;
  purged_at: Date;
}

/** Where a purge works: nobody asks for it, and it shows nothing to anybody. */
export type PurgeScope = Pick<Context, 'db' | 'territoryId'>;

/** A deleted record, and what will be left of it. */
export interface DoomedRecord {
  id: Id;
  kind: Kind;
  shortId: string;
  seenBy: PurgedRecordTable['seen_by'];
  origin: Origin;
}

/** Records deleted before that moment, in the order of their ids, held until the transaction ends. */
export async function lockDoomed(
  { db, territoryId }: PurgeScope,
  { before, after, limit }: { before: Date; after: Id | null; limit: number },
): Promise<DoomedRecord[]> {
  let query = db
    .selectFrom('record')
    .select(doomedColumns)
    .where('territory_id', '=', territoryId)
    .where('deleted_at', '<', before);
  if (after !== null) query = query.where('id', '>', after);
  const rows = await query.orderBy('id').limit(limit).forUpdate().execute();
  return rows.map(toDoomed);
}

/** What was merged into these records, and goes with them, however many times it was merged. */
export async function lockMergedInto(scope: PurgeScope, ids: readonly Id[]): Promise<DoomedRecord[]> {
  const found: DoomedRecord[] = [];
  for (let into = ids; into.length > 0;) {
    const rows = await scope.db
      .selectFrom('record')
      .select(doomedColumns)
      .where('territory_id', '=', scope.territoryId)
      .where('merged_into', 'in', into)
      .orderBy('id')
      .forUpdate()
      .execute();
    found.push(...rows.map(toDoomed));
    into = rows.map(({ id }) => id);
  }
  return found;
}

const doomedColumns = [
  'id',
  'kind',
  'short_id',
  'visibility',
  'hidden_at',
  'source_name',
  'source_record_id',
  'fingerprint',
] as const;

function toDoomed(row: Pick<Selectable<RecordTable>, (typeof doomedColumns)[number]>): DoomedRecord {
  return {
    id: row.id,
    kind: row.kind,
    shortId: row.short_id,
    seenBy: row.hidden_at === null ? seenBy(row.visibility) : 'authors',
    origin: {
      sourceName: row.source_name,
      sourceRecordId: row.source_record_id,
      fingerprint: row.fingerprint,
    },
  };
}

/** Who is told at its address that a record is gone for good: those few who saw a draft are not. */
function seenBy(visibility: Visibility): PurgedRecordTable['seen_by'] {
  return visibility === 'public' || visibility === 'members' ? visibility : 'authors';
}

/** Leaves of each record what answers at its address, then takes it away with all that belongs to it. */
export async function replaceByTombstones(
  { db, territoryId }: PurgeScope,
  records: readonly (DoomedRecord & { mayReturn: boolean })[],
  purgedAt: Date,
): Promise<void> {
  const rows = records.map(({ id, kind, shortId, seenBy, origin, mayReturn }) => ({
    territory_id: territoryId,
    short_id: shortId,
    record_id: id,
    kind,
    seen_by: seenBy,
    origin_mark: mayReturn ? '' : originMark(origin),
    purged_at: purgedAt,
  }));
  await db.insertInto('purged_record').values(rows).execute();
  await db
    .deleteFrom('record')
    .where('territory_id', '=', territoryId)
    .where(
      'id',
      'in',
      records.map(({ id }) => id),
    )
    .execute();
}

/** Takes away for good the comments that were deleted before that moment. */
export async function forgetComments({ db, territoryId }: PurgeScope, before: Date): Promise<void> {
  await db
    .deleteFrom('comment')
    .where('territory_id', '=', territoryId)
    .where('deleted_at', '<', before)
    .execute();
}

/** When a record that the actor could have read was purged, named as pages or as programs do; undefined for any other. */
export async function findPurged(
  context: Context,
  where: { kind: Kind } & ({ shortId: string } | { id: Id }),
): Promise<Date | undefined> {
  const row = await context.db
    .selectFrom('purged_record')
    .select('purged_at')
    .where('territory_id', '=', context.territoryId)
    .where('kind', '=', where.kind)
    .where((eb) => ('shortId' in where ? eb('short_id', '=', where.shortId) : eb('record_id', '=', where.id)))
    .where('seen_by', 'in', hasRole(context.actor, 'contributor') ? ['public', 'members'] : ['public'])
    .executeTakeFirst();
  return row?.purged_at;
}

/** Which of these, by their place, were purged here: by our own id, or by where they come from. */
export async function purgedAmong(
  context: Context,
  kind: Kind,
  wanted: readonly { origin: Origin; id: Id | null }[],
): Promise<Set<number>> {
  const marks = wanted.map(({ origin }) => originMark(origin));
  const rows = await context.db
    .selectFrom('purged_record')
    .select(['record_id', 'origin_mark'])
    .where('territory_id', '=', context.territoryId)
    .where('kind', '=', kind)
    .where((eb) =>
      eb.or([
        eb('origin_mark', '=', eb.fn.any(eb.val(marks.filter((mark) => mark !== '')))),
        eb('record_id', '=', eb.fn.any(eb.val(wanted.flatMap(({ id }) => id ?? [])))),
      ]),
    )
    .execute();
  const known = new Set(rows.flatMap((row) => [row.record_id, row.origin_mark]).filter(Boolean));
  return new Set(
    wanted.flatMap(({ id }, place) =>
      (id !== null && known.has(id)) || known.has(marks[place] ?? '') ? [place] : [],
    ),
  );
}

/** Says where a record came from without saying it; empty for what was written here. */
function originMark({ sourceName, sourceRecordId, fingerprint }: Origin): string {
  if (sourceRecordId === '' && fingerprint === '') return '';
  const parts =
    sourceRecordId === '' ? ['fingerprint', sourceName, fingerprint] : ['id', sourceName, sourceRecordId];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
