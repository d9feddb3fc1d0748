import { sql } from 'kysely';
import type { Context, Role } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';

/** What tests about roles put in the database, and read as it stands there. */

export async function putRoleHolder(context: Context, holder: { personId: Id; role: Role }): Promise<void> {
  await sql`
    insert into membership (territory_id, person_id, role, created_at)
    values (${context.territoryId}, ${holder.personId}, ${holder.role}, ${context.clock.now()})`.execute(
    context.db,
  );
}

/** Many contributors at once, named after their number. */
export async function putContributors(context: Context, count: number): Promise<void> {
  await sql`
    with made as (
      insert into person (id, name, email, email_verified, created_at, updated_at)
      select gen_random_uuid(), 'Membre ' || lpad(number::text, 6, '0'),
        gen_random_uuid() || '@exemple.test', true, now(), now()
      from generate_series(1, ${count}) as number
      returning id)
    insert into membership (territory_id, person_id, role, created_at)
    select ${context.territoryId}::uuid, id, 'contributor', now() from made`.execute(context.db);
  await sql`analyze person, membership`.execute(context.db);
}

export async function writtenRoles({ db, territoryId }: Context): Promise<Map<Id, Role>> {
  const { rows } = await sql<{ person_id: Id; role: Role }>`
    select person_id, role from membership where territory_id = ${territoryId}`.execute(db);
  return new Map(rows.map((row) => [row.person_id, row.role]));
}

export interface WrittenEntry {
  action: string;
  actor_id: Id | null;
  changes: unknown;
}

export async function writtenJournal({ db, territoryId }: Context): Promise<WrittenEntry[]> {
  const { rows } = await sql<WrittenEntry>`
    select action, actor_id, changes from journal_entry where territory_id = ${territoryId}
    order by sequence`.execute(db);
  return rows;
}

/** The mails to an address, in order. */
export async function mailsTo(
  { db, territoryId }: Context,
  email: string,
): Promise<{ body: string; secret: boolean }[]> {
  const { rows } = await sql<{ body: string; secret: boolean }>`
    select body, secret from outgoing_mail where territory_id = ${territoryId} and recipient = ${email}
    order by queued_at, id`.execute(db);
  return rows;
}
