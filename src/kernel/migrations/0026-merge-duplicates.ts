import { type Kysely, sql } from 'kysely';

/** Records that say the same: how they are found, what people decided about them, and what merging them moved. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The record that stands for it since they were merged. No reference: rows come back from a backup in any order.
    alter table record add column merged_into uuid;
    create index record_merged on record (territory_id, merged_into) where merged_into is not null;

    create table record_merge (
      merged_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      kept_id uuid not null references record on delete cascade,
      -- The entry of the journal that tells it in the history of the kept one.
      entry_id uuid not null,
      -- Fields of the kept one that come from the merged one.
      taken text[] not null,
      -- By table, the rows that went from one to the other.
      moved jsonb not null
    );
    create index record_merge_kept on record_merge (territory_id, kept_id);

    -- By what practices that may be the same are brought together: nothing private is in it.
    create table duplicate_key (
      record_id uuid not null references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      key text not null,
      primary key (record_id, key)
    );
    create index duplicate_key_same on duplicate_key (territory_id, key);

    create table duplicate_pair (
      first_id uuid not null references record on delete cascade,
      second_id uuid not null references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      score real not null,
      reasons jsonb not null,
      state text not null check (state in ('open', 'later', 'distinct')),
      -- Whether someone said that they are the same.
      said boolean not null default false,
      primary key (first_id, second_id),
      check (first_id < second_id)
    );
    create index duplicate_pair_list on duplicate_pair (territory_id, state, score desc, first_id, second_id);
    create index duplicate_pair_second on duplicate_pair (second_id);

    -- Where the search for duplicates stands: in the first reading of all practices, then in the journal.
    create table duplicate_search (
      territory_id uuid primary key references territory on delete cascade,
      transaction_id xid8 not null,
      sequence bigint not null,
      -- The last practice of a first reading that is under way; null when it is over.
      read_up_to uuid,
      looked_at timestamptz not null
    );
    create index practice_contact_phone on practice_contact
      (territory_id, right(regexp_replace(phone, '\D', '', 'g'), 9)) where phone <> '';
  `.execute(db);
}
