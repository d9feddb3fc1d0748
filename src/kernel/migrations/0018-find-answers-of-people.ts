import { type Kysely, sql } from 'kysely';

/**
 * Once a session is published the addresses it was sent to are forgotten. Whoever answered in a named college can still
 * have a copy of what they signed, or be forgotten there: their invitation keeps a keyed hash of the address.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table evaluation_invitation add column email_key text not null default '';
    create index evaluation_invitation_email on evaluation_invitation (territory_id, email) where email <> '';
    create index evaluation_invitation_email_key on evaluation_invitation (territory_id, email_key)
      where email_key <> '';
  `.execute(db);
}
