import { type Kysely, sql } from 'kysely';

/** What facilitators prepare together is seen by them alone: until now the core showed it to whoever signed in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table record drop constraint record_visibility_check,
      add constraint record_visibility_check
        check (visibility in ('public', 'members', 'group', 'facilitators', 'draft'));
    update record set visibility = 'facilitators'
      from evaluation
      where evaluation.record_id = record.id and evaluation.territory_id = record.territory_id
        and evaluation.state = 'draft' and record.visibility = 'members';
  `.execute(db);
}
