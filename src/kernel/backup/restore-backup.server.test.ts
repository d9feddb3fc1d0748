import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { anyText } from '../testing/any-text.ts';
import {
  type BackupScene,
  backedUp,
  earlierMigrations,
  openBackupScene,
  opened,
  query,
  restored,
  smallMigrations,
  sumsOf,
} from './testing/backup-scene.server.ts';

let scene: BackupScene;
beforeAll(async () => {
  scene = await openBackupScene();
});
afterAll(() => scene.close());

const first = '00000000-0000-7000-8000-000000000001';
const second = '00000000-0000-7000-8000-000000000002';

/** Rows of every kind, in a cycle, of which the last visit was deleted. */
const everything = [
  `insert into setting values ('secret.links', 'a key')`,
  `insert into place (id, name, tags, visited, opened_at, price, details, photo, heard_in, is_open, "say ""when"" \\ où")
    values ('${first}', E'L’œuf\\n\\\\N \\t', '{"a,b","c\\"d",NULL}', '0044-03-15 BC', '2026-11-23 09:00:00.123456+05',
      1234567890123456789.000000001, '{"a": [1.10, null, "é\\\\u0001"]}', '\\x00ff0a5c', '18446744073709551615', true, '')`,
  `insert into place (id, name, above, height, is_open) values ('${second}', 'Deux', '${first}', 'NaN', false)`,
  `insert into place (id, name, height) values (gen_random_uuid(), 'Trois', '-Infinity'), (gen_random_uuid(), 'Quatre', 0.1)`,
  `insert into visit (place_id) values ('${first}'), ('${second}'), ('${second}')`,
  `update place set main_visit = 1 where id = '${first}'`,
  `delete from visit where number = 3`,
  `insert into "Mots d'un ""autre""" (word) values ('un'), (null), ('\\N'), (E'\\\\.')`,
];

/** What a database is beside its rows. */
async function rulesOf(url: string): Promise<unknown> {
  return {
    indexes: await query(
      url,
      `select indexdef from pg_indexes where schemaname = 'public' order by indexdef`,
    ),
    constraints: await query(
      url,
      `select conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace order by 1, 2`,
    ),
    triggers: await query(url, 'select tgname, tgenabled from pg_trigger where not tgisinternal'),
  };
}

describe('a restored backup', () => {
  it('holds every row as it was, whatever its type, beside the rules of its tables', async () => {
    const source = await scene.database(everything);
    const manifest = await backedUp(source, scene.file('all.zip'));
    const target = await scene.emptyDatabase();
    expect(await restored(target, scene.file('all.zip'))).toEqual({
      ok: true,
      value: { jobs: 0, migrated: [], ignored: [] },
    });
    expect(sumsOf(await backedUp(target, scene.file('again.zip')))).toEqual(sumsOf(manifest));
    expect(manifest.tables.map(({ name, part }) => [name, part.lines])).toEqual([
      ['Mots d\'un "autre"', 4],
      ['place', 4],
      ['setting', 1],
      ['visit', 2],
    ]);
    expect(await rulesOf(target)).toEqual(await rulesOf(source));
    const search = await query(target, `select search::text from place where id = '${first}'`);
    expect(search).toEqual(await query(source, `select search::text from place where id = '${first}'`));
  });

  it('holds any text', async () => {
    const storable = anyText.map((text) => Buffer.from(text.replaceAll('\0', '')).toString());
    await fc.assert(
      fc.asyncProperty(fc.array(storable, { minLength: 1, maxLength: 200 }), async (words) => {
        const literals = words.map((word) => `('${Buffer.from(word).toString('hex')}')`).join(', ');
        const source = await scene.database([
          `insert into "Mots d'un ""autre""" (word)
            select convert_from(decode(given.word, 'hex'), 'UTF8') from (values ${literals}) as given(word)`,
        ]);
        await backedUp(source, scene.file('texts.zip'));
        const target = await scene.emptyDatabase();
        await restored(target, scene.file('texts.zip'));
        const rows = await query<{ word: string }>(
          target,
          `select word from "Mots d'un ""autre""" order by id`,
        );
        expect(rows.map(({ word }) => word)).toEqual(words);
      }),
      { numRuns: 2 },
    );
  });

  it('goes on numbering after the last number that was ever given', async () => {
    const source = await scene.database(everything);
    await backedUp(source, scene.file('numbers.zip'));
    const target = await scene.emptyDatabase();
    await restored(target, scene.file('numbers.zip'));
    const next = `insert into visit (place_id) values ('${first}') returning number::int`;
    expect(await query(target, next)).toEqual([{ number: 4 }]);
  });

  it('is brought up to date when it comes from an earlier version', async () => {
    const source = await scene.database(everything, earlierMigrations);
    await backedUp(source, scene.file('earlier.zip'));
    const target = await scene.emptyDatabase();
    expect(await restored(target, scene.file('earlier.zip'))).toMatchObject({
      ok: true,
      value: { migrated: ['0002-add-stars'] },
    });
    expect(await query(target, 'select count(*)::int, min(stars) from place')).toEqual([
      { count: 4, min: 3 },
    ]);
    expect(await rulesOf(target)).toEqual(await rulesOf(await scene.database()));
  });

  it('leaves aside tables that are not ours, and says so', async () => {
    const source = await scene.database([
      ...everything,
      'create table theirs (a int)',
      'insert into theirs values (1)',
    ]);
    await backedUp(source, scene.file('theirs.zip'));
    const target = await scene.emptyDatabase();
    expect(await restored(target, scene.file('theirs.zip'))).toMatchObject({
      value: { ignored: ['theirs'] },
    });
    expect(await query(target, `select to_regclass('theirs') as theirs`)).toEqual([{ theirs: null }]);
  });
});

