import { type Kysely, sql } from 'kysely';

/** Lets a journal that was moved to another PostgreSQL go on after the entries it came with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Where a transaction of this server stands in the journal. Each server counts its transactions from the beginning:
    -- in a journal that comes from elsewhere, they stand beyond the last one it came with.
    create function journal_transaction(xid8) returns xid8 language sql stable parallel safe as $$
      select ($1::text::bigint + coalesce(
        (select value::bigint from public.setting where key = 'journal.moved-past'), 0))::text::xid8
    $$;

    alter table journal_entry
      alter column transaction_id set default journal_transaction(pg_current_xact_id());
  `.execute(db);
}
