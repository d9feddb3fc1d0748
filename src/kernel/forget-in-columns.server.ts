import { CompiledQuery, sql } from 'kysely';
import type { Context } from './context.ts';
import type { Database } from './database.server.ts';

/** A column that holds words; names are quoted. */
interface WordColumn {
  table: string;
  column: string;
  type: 'text' | 'text[]' | 'json' | 'jsonb';
}

/** What stands where an address stood, as where an import leaves one out. */
const leftOut = '…';

/**
 * Takes an e-mail address out of every text of the territory, whatever table it stands in: the catalogue of the
 * database is asked, so that a table made tomorrow is covered too. Columns of a unique index are left to the part that
 * owns them, since two addresses left out would collide.
 */
export async function forgetAddressInColumns(inside: Context, email: string): Promise<void> {
  const tables = Map.groupBy(await wordColumns(inside.db), ({ table }) => table);
  for (const [table, columns] of tables) await forgetIn(inside, { table, columns }, email);
}

async function wordColumns(db: Database): Promise<WordColumn[]> {
  const { rows } = await sql<WordColumn>`
    select quote_ident(c.relname) as table, quote_ident(a.attname) as column,
      case when a.atttypid = 'jsonb'::regtype then 'jsonb' when a.atttypid = 'json'::regtype then 'json'
        when a.atttypid = 'text[]'::regtype then 'text[]' else 'text' end as type
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'json'::regtype, 'jsonb'::regtype)
      and exists (select from pg_attribute t
        where t.attrelid = c.oid and t.attname = 'territory_id' and not t.attisdropped)
      and not exists (select from pg_index i
        where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey))
    order by c.relname, a.attnum`.execute(db);
  return rows;
}

/** One reading of the table for all its columns. */
async function forgetIn(
  inside: Context,
  { table, columns }: { table: string; columns: readonly WordColumn[] },
  email: string,
): Promise<void> {
  const texts = columns.map(({ column }) => `${column}::text`).join(', ');
  // The names are the catalogue's own, quoted by it.
  const statement = `
    update ${table} set ${columns.map(({ column, type }) => `${column} = ${forgotten(column, type)}`).join(', ')}
    where territory_id = $1 and position($2 in lower(concat_ws(' ', ${texts}))) > 0`;
  const values = [inside.territoryId, email, patternOf(email), leftOut];
  await inside.db.executeQuery(CompiledQuery.raw(statement, values));
}

function forgotten(column: string, type: WordColumn['type']): string {
  switch (type) {
    case 'text':
      return without(column);
    case 'text[]':
      return `array(
        select ${without('word')} from unnest(${column}) with ordinality as words(word, place) order by place)`;
    default:
      return `${without(`${column}::text`)}::${type}`;
  }
}

function without(text: string): string {
  return `regexp_replace(${text}, $3, $4, 'gi')`;
}

/** Not within a longer address (`anne@exemple.org` is not in `jeanne@exemple.org`); JSON writes a new line as `\n`. */
function patternOf(email: string): string {
  const escaped = email.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
  return String.raw`(?:(?<![\w.%+'-])|(?<=\\[nrt]))${escaped}(?![\w-]|\.\w)`;
}