describe('an instance', () => {
  it('that somebody uses is refused, and stays as it is', async () => {
    await backedUp(await scene.database(everything), scene.file('all.zip'));
    const target = await scene.database([`insert into place (id, name) values ('${second}', 'La nôtre')`]);
    expect(await restored(target, scene.file('all.zip'))).toEqual({
      ok: false,
      error: { code: 'instance-not-empty' },
    });
    expect(await query(target, 'select name from place')).toEqual([{ name: 'La nôtre (nouveau)' }]);
    const foreign = await scene.emptyDatabase();
    await query(foreign, 'create table theirs (a int)');
    expect(await restored(foreign, scene.file('all.zip'))).toMatchObject({ ok: false });
  });

  it('that was prepared and never used is filled, even with what an earlier version kept', async () => {
    const manifest = await backedUp(
      await scene.database(everything, earlierMigrations),
      scene.file('earlier.zip'),
    );
    const target = await scene.database([`insert into setting values ('secret.links', 'made at the start')`]);
    expect(await restored(target, scene.file('earlier.zip'))).toMatchObject({ ok: true });
    expect(await query(target, 'select value from setting')).toEqual([{ value: 'a key' }]);
    const { place: _, ...rest } = sumsOf(await backedUp(target, scene.file('again.zip')));
    expect(sumsOf(manifest)).toMatchObject(rest);
  });

  it('is as before when the backup breaks its rules, its connection is lost, or a migration fails', async () => {
    const source = await scene.database(everything);
    await query(source, 'alter table visit drop constraint visit_place_id_fkey');
    await query(source, `insert into visit (place_id) values (gen_random_uuid())`);
    await backedUp(source, scene.file('broken-key.zip'));
    const target = await scene.emptyDatabase();
    await expect(restored(target, scene.file('broken-key.zip'))).rejects.toThrow(/foreign key/);

    await backedUp(await scene.database(everything, earlierMigrations), scene.file('earlier.zip'));
    const others = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    let cut: Promise<unknown> = Promise.resolve();
    const report = () => (cut = cut.then(() => query(target, others)));
    // PostgreSQL says it, or the socket does, whichever comes first.
    await expect(restored(target, scene.file('earlier.zip'), { report })).rejects.toThrow(
      /terminat|connection error|ECONNRESET/,
    );
    await cut;
    const failing = { up: () => Promise.reject(new Error('this migration fails')) };
    const migrations = { ...smallMigrations, '0003-fail': failing };
    await expect(restored(target, scene.file('earlier.zip'), { migrations })).rejects.toThrow(
      'migration fails',
    );

    expect(
      await query(target, `select relname from pg_class where relnamespace = 'public'::regnamespace`),
    ).toEqual([]);
    expect(await restored(target, scene.file('earlier.zip'))).toMatchObject({ ok: true });
  });

  it('is filled once when two try at the same time', async () => {
    await backedUp(await scene.database(everything), scene.file('all.zip'));
    const target = await scene.emptyDatabase();
    const outcomes = await Promise.all([1, 2].map(() => restored(target, scene.file('all.zip'))));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, error: { code: 'instance-not-empty' } });
    expect(await query(target, 'select count(*)::int from place')).toEqual([{ count: 4 }]);
  });

  it('is refused a backup that lacks one of its tables', async () => {
    const source = await scene.database([...everything, 'drop table setting']);
    await backedUp(source, scene.file('lacking.zip'));
    const target = await scene.emptyDatabase();
    expect(await restored(target, scene.file('lacking.zip'))).toMatchObject({
      error: { code: 'backup-damaged' },
    });
    const { archive } = await opened(scene.file('lacking.zip'));
    archive.close();
  });
});
