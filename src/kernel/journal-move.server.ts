import { type Kysely, sql } from 'kysely';
import type { Tables } from './database.server.ts';

/**
 * Finds out whether the journal comes from another server, by a restored backup or by `pg_restore`, and if so makes it go
 * on beyond the entries it came with. Without that, entries to come would stand before those, where no reader looks any
 * more. Safe when several nodes start at once.
 */
export async function settleMovedJournal(db: Kysely<Tables>): Promise<void> {
  // On the server that wrote them, all entries in sight are of transactions that have ended.
  await sql`
    with latest as (
      select max(newest.transaction_id::text::bigint) as transaction_id
      from territory cross join lateral (
        select transaction_id from journal_entry where territory_id = territory.id
        order by transaction_id desc limit 1
      ) as newest
    )
    insert into setting (key, value)
    select 'journal.moved-past', transaction_id::text from latest
    where transaction_id::text::xid8 >= journal_transaction(pg_snapshot_xmax(pg_current_snapshot()))
    on conflict (key) do update set value = excluded.value`.execute(db);
}
