import type { Generated } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, isId, newId } from '#kernel/ids.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    follow: FollowTable;
  }
}

interface FollowTable {
  id: Id;
  territory_id: Id;
  person_id: Id;
  record_id: Id | null;
  list: string;
  since: Date;
  from_transaction: Generated<string>;
}

/** What is followed: one record, or the address of a list. */
export type FollowTarget = { recordId: Id } | { list: string };

/** Someone's wish to be told of what happens to a record, or in a list. */
export interface Follow {
  id: Id;
  recordId: Id | null;
  /** Address of the list, with its filters; empty for a record. */
  list: string;
  since: Date;
}

const columns = ['id', 'record_id as recordId', 'list', 'since'] as const;

/** Followed twice is followed once, since the first time. */
export async function insertFollow(
  { db, clock, territoryId }: Context,
  personId: Id,
  target: FollowTarget,
): Promise<void> {
  await db
    .insertInto('follow')
    .values({
      id: newId(),
      territory_id: territoryId,
      person_id: personId,
      ...valuesOf(target),
      since: clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function valuesOf(target: FollowTarget) {
  return 'list' in target ? { record_id: null, list: target.list } : { record_id: target.recordId, list: '' };
}

/** The only follow of that person that is so named; undefined when there is none. */
export async function findFollow(
  { db, territoryId }: Context,
  personId: Id,
  name: FollowTarget | { id: string },
): Promise<Follow | undefined> {
  const query = db
    .selectFrom('follow')
    .select(columns)
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId);
  if ('id' in name) return isId(name.id) ? query.where('id', '=', name.id).executeTakeFirst() : undefined;
  if ('list' in name) return query.where('list', '=', name.list).executeTakeFirst();
  return query.where('record_id', '=', name.recordId).executeTakeFirst();
}

/** Everything someone follows, the latest first. */
export async function selectFollows({ db, territoryId }: Context, personId: Id): Promise<Follow[]> {
  return db
    .selectFrom('follow')
    .select(columns)
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .orderBy('since', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Who follows a record, by id. */
export async function followersOf({ db, territoryId }: Context, recordId: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('follow')
    .select('person_id as personId')
    .where('territory_id', '=', territoryId)
    .where('record_id', '=', recordId)
    .execute();
  return rows.map(({ personId }) => personId);
}

/** False when it was stopped already, or is not that person's. */
export async function deleteFollow({ db, territoryId }: Context, personId: Id, id: Id): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('follow')
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function deleteFollows({ db, territoryId }: Context, personId: Id): Promise<void> {
  await db
    .deleteFrom('follow')
    .where('territory_id', '=', territoryId)
    .where('person_id', '=', personId)
    .execute();
}
