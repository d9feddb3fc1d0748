import { type Kysely, sql } from 'kysely';

/** Photographs and documents that people send beside an answer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table evaluation_evidence (
      -- Drawn by lot, with an ending: the sheet that it stands on names it, and nothing here says which one that is.
      name text primary key,
      territory_id uuid not null references territory on delete cascade,
      evaluation_id uuid not null references evaluation on delete cascade,
      file_id uuid not null references stored_file,
      media_type text not null,
      -- In pixels; 0 for a document.
      width integer not null,
      height integer not null,
      removed_at timestamptz
    );
    create index evaluation_evidence_of_session on evaluation_evidence (territory_id, evaluation_id);
    create index evaluation_evidence_file on evaluation_evidence (territory_id, file_id);
  `.execute(db);
}
