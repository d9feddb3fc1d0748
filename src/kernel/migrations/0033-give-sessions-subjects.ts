import { type Kysely, sql } from 'kysely';

/** What a session is about, one or several practices: a sheet is of one respondent on one of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table evaluation_subject (
      evaluation_id uuid not null references evaluation on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      position integer not null check (position > 0),
      -- What people said of a practice outlives it.
      record_id uuid references record on delete set null,
      primary key (evaluation_id, position)
    );
    create index evaluation_subject_record on evaluation_subject (territory_id, record_id);
    insert into evaluation_subject (evaluation_id, territory_id, position, record_id)
      select record_id, territory_id, 1, practice_id from evaluation;
    alter table evaluation drop column practice_id;

    alter table evaluation_sheet
      add column subject integer not null default 1,
      drop constraint evaluation_sheet_pkey,
      add primary key (evaluation_id, respondent_key, subject),
      add foreign key (evaluation_id, subject) references evaluation_subject on delete cascade;
    alter table evaluation_sheet alter column subject drop default;
  `.execute(db);
}
