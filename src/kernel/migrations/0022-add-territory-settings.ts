import { type Kysely, sql } from 'kysely';

/**
 * What owners settle in the pages of their territory. `setup_left` begins empty: territories that are already at work have
 * nothing left to prepare.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table territory
      add column language text not null default 'fr',
      add column licence text not null default 'CC-BY-SA-4.0',
      -- The colour that the others are computed from; null for those of the product.
      add column colour text check (colour ~ '^#[0-9a-f]{6}$'),
      add column sections_off text[] not null default '{}',
      add column setup_left text[] not null default '{}',
      -- What the law wants a public site to tell; null texts are empty.
      add column publisher text not null default '',
      add column director text not null default '',
      add column hosting text not null default '',
      add column legal jsonb,
      add column privacy jsonb;
  `.execute(db);
}
