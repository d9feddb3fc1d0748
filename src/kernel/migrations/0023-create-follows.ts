import { type Kysely, sql } from 'kysely';

/** What people follow, where each of them stands in reading the journal, and mails whose round can be left in one click. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table follow (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      person_id uuid not null references person on delete cascade,
      -- One record, or the address of a list: one of both.
      record_id uuid references record on delete cascade,
      list text not null default '',
      since timestamptz not null,
      -- Nothing that stands before it in the journal is told.
      from_transaction xid8 not null default journal_transaction(pg_snapshot_xmin(pg_current_snapshot())),
      check ((record_id is null) <> (list = '')),
      unique nulls not distinct (territory_id, person_id, record_id, list)
    );
    create index follow_person on follow (person_id);
    create index follow_record on follow (record_id) where record_id is not null;

    create table news_reader (
      territory_id uuid not null references territory on delete cascade,
      person_id uuid not null references person on delete cascade,
      rhythm text not null check (rhythm in ('at-once', 'daily', 'weekly', 'never')),
      language text not null check (language in ('fr', 'en')),
      -- Where the next reading of the journal starts.
      transaction_id xid8 not null,
      sequence bigint not null,
      -- The day or the week, by its first day, whose round was made.
      told_for text not null default '',
      primary key (territory_id, person_id)
    );
    create index news_reader_person on news_reader (person_id);

    -- The link of the mail leaves the round it belongs to (RFC 8058).
    alter table outgoing_mail add column leaves_round boolean not null default false;
  `.execute(db);
}
