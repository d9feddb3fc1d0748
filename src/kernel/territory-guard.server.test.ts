import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from './database.server.ts';
import { newId } from './ids.ts';
import { MissingTerritoryError } from './territory-guard.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
let db: Database;
let territoryId: string;
beforeAll(async () => {
  world = await openTestWorld();
  ({ db, territoryId } = world);
});
afterAll(() => world.close());

type Query = () => Promise<unknown>;
const nowhere = newId();

/** Each leaves a territory's table open to the others; most name `territory_id` somewhere all the same. */
const refused: Record<string, Query> = {
  'no condition': () => db.selectFrom('record').select('id').execute(),
  'the territory only asked for': () =>
    db.selectFrom('record').select(['id', 'territory_id']).where('title', '=', 'x').execute(),
  'an alias': () => db.selectFrom('record as r').select('r.id').where('r.title', '=', 'x').execute(),
  'a name with its schema': () => db.withSchema('public').selectFrom('record').select('id').execute(),
  'an update': () => db.updateTable('record').set({ title: 'x' }).where('title', '=', 'y').execute(),
  'an update that only sets the territory': () =>
    db.updateTable('record').set({ territory_id: territoryId }).where('id', '=', nowhere).execute(),
  'a deletion': () => db.deleteFrom('record').where('title', '=', 'y').execute(),
  'a join whose second table is open': () =>
    db
      .selectFrom('record')
      .innerJoin('comment', 'comment.record_id', 'record.id')
      .select('comment.id')
      .where('record.territory_id', '=', territoryId)
      .execute(),
  'two tables that only equal each other': () =>
    db
      .selectFrom('record')
      .innerJoin('comment', (join) => join.onRef('comment.territory_id', '=', 'record.territory_id'))
      .select('comment.id')
      .execute(),
  'an outer join that restricts the table it keeps whole': () =>
    db
      .selectFrom('record')
      .leftJoin('comment', (join) =>
        join.on('record.territory_id', '=', territoryId).on('comment.territory_id', '=', territoryId),
      )
      .select('record.id')
      .execute(),
  'a table joined to itself': () =>
    db
      .selectFrom('record as one')
      .innerJoin('record as other', 'other.slug', 'one.slug')
      .select('other.id')
      .where('one.territory_id', '=', territoryId)
      .execute(),
  'one condition among alternatives': () =>
    db
      .selectFrom('record')
      .select('id')
      .where((eb) => eb.or([eb('territory_id', '=', territoryId), eb('title', '=', 'x')]))
      .execute(),
  'a negation': () => db.selectFrom('record').select('id').where('territory_id', '!=', territoryId).execute(),
  'presence instead of a value': () =>
    db.selectFrom('record').select('id').where('territory_id', 'is not', null).execute(),
  'the column compared with itself': () =>
    db.selectFrom('record').select('id').whereRef('territory_id', '=', 'record.territory_id').execute(),
  'a query inside a condition': () =>
    db
      .selectFrom('territory')
      .select('id')
      .where('id', 'in', (eb) => eb.selectFrom('record').select('record.territory_id'))
      .execute(),
  'a query inside what is asked for': () =>
    db
      .selectFrom('territory')
      .select((eb) => eb.selectFrom('record').select('record.title').limit(1).as('title'))
      .execute(),
  'a query inside an order': () =>
    db
      .selectFrom('territory')
      .select('id')
      .orderBy((eb) => eb.selectFrom('record').select('record.title').limit(1))
      .execute(),
  'a common table expression': () =>
    db
      .with('all_of_them', (qb) => qb.selectFrom('record').select('title'))
      .selectFrom('all_of_them')
      .selectAll()
      .execute(),
  'a union': () =>
    db
      .selectFrom('record')
      .select('title')
      .where('territory_id', '=', territoryId)
      .union(db.selectFrom('record').select('title'))
      .execute(),
  'an insert from an open query': () =>
    db
      .insertInto('used_link')
      .columns(['id', 'expires_at'])
      .expression((eb) => eb.selectFrom('record').select(['id', 'created_at']))
      .execute(),
  'a deletion that uses another table': () =>
    db
      .deleteFrom('comment')
      .using('record')
      .whereRef('comment.record_id', '=', 'record.id')
      .where('comment.territory_id', '=', territoryId)
      .execute(),
  'an update from another table': () =>
    db
      .updateTable('comment')
      .from('record')
      .set({ deleted_at: null })
      .whereRef('comment.record_id', '=', 'record.id')
      .where('comment.territory_id', '=', territoryId)
      .execute(),
  'a transaction': () => db.transaction().execute((tx) => tx.selectFrom('record').select('id').execute()),
  text: () => sql`select id from record where title = 'x'`.execute(db),
  'an update as text': () => sql`update "record" set title = 'x'`.execute(db),
  'an update as text that only sets the territory': () =>
    sql`update record set territory_id = ${territoryId} where id = ${nowhere}`.execute(db),
  'text with a schema': () => sql`select id from public."record"`.execute(db),
  'text with a comment': () => sql`select id from/* territory_id = ? */record`.execute(db),
  'text with two tables and a comma': () =>
    sql`select r.id from territory t, record r where t.id = ${territoryId}`.execute(db),
  'text that names the territory only in what it asks for': () =>
    sql`select territory_id from record`.execute(db),
  'text that compares the column with itself': () =>
    sql`select id from record where territory_id = territory_id`.execute(db),
  'text with one condition for two tables': () =>
    sql`select 1 from record r join comment c on c.record_id = r.id where r.territory_id = ${territoryId}`.execute(
      db,
    ),
  'text with the name of the table put in': () => sql`select id from ${sql.table('record')}`.execute(db),
  'text with an identifier put in': () => sql`select id from ${sql.id('record')}`.execute(db),
  'text put into text': () => sql`select id from ${sql.raw('record')}`.execute(db),
  'text that empties a table': () => sql`truncate record`.execute(db),
  'text in what is asked for': () =>
    db
      .selectFrom('territory')
      .select(sql<number>`(select count(*) from record)`.as('count'))
      .execute(),
  'text in an order': () =>
    db
      .selectFrom('territory')
      .select('id')
      .orderBy(sql`(select title from record limit 1)`)
      .execute(),
  'text as a table': () =>
    db
      .selectFrom(sql<{ id: string }>`record`.as('r'))
      .select('r.id')
      .execute(),
};

