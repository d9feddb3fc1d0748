import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { administer } from '../testing/administer.server.ts';
import { testServer } from '../testing/test-database.server.ts';
import { migrations } from './index.ts';

/** A database as the previous version left it, with mails that had no server to leave by. */
const name = `test_${newId().replaceAll('-', '')}`;
const territoryId = newId();
let db: Kysely<unknown>;
beforeAll(async () => {
  const url = new URL(testServer());
  await administer(url.href, `create database ${name} template template0`);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href });
  // The server may cut the connection while it is being closed: the database is dropped at once.
  pool.on('connect', (client) => client.on('error', () => undefined));
  db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  await migrateTo('0009-extend-evaluations');
  await sql`
    insert into territory (id, host, name, welcome, communes, time_zone, created_at)
    values (${territoryId}, 'essai.test', 'Pays d’essai', '{}', '{}', 'Europe/Paris', now())`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await administer(testServer(), `drop database ${name} with (force)`);
});

async function migrateTo(version: string) {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(version);
  if (error) throw error;
}

const origin = 'http://essai.test';
const signIn = `${origin}/en/connexion/lien/abc-1_.def?vers=%2F`;
const proposal = `${origin}/pratiques/proposition/ghi.jkl`;
const answer = `${origin}/evaluations/repondre/mno.pqr`;
const mails = [
  { body: `Hello,\n\n${signIn}\n\nOnce.\n`, link: signIn, renew_minutes: null },
  { body: `« http://ailleurs.test/x », ${origin} :\n\n${proposal}\n`, link: proposal, renew_minutes: 4320 },
  { body: `Voici : ${answer}`, link: answer, renew_minutes: null },
  { body: 'Un mot.', secret: false, link: '', renew_minutes: null },
  { body: '', state: 'sent', link: '', renew_minutes: null },
];

it('gives waiting mails their link, and the work of sending them its true state', async () => {
  for (const { body, secret = true, state = 'waiting' } of mails) {
    await sql`
      insert into outgoing_mail (id, territory_id, recipient, subject, body, secret, state, queued_at)
      values (${newId()}, ${territoryId}, 'anne@exemple.test', 'x', ${body}, ${secret}, ${state}, now())`.execute(
      db,
    );
    await sql`
      insert into job_run (id, territory_id, name, state, queued_at)
      values (${newId()}, ${territoryId}, 'send-mail', 'done', now())`.execute(db);
  }
  await sql`
    insert into job_run (id, territory_id, name, state, queued_at)
    values (${newId()}, ${territoryId}, 'import-practices', 'done', now())`.execute(db);

  await migrateTo('0010-keep-waiting-mail');

  const kept = await sql`select link, renew_minutes from outgoing_mail order by id`.execute(db);
  expect(kept.rows).toEqual(mails.map(({ link, renew_minutes }) => ({ link, renew_minutes })));
  const work = await sql`
    select name, job_run.state, failure from job_run left join outgoing_mail using (id)
    order by name desc, outgoing_mail.id`.execute(db);
  const waiting = { name: 'send-mail', state: 'waiting', failure: 'app.mail.no-server' };
  expect(work.rows).toEqual([
    waiting,
    waiting,
    waiting,
    waiting,
    { name: 'send-mail', state: 'done', failure: null },
    { name: 'import-practices', state: 'done', failure: null },
  ]);
});
