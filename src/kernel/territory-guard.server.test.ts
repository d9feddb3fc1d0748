import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MissingTerritoryError } from './territory-guard.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

describe('a query on a territory’s table', () => {
  it('is refused when it does not name its territory, whatever its form', async () => {
    const { db } = world;
    const refused = [
      () => db.selectFrom('record').select('id').execute(),
      () => db.selectFrom('record').select(['id', 'territory_id']).where('title', '=', 'x').execute(),
      () => db.selectFrom('record as r').select('r.id').where('r.title', '=', 'x').execute(),
      () => db.updateTable('record').set({ title: 'x' }).where('title', '=', 'y').execute(),
      () => db.deleteFrom('record').where('title', '=', 'y').execute(),
      () => sql`select id from record where title = 'x'`.execute(db),
      () => sql`update "record" set title = 'x'`.execute(db),
      () =>
        db
          .selectFrom('record')
          .innerJoin('comment', 'comment.record_id', 'record.id')
          .select('comment.id')
          .where('record.territory_id', '=', world.territoryId)
          .execute(),
      () =>
        db
          .selectFrom('territory')
          .select('id')
          .where('id', 'in', (eb) => eb.selectFrom('record').select('record.territory_id'))
          .execute(),
      () => db.transaction().execute((tx) => tx.selectFrom('record').select('id').execute()),
    ];
    for (const query of refused) await expect(query()).rejects.toThrow(MissingTerritoryError);
  });

  it('passes when every table of it names the territory', async () => {
    const { db, territoryId } = world;
    const accepted = [
      () => db.selectFrom('record').select('id').where('territory_id', '=', territoryId).execute(),
      () => db.selectFrom('record as r').select('r.id').where('r.territory_id', '=', territoryId).execute(),
      () =>
        db
          .selectFrom('record')
          .innerJoin('comment', 'comment.record_id', 'record.id')
          .select('comment.id')
          .where('record.territory_id', '=', territoryId)
          .where('comment.territory_id', '=', territoryId)
          .execute(),
      () => db.selectFrom('person').select('id').execute(),
      () => sql`select id from record where territory_id = ${territoryId}`.execute(db),
    ];
    for (const query of accepted) await expect(query()).resolves.toBeDefined();
  });
});
