import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.server.ts';
import { query } from './testing/scene.server.ts';

let dataFolder = '';
let server: EmbeddedPostgres | undefined;
let url = '';

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'entrelacs-postgres-test-'));
  const settings = { work_mem: '3MB', listen_addresses: '*' };
  const started = await startEmbeddedPostgres({ dataFolder, log: () => undefined, settings });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  server = started.value;
  url = server.url;
});

afterAll(async () => {
  await server?.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

test('what is acknowledged is on the disk', async () => {
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'];
  const values = settings.map((name) => `current_setting('${name}')`);

  expect(await query(url, `select ${values.join()}`)).toEqual([['on', 'on', 'on', 'on']]);
});

test('the host may change settings, yet never open the server to the network', async () => {
  expect(await query(url, `select current_setting('work_mem'), current_setting('listen_addresses')`)).toEqual(
    [['3MB', '127.0.0.1']],
  );
});

test('only the application signs in, only with its password, which only the owner of the cluster reads', async () => {
  const wrongPassword = new URL(url);
  wrongPassword.password = 'wrong';
  const superuser = new URL(url);
  superuser.username = 'postgres';
  const passwordFile = path.join(dataFolder, 'postgres', 'entrelacs.password');

  await expect(query(wrongPassword.href, 'select 1')).rejects.toThrow('password authentication failed');
  await expect(query(superuser.href, 'select 1')).rejects.toThrow('no pg_hba.conf entry');
  expect(await query(url, `select rolsuper from pg_roles where rolname = current_user`)).toEqual([[false]]);
  if (process.platform !== 'win32') expect((await stat(passwordFile)).mode & 0o777).toBe(0o600);
});

test('French is searched, compared and sorted as French', async () => {
  const search = `select to_tsvector('french', 'Les élèves à l’école') @@ to_tsquery('french', 'école & élève')`;
  const lower = `select lower('ÎLE ŒUVRE'), 'ÉTÉ' ilike 'été'`;
  const sorted = `select string_agg(w, ' ' order by w collate "fr-x-icu") from unnest('{zoo,été,abri,eau,Étang}'::text[]) w`;
  await query(
    url,
    'create extension pg_trgm; create extension unaccent; create extension btree_gist; create extension citext',
  );

  expect(await query(url, search)).toEqual([[true]]);
  expect(await query(url, lower)).toEqual([['île œuvre', true]]);
  expect(await query(url, sorted)).toEqual([['abri eau Étang été zoo']]);
  expect(await query(url, `select similarity('éçà', 'éçà'), unaccent('élève')`)).toEqual([[1, 'eleve']]);
});

test('the application makes a database from a template, as tests do', async () => {
  await query(url, 'create database template_of_tests');
  await query(url, 'create database one_test template template_of_tests');
  const copy = new URL(url);
  copy.pathname = '/one_test';

  expect(await query(copy.href, 'select current_database()')).toEqual([['one_test']]);
});
