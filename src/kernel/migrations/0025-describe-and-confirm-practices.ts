import { type Kysely, sql } from 'kysely';

/**
 * What a practice says of itself and where it reaches, and how its people are asked whether it is still true. The places
 * under which a practice is found stand in one column, so that one index answers for communes and EPCI alike.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function practice_place_codes(commune_code text, also_in jsonb, epci_code text) returns text[]
      language sql immutable parallel safe
      return array_remove(
        array_cat(array[commune_code, epci_code], array(select jsonb_path_query(also_in, '$[*].code') #>> '{}')), null);

    alter table practice
      add column milieu text check (milieu in ('urban', 'periurban', 'rural', 'several')),
      add column digital text check (digital in ('none', 'mailing-list', 'website', 'social-network', 'platform')),
      add column reach text not null default 'place'
        check (reach in ('place', 'communes', 'epci', 'area', 'everywhere')),
      -- Communes beside the first: [{code, name}].
      add column also_in jsonb not null default '[]',
      add column epci_code text,
      add column epci_name text not null default '',
      -- A GeoJSON Polygon or MultiPolygon (RFC 7946).
      add column area jsonb,
      add column partners text not null default '',
      -- [{label, url}]
      add column links jsonb not null default '[]';
    alter table practice add column place_codes text[] not null
      generated always as (practice_place_codes(commune_code, also_in, epci_code)) stored;
    update practice set reach = 'everywhere'
      where commune_code is null and lower(commune_name) in ('partout', 'everywhere', 'tout le territoire');
    create index practice_places on practice using gin (place_codes);
    create index practice_areas on practice (territory_id) where area is not null;
    drop index practice_commune;
    -- What was confirmed longest ago: the day it was made counts for what nobody confirmed.
    create index record_confirmed on record
      (territory_id, kind, coalesce(confirmed_on, (created_at at time zone 'UTC')::date), id);

    -- Which practices a mail asked someone about, so that its link leads to them and to no other.
    create table confirmation_ask (
      mail_id uuid not null,
      record_id uuid not null references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      -- Null for the contact of a practice, who has no account.
      person_id uuid references person on delete cascade,
      -- A keyed hash of the address, never the address.
      address_mark text not null,
      asked_at timestamptz not null,
      answer text not null default '' check (answer in ('', 'true', 'changed', 'ended')),
      primary key (mail_id, record_id)
    );
    create index confirmation_ask_record on confirmation_ask (territory_id, record_id, asked_at);
    create index confirmation_ask_person on confirmation_ask (person_id);

    -- Who asked not to be asked again, by a keyed hash of their address.
    create table confirmation_refusal (
      territory_id uuid not null references territory on delete cascade,
      address_mark text not null,
      refused_at timestamptz not null,
      primary key (territory_id, address_mark)
    );

    -- What someone without an account corrected, until they press the button of their mail.
    create table waiting_correction (
      id uuid primary key,
      record_id uuid not null references record on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      person_id uuid not null references person on delete cascade,
      version integer not null,
      -- What they typed, by the names of the form.
      input jsonb not null,
      written_at timestamptz not null
    );
    create index waiting_correction_record on waiting_correction (record_id);
    create index waiting_correction_person on waiting_correction (person_id);
    create index waiting_correction_age on waiting_correction (territory_id, written_at);

    -- After how many months without a word people are asked by themselves; null for never.
    alter table territory add column confirm_after_months smallint check (confirm_after_months between 1 and 120);
  `.execute(db);
}
