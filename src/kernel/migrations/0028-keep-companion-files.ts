import { type Kysely, sql } from 'kysely';

/** Files that came along with an imported one and explain it: its form, its lists, its taxonomy. They go with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table import_companion (
      import_id uuid not null references import_run on delete cascade,
      territory_id uuid not null references territory on delete cascade,
      number integer not null,
      file_name text not null,
      bytes bytea not null check (length(bytes) between 1 and 2097152),
      primary key (import_id, number)
    );
  `.execute(db);
}
