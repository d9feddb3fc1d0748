import { type Kysely, sql } from 'kysely';

/**
 * What records are about: themes, challenges and communities of interest, as each territory shapes them. A topic that
 * is taken away or merged stays, so that both can be undone: records keep naming it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table topic (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      kind text not null check (kind in ('theme', 'challenge', 'community')),
      slug text not null,
      name text not null check (length(name) between 1 and 100),
      description text not null default '' check (length(description) <= 2000),
      -- Another theme of the same territory. No reference: rows come back from a backup in any order.
      parent_id uuid,
      position integer not null,
      removed boolean not null default false,
      -- The topic that stands for it since it was merged.
      merged_into uuid,
      unique (territory_id, kind, slug)
    );

    alter table record
      add column topic_ids uuid[] not null default '{}',
      add column chat_url text not null default '',
      add column co_authors text[] not null default '{}';
    create index record_topics on record using gin (territory_id, topic_ids);
  `.execute(db);
}
