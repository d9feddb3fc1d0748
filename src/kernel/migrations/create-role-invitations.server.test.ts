import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { administer } from '../testing/administer.server.ts';
import { testServer } from '../testing/test-database.server.ts';
import { migrations } from './index.ts';

const name = `test_${newId().replaceAll('-', '')}`;
let db: Kysely<unknown>;
beforeAll(async () => {
  const server = testServer();
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 1 });
  // The server may cut the connection while it is being closed: the database is dropped at once.
  pool.on('connect', (client) => client.on('error', () => undefined));
  db = new Kysely({ dialect: new PostgresDialect({ pool }) });
});
afterAll(async () => {
  await db.destroy();
  await administer(testServer(), `drop database ${name} with (force)`);
});

async function migrateTo(target: string) {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(target);
  if (error) throw error;
}

it('whoever contributed already is listed, roles stay as they were, and nobody is made up', async () => {
  await migrateTo('0007-create-imports');
  const [territory, owner, contributor, silent, gone] = Array.from({ length: 5 }, () => newId());
  await sql`
    insert into territory (id, host, name, welcome, time_zone, created_at)
    values (${territory}, 'essai.test', 'Essai', '{}', 'Europe/Paris', now())`.execute(db);
  for (const id of [owner, contributor, silent]) {
    await sql`
      insert into person (id, name, email, created_at, updated_at)
      values (${id}, 'Camille', ${`${id}@exemple.test`}, now(), now())`.execute(db);
  }
  await sql`insert into membership values (${territory}, ${owner}, 'owner', now())`.execute(db);
  for (const [actor, day] of [
    [owner, '2026-03-01'],
    [contributor, '2026-03-02'],
    [contributor, '2026-03-01'],
    [gone, '2026-03-01'],
    [null, '2026-03-01'],
  ]) {
    await sql`
      insert into journal_entry (id, territory_id, actor_id, action, changes, happened_at)
      values (${newId()}, ${territory}, ${actor}, 'practice.changed', '{}', ${day})`.execute(db);
  }

  await migrateTo('0008-create-role-invitations');
  const { rows } = await sql<{ person_id: string; role: string; day: string }>`
    select person_id, role, to_char(created_at, 'YYYY-MM-DD') as day from membership order by role`.execute(
    db,
  );
  expect(rows).toEqual([
    { person_id: contributor, role: 'contributor', day: '2026-03-01' },
    { person_id: owner, role: 'owner', day: expect.any(String) },
  ]);
});
