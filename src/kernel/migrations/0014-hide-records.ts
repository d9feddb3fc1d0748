import { type Kysely, sql } from 'kysely';

/** What facilitators hide stays where it is, with the day and the reason that are told instead of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table record
      add column hidden_at timestamptz,
      add column hidden_reason text,
      add column hidden_words text not null default '',
      add constraint record_hidden_reason check ((hidden_at is null) = (hidden_reason is null));
    alter table comment
      add column hidden_at timestamptz,
      add column hidden_reason text,
      add column hidden_words text not null default '',
      add constraint comment_hidden_reason check ((hidden_at is null) = (hidden_reason is null));
    create index journal_moderation on journal_entry (territory_id, sequence desc)
      where starts_with(action, 'moderation.');
  `.execute(db);
}
