import { type Kysely, sql } from 'kysely';

/** Territories, people, their roles; then what every territory keeps: journal, mails, jobs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table territory (
      id uuid primary key,
      host text not null unique,
      name text not null check (length(name) between 1 and 200),
      welcome jsonb not null,
      communes text[] not null default '{}',
      time_zone text not null,
      is_demo boolean not null default false,
      created_at timestamptz not null
    );

    create table person (
      id uuid primary key,
      name text not null,
      email text not null unique check (email = lower(email)),
      email_verified boolean not null default false,
      image text,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );

    create table person_session (
      id uuid primary key,
      token text not null unique,
      person_id uuid not null references person on delete cascade,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );
    create index person_session_person on person_session (person_id);

    create table person_account (
      id uuid primary key,
      account_id text not null,
      provider_id text not null,
      person_id uuid not null references person on delete cascade,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      unique (provider_id, account_id)
    );

    create table person_verification (
      id uuid primary key,
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null,
      updated_at timestamptz not null
    );

    create table membership (
      territory_id uuid not null references territory on delete cascade,
      person_id uuid not null references person on delete cascade,
      role text not null check (role in ('contributor', 'facilitator', 'owner')),
      created_at timestamptz not null,
      primary key (territory_id, person_id)
    );

    create table journal_entry (
      id uuid primary key,
      sequence bigint generated always as identity,
      -- Readers follow commit order by (transaction_id, sequence) below the oldest running transaction.
      transaction_id xid8 not null default pg_current_xact_id(),
      territory_id uuid not null references territory on delete cascade,
      record_id uuid,
      actor_id uuid,
      action text not null,
      changes jsonb not null,
      undoes uuid,
      happened_at timestamptz not null
    );
    create index journal_entry_position on journal_entry (territory_id, transaction_id, sequence);
    create index journal_entry_record on journal_entry (territory_id, record_id, sequence desc);

    create table personal_value (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      person_id uuid,
      value jsonb not null,
      salt text not null
    );
    create index personal_value_person on personal_value (territory_id, person_id);

    create table outgoing_mail (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      recipient text not null,
      subject text not null,
      body text not null,
      secret boolean not null,
      state text not null check (state in ('waiting', 'sent')),
      queued_at timestamptz not null,
      sent_at timestamptz
    );
    create index outgoing_mail_latest on outgoing_mail (territory_id, queued_at desc);
    create index outgoing_mail_recipient on outgoing_mail (territory_id, recipient, queued_at desc);

    create table job_run (
      id uuid primary key,
      territory_id uuid not null references territory on delete cascade,
      name text not null,
      state text not null check (state in ('queued', 'running', 'done', 'retrying', 'failed')),
      done integer not null default 0,
      total integer,
      attempts integer not null default 0,
      failure text,
      queued_at timestamptz not null,
      finished_at timestamptz
    );
    create index job_run_latest on job_run (territory_id, queued_at desc);
  `.execute(db);
}