const accepted: Record<string, Query> = {
  'a condition': () => db.selectFrom('record').select('id').where('territory_id', '=', territoryId).execute(),
  'an alias': () =>
    db.selectFrom('record as r').select('r.id').where('r.territory_id', '=', territoryId).execute(),
  'a condition among others that all hold': () =>
    db
      .selectFrom('record')
      .select('id')
      .where((eb) => eb.and([eb('title', '=', 'x'), eb('record.territory_id', '=', territoryId)]))
      .execute(),
  'a join where both name it': () =>
    db
      .selectFrom('record')
      .innerJoin('comment', 'comment.record_id', 'record.id')
      .select('comment.id')
      .where('record.territory_id', '=', territoryId)
      .where('comment.territory_id', '=', territoryId)
      .execute(),
  'a join where one follows the other': () =>
    db
      .selectFrom('record')
      .innerJoin('comment', (join) => join.onRef('comment.territory_id', '=', 'record.territory_id'))
      .select('comment.id')
      .where('record.territory_id', '=', territoryId)
      .execute(),
  'an outer join that restricts the table it adds': () =>
    db
      .selectFrom('record')
      .leftJoin('comment', (join) => join.onRef('comment.territory_id', '=', 'record.territory_id'))
      .select('comment.id')
      .where('record.territory_id', '=', territoryId)
      .execute(),
  'a query inside that follows the one around it': () =>
    db
      .selectFrom('record')
      .select('id')
      .where('territory_id', '=', territoryId)
      .where((eb) =>
        eb.exists(
          eb.selectFrom('comment').select('id').whereRef('comment.territory_id', '=', 'record.territory_id'),
        ),
      )
      .execute(),
  'a deletion': () =>
    db.deleteFrom('record').where('territory_id', '=', territoryId).where('id', '=', nowhere).execute(),
  'an insert': () =>
    db
      .insertInto('membership')
      .values({ territory_id: territoryId, person_id: nowhere, role: 'owner', created_at: world.clock.now() })
      .onConflict((conflict) =>
        conflict.columns(['territory_id', 'person_id']).doUpdateSet({ role: 'owner' }),
      )
      .execute()
      .catch((error: { code?: string }) =>
        expect(error.code, 'refused by the foreign key, not by the guard').toBe('23503'),
      ),
  'a table of no territory': () => db.selectFrom('person').select('id').execute(),
  'a column called as a table': () =>
    sql`select action from journal_entry where territory_id = ${territoryId}`.execute(db),
  text: () => sql`select id from record where territory_id = ${territoryId}`.execute(db),
  'text with names put in': () =>
    sql`select id from ${sql.table('record')} where ${sql.ref('territory_id')} = ${territoryId}`.execute(db),
  'text with two tables': () =>
    sql`
      select c.id from record r join comment c on c.territory_id = r.territory_id
      where r.territory_id = ${territoryId}`.execute(db),
  'text that inserts': () =>
    sql`
      insert into personal_value (id, territory_id, value, salt)
      values (${newId()}, ${territoryId}, '1', 'x')`.execute(db),
};

describe('a query on a territory’s table that is open to other territories is refused', () => {
  it.each(Object.entries(refused))('%s', async (_, query) => {
    await expect((async () => query())()).rejects.toThrow(MissingTerritoryError);
  });

  it('as text, each time it comes', async () => {
    for (const _ of [1, 2]) {
      await expect((async () => sql`select id from record limit 1`.execute(db))()).rejects.toThrow(
        MissingTerritoryError,
      );
    }
  });
});

describe('a query that keeps to one territory passes', () => {
  it.each(Object.entries(accepted))('%s', async (_, query) => {
    await expect(query()).resolves.not.toThrow();
  });
});
