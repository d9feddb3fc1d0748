import { type SelectQueryBuilder, sql } from 'kysely';
import type { Context, Role } from '#kernel/context.ts';
import type { Database, Tables } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import type { RoleHolder } from './role-holder.ts';
import { roleOf } from './person-store.server.ts';

/** Makes those who change roles of one territory wait for each other, until the transaction ends. */
export async function lockRoles(db: Database, territoryId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('roles'), hashtext(${territoryId}))`.execute(db);
}

/**
 * Gives someone who has just proved their address a place among contributors, unless they have one already: tells which,
 * `visitor` for whoever was removed.
 */
export async function joinTerritory(
  db: Database,
  holder: { territoryId: Id; personId: Id; now: Date },
): Promise<Role> {
  await db
    .insertInto('membership')
    .values({
      territory_id: holder.territoryId,
      person_id: holder.personId,
      role: 'contributor',
      created_at: holder.now,
    })
    .onConflict((conflict) => conflict.columns(['territory_id', 'person_id']).doNothing())
    .execute();
  return roleOf(db, holder);
}

/** The place of a person on this territory, `visitor` when they were removed; undefined when they never came. */
export async function membershipRole(context: Context, personId: Id): Promise<Role | undefined> {
  const row = await context.db
    .selectFrom('membership')
    .select('role')
    .where('territory_id', '=', context.territoryId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.role;
}

/** The places of several people on this territory. */
export async function membershipRoles(context: Context, personIds: Id[]): Promise<Map<Id, Role>> {
  if (personIds.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('membership')
    .select(['person_id', 'role'])
    .where('territory_id', '=', context.territoryId)
    .where('person_id', 'in', personIds)
    .execute();
  return new Map(rows.map((row) => [row.person_id, row.role]));
}

/** The proved addresses of those who facilitate a territory, owners among them. */
export async function facilitatorEmails(context: Context): Promise<string[]> {
  const rows = await context.db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('person.email')
    .where('membership.territory_id', '=', context.territoryId)
    .where('membership.role', 'in', ['facilitator', 'owner'])
    .where('person.email_verified', '=', true)
    .orderBy('person.id')
    .execute();
  return rows.map(({ email }) => email);
}

/**
 * Who may be written to, with their proved address: those of the territory, and those of `others` who never took a place
 * there. Whoever was removed is not among them.
 */
export async function reachablePeople(
  { db, territoryId }: Pick<Context, 'db' | 'territoryId'>,
  others: readonly Id[],
): Promise<{ id: Id; email: string }[]> {
  return db
    .selectFrom('person')
    .leftJoin('membership', (join) =>
      join.onRef('membership.person_id', '=', 'person.id').on('membership.territory_id', '=', territoryId),
    )
    .select(['person.id', 'person.email'])
    .where('person.email_verified', '=', true)
    .where((eb) =>
      eb.or([
        eb('membership.role', '<>', 'visitor'),
        eb.and([eb('membership.role', 'is', null), eb('person.id', '=', eb.fn.any(eb.val([...others])))]),
      ]),
    )
    .orderBy('person.id')
    .execute();
}

export async function countOwners(context: Context): Promise<number> {
  const { count } = await context.db
    .selectFrom('membership')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  return count;
}

/** Whom a list is asked for: part of a name in `words`, or of an address with `addresses`. */
export interface PeopleSearch {
  words: string;
  addresses: boolean;
}

export async function countPeople(context: Context, search: PeopleSearch): Promise<Record<Role, number>> {
  const rows = await found(context, search)
    .select((eb) => ['membership.role', eb.fn.countAll<number>().as('count')])
    .groupBy('membership.role')
    .execute();
  const counts = new Map(rows.map((row) => [row.role, row.count]));
  const countOf = (role: Role) => counts.get(role) ?? 0;
  return {
    visitor: countOf('visitor'),
    contributor: countOf('contributor'),
    facilitator: countOf('facilitator'),
    owner: countOf('owner'),
  };
}

/** People of one role by name, whoever chose none last. */
export async function selectPeople(
  context: Context,
  options: PeopleSearch & { role: Role; limit: number; offset: number },
): Promise<RoleHolder[]> {
  const rows = await peopleRows(context, options).execute();
  return rows.map((row) => ({ ...row, email: options.addresses ? row.email : null }));
}

/** The question itself, whose plan tests look at. */
export function peopleRows(
  context: Context,
  options: PeopleSearch & { role: Role; limit: number; offset: number },
) {
  return found(context, options)
    .where('membership.role', '=', options.role)
    .select(['person.id', 'person.name', 'person.email', 'membership.role', 'membership.created_at as since'])
    .orderBy(sql`person.name = ''`)
    .orderBy(sql`person.name collate "fr-x-icu"`)
    .orderBy('person.id')
    .limit(options.limit)
    .offset(options.offset);
}

function found(
  context: Context,
  { words, addresses }: PeopleSearch,
): SelectQueryBuilder<Tables, 'membership' | 'person', object> {
  const people = context.db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .where('membership.territory_id', '=', context.territoryId);
  if (words === '') return people;
  const part = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return people.where((eb) => {
    const named = sql<boolean>`plain_text(person.name) like plain_text(${part})`;
    return addresses ? eb.or([named, eb('person.email', 'like', part.toLowerCase())]) : named;
  });
}
