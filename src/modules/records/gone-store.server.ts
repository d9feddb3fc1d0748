import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Kind } from './record.ts';

/** A record that everyone could read and can read no more: deleted, purged, hidden, merged or withdrawn from the public. */
interface GoneRecord {
  id: Id;
  goneAt: Date;
}

interface GoneWindow {
  kind: Kind;
  /** Only what went since then. */
  since: Date | null;
  limit: number;
  offset: number;
}

/**
 * What programs that keep a copy take out of theirs, in the order it went. What was never public is not told, not even by
 * its id: of what left the public without being deleted, the journal says that it was there.
 */
export async function listGone(
  context: Context,
  window: GoneWindow,
): Promise<{ items: GoneRecord[]; total: number }> {
  const { kind, since, limit, offset } = window;
  const { rows } = await sql<GoneRecord & { total: number }>`
    select id, "goneAt", count(*) over () as total from (${gone(context, kind)}) as gone
    where ${since}::timestamptz is null or "goneAt" >= ${since}
    order by "goneAt", id limit ${limit} offset ${offset}`.execute(context.db);
  const [first] = rows;
  if (!first && offset > 0)
    return { items: [], total: (await listGone(context, { ...window, limit: 1, offset: 0 })).total };
  return { items: rows.map(({ id, goneAt }) => ({ id, goneAt })), total: Number(first?.total ?? 0) };
}

/** The purged, whose day of deletion is told no more; the deleted; the hidden; those merged into another one; those whose public page was withdrawn. */
function gone({ territoryId, kindsOff = [] }: Context, kind: Kind) {
  const wanted = kindsOff.includes(kind) ? '' : kind;
  return sql`
    select record_id as id, purged_at as "goneAt" from purged_record
      where territory_id = ${territoryId} and kind = ${wanted} and seen_by = 'public'
    union all
    select id, deleted_at from record
      where territory_id = ${territoryId} and kind = ${wanted} and deleted_at is not null
        and visibility = 'public' and hidden_at is null
    union all
    select id, hidden_at from record
      where territory_id = ${territoryId} and kind = ${wanted} and deleted_at is null
        and visibility = 'public' and hidden_at is not null
    union all
    select id, updated_at from record
      where territory_id = ${territoryId} and kind = ${wanted} and merged_into is not null
        and visibility = 'public'
    union all
    select id, updated_at from record
      where territory_id = ${territoryId} and kind = ${wanted} and deleted_at is null
        and visibility <> 'public' and exists (
          select from journal_entry
          where journal_entry.territory_id = ${territoryId} and journal_entry.record_id = record.id
            and changes->'visibility'->>'before' = 'public')`;
}
