import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { ImportedPractice } from './import/imported-practice.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    import_row: ImportRowTable;
  }
}

/** Lives in one transaction: no other one sees it, and it goes when that one ends, however it ends. */
interface ImportRowTable {
  /** The number of the record in its file. */
  number: number;
  content: ImportedPractice;
}

/** Makes the place where the records of one file wait, in this transaction. */
export async function openImportRows(tx: Database): Promise<void> {
  await sql`
    create temporary table if not exists import_row (number integer primary key, content jsonb not null)
    on commit drop`.execute(tx);
  await sql`truncate import_row`.execute(tx);
}

export async function addImportRows(tx: Database, practices: readonly ImportedPractice[]): Promise<void> {
  await tx
    .insertInto('import_row')
    .columns(['number', 'content'])
    .expression(
      sql`select (value->>'record')::integer, value from jsonb_array_elements(${JSON.stringify(practices)}::jsonb)`,
    )
    .execute();
}

/** The next records of the file, in its order. */
export async function nextImportRows(
  tx: Database,
  options: { after: number; limit: number },
): Promise<ImportedPractice[]> {
  const rows = await tx
    .selectFrom('import_row')
    .select('content')
    .where('number', '>', options.after)
    .orderBy('number')
    .limit(options.limit)
    .execute();
  return rows.map(({ content }) => content);
}

/**
 * The staged records with the same title, in the same commune, as a practice that was here before, by their numbers;
 * and that title. `before` is an id made when the import began.
 */
export async function findSameTitles(context: Context, before: Id): Promise<Map<number, string>> {
  await sql`analyze import_row`.execute(context.db);
  const { rows } = await sql<{ number: number; title: string }>`
    select distinct on (import_row.number) import_row.number, record.title
    from import_row
    join record on record.territory_id = ${context.territoryId} and record.kind = 'practice'
      and record.title = import_row.content -> 'state' ->> 'title' and record.deleted_at is null
      and record.visibility = 'public' and record.id < ${before}::uuid
    join practice on practice.territory_id = record.territory_id and practice.record_id = record.id
      and practice.commune_code = import_row.content -> 'state' ->> 'communeCode'
    order by import_row.number, record.id`.execute(context.db);
  return new Map(rows.map(({ number, title }) => [number, title]));
}
