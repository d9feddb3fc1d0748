import { type Kysely, sql } from 'kysely';

/** Sessions that are withdrawn or whose end moves; invitations that are withdrawn, or opened by a short code. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table evaluation
      drop constraint evaluation_state_check,
      add constraint evaluation_state_check
        check (state in ('draft', 'open', 'closed', 'published', 'withdrawn')),
      -- The end announced before it was first moved, which older mails and cards still say.
      add column first_closes_on date,
      add column withdrawn_at timestamptz,
      add column withdrawn_reason text not null default '',
      add constraint evaluation_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null));

    alter table evaluation_invitation
      -- HMAC of the short code of a card handed out; null for who is written to.
      add column code_key text,
      add column mailed_at timestamptz,
      add column withdrawn_at timestamptz;
    update evaluation_invitation set mailed_at = created_at where email <> '';
    create unique index evaluation_invitation_code on evaluation_invitation (territory_id, code_key);

    -- Codes that opened nothing, to slow down whoever tries them all. Kept a quarter of an hour.
    create table evaluation_code_miss (
      territory_id uuid not null references territory on delete cascade,
      -- HMAC of the address of the client.
      source text not null,
      missed_at timestamptz not null
    );
    create index evaluation_code_miss_source on evaluation_code_miss (territory_id, source, missed_at);
  `.execute(db);
}
