import { type Kysely, sql } from 'kysely';

/** The inventory of practices, and the details of contact that wait for consent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table practice (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      purpose text check (purpose in ('redistribution', 'sharing', 'organisation')),
      status text not null check (status in ('idea', 'experiment', 'active', 'asleep', 'ended')),
      sector text,
      legal_status text,
      commune_code text,
      commune_name text not null default '',
      place text not null default '',
      lat double precision check (lat between -90 and 90),
      lng double precision check (lng between -180 and 180),
      point_is_doubtful boolean not null default false,
      since text not null default '',
      carriers text not null default '',
      website text not null default '',
      count integer check (count > 0),
      -- Columns of an imported file that match no field of ours: kept, not shown to everyone.
      extra jsonb not null default '{}',
      check ((lat is null) = (lng is null))
    );
    create index practice_commune on practice (territory_id, commune_code);
    create index practice_status on practice (territory_id, status);
    create index practice_purpose on practice (territory_id, purpose);
    create index practice_point on practice (territory_id, lng, lat) where lat is not null and not point_is_doubtful;

    create table practice_contact (
      record_id uuid primary key references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      name text not null default '',
      email text not null default '',
      phone text not null default ''
    );
  `.execute(db);
}
