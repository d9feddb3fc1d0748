import { type Kysely, sql } from 'kysely';

/**
 * Roles given by people: invitations that wait, people who were removed, and what lists of a hundred thousand people
 * need. Whoever already contributed is listed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- 'visitor': someone who was removed, and reads as everyone does.
    alter table membership drop constraint membership_role_check;
    alter table membership add constraint membership_role_check
      check (role in ('visitor', 'contributor', 'facilitator', 'owner'));
    create index membership_role on membership (territory_id, role);

    insert into membership (territory_id, person_id, role, created_at)
      select territory_id, actor_id, 'contributor', min(happened_at)
      from journal_entry join person on person.id = journal_entry.actor_id
      group by territory_id, actor_id
      on conflict do nothing;

    -- As lists of people are sorted: whoever chose no name comes last.
    create index person_listed on person ((name = ''), (name collate "fr-x-icu"), id);
    create index person_name_words on person using gin (plain_text(name) gin_trgm_ops);
    create index person_email_words on person using gin (email gin_trgm_ops);

    create table role_invitation (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      person_id uuid not null references person on delete cascade,
      role text not null check (role in ('contributor', 'facilitator', 'owner')),
      invited_by uuid not null references person on delete cascade,
      sent_at timestamptz not null,
      expires_at timestamptz not null,
      unique (territory_id, person_id)
    );
    create index role_invitation_latest on role_invitation (territory_id, sent_at desc);

    -- What concerns the territory itself, such as roles.
    create index journal_entry_of_territory on journal_entry (territory_id, sequence desc) where record_id is null;
  `.execute(db);
}
