import { type Kysely, sql } from 'kysely';

/**
 * Passkeys, changes of address, and what an identity provider needs to end the session it opened. A session keeps no
 * more than the names of its browser and system: what was kept of them until now is forgotten.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table passkey (
      id uuid primary key,
      person_id uuid not null references person on delete cascade,
      -- Browsers offer a passkey to the host it was made on, and to no other.
      host text not null,
      credential_id text not null unique,
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null,
      name text not null check (length(name) between 1 and 100),
      created_at timestamptz not null,
      last_used_at timestamptz
    );
    create index passkey_person on passkey (person_id);

    create table email_change (
      id uuid primary key,
      person_id uuid not null references person on delete cascade,
      old_email text not null,
      new_email text not null,
      state text not null check (state in ('asked', 'replaced', 'done', 'stopped')),
      asked_at timestamptz not null,
      -- When it was done, or stopped.
      settled_at timestamptz
    );
    create index email_change_person on email_change (person_id);
    create unique index email_change_asked on email_change (person_id) where state = 'asked';
    create index email_change_old_email on email_change (old_email) where state = 'done';

    create table provider_session (
      session_id uuid primary key references person_session on delete cascade,
      issuer text not null,
      id_token text not null
    );

    update person_session set user_agent = null, ip_address = null;
  `.execute(db);
}
