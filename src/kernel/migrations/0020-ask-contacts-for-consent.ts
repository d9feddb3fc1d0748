import { type Kysely, sql } from 'kysely';

/** What the person to reach for a practice chose, when, and the words they read; and to whom a mail is answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table practice_contact
      add column choice text not null default 'none' check (choice in ('none', 'public', 'private')),
      add column asked_at timestamptz,
      add column answered_at timestamptz,
      add column words text not null default '',
      add constraint practice_contact_answered check ((choice = 'none') = (answered_at is null));
    create index practice_contact_email on practice_contact (territory_id, lower(email)) where email <> '';
    alter table outgoing_mail add column reply_to text not null default '';
  `.execute(db);
}
