import { sql } from 'kysely';
import type { Context } from './context.ts';
import type { Id } from './ids.ts';

/**
 * Takes out of the journal what records held: it goes on saying who did what to them and when, no longer what. The personal
 * values that these entries refer to go with them. What moderation said in public stays: it names nobody and quotes nothing.
 *
 * @param personalFields the fields of a record under which entries refer to personal values
 */
export async function forgetContents(
  { db, territoryId }: Pick<Context, 'db' | 'territoryId'>,
  { recordIds, personalFields }: { recordIds: readonly Id[]; personalFields: readonly string[] },
): Promise<void> {
  await sql`
    delete from personal_value
    where territory_id = ${territoryId} and id in (
      select (told.state ->> 'personal')::uuid
      from journal_entry
      cross join lateral jsonb_each(changes) as change (field, states)
      cross join lateral (values (states -> 'before'), (states -> 'after')) as told (state)
      where territory_id = ${territoryId} and record_id = any(${recordIds}::uuid[])
        and change.field = any(${personalFields}::text[]) and told.state ? 'personal'
    )`.execute(db);
  await sql`
    update journal_entry set changes = '{}'
    where territory_id = ${territoryId} and record_id = any(${recordIds}::uuid[])
      and changes <> '{}' and not starts_with(journal_entry.action, 'moderation.')`.execute(db);
}
