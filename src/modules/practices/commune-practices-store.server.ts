import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { visiblePractices } from './practice-store.server.ts';

/** Those of these communes (INSEE codes) in which the actor may see a practice. */
export async function communesWithPractices(
  context: Context,
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set();
  const isThere = visiblePractices(context)
    .select('record.id')
    .where('practice.commune_code', '=', sql<string>`asked.code`)
    .limit(1);
  const rows = await context.db
    .selectFrom(sql<{ code: string }>`unnest(${codes}::text[])`.as<'asked'>(sql`asked(code)`))
    .select('asked.code')
    .where(({ exists }) => exists(isThere))
    .execute();
  return new Set(rows.map(({ code }) => code));
}
