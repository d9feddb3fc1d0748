import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { PretendSource, openHere } from '#kernel/testing/pretend-source.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, readHistory } from '#modules/records/index.server.ts';
import { mergePractices } from '../duplicates/merge-practices.server.ts';
import { listImports } from '../manage-imports.server.ts';
import { findPractice } from '../practice-store.server.ts';
import { formOf } from '../practice-form.ts';
import { editPractice, proposePractice } from '../save-practice.server.ts';
import { exportCsv, exportGeojson, exportJsonld } from '../export-practices.server.ts';
import { pageOfPractices } from '../list-practices.server.ts';
import { undoImport } from '../undo-import.server.ts';
import { inventory } from '../testing/inventory.ts';
import { exported, importFile, practicesIn, titlesIn } from '../testing/import-scene.server.ts';
import {
  addSource,
  changeSource,
  decideHeld,
  listSources,
  pauseSource,
  readSource,
  removeSource,
  runNow,
  sourceJobName,
} from './manage-sources.server.ts';
import { sourceChore, sourceJob } from './source-job.server.ts';

let world: TestWorld;
let there: PretendSource;
let facilitator: Context;
let visitor: Context;
beforeAll(async () => {
  [world, there] = await Promise.all([openTestWorld(), new PretendSource().listen()]);
  facilitator = await world.as('facilitator');
  visitor = await world.as('visitor');
});
afterAll(async () => {
  there.close();
  await world.close();
});
beforeEach(async () => {
  world.queued.length = 0;
  const here = world.territoryId;
  await sql`delete from record where territory_id = ${here}`.execute(world.db);
  await sql`delete from import_source where territory_id = ${here}`.execute(world.db);
  await sql`delete from import_run where territory_id = ${here}`.execute(world.db);
  await sql`delete from outgoing_mail where territory_id = ${here}`.execute(world.db);
});

/** Runs the jobs of sources that wait in line, as the server does. */
async function runQueued(): Promise<void> {
  for (const job of world.queued.splice(0)) {
    if (job.name !== sourceJobName) continue;
    const running = {
      id: '',
      territoryId: world.territoryId,
      input: job.input,
      report: async () => undefined,
    };
    await sourceJob({ ...facilitator, open: openHere }).run(running);
  }
}

async function add(given: Partial<Parameters<typeof addSource>[1]> = {}): Promise<string> {
  const form = {
    name: 'Annuaire',
    address: `${there.origin}/lieux.csv`,
    licence: 'ODbL-1.0',
    attribution: '© l’annuaire',
    every: 'day',
    mirror: '',
    ...given,
  };
  const added = await addSource(facilitator, form);
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  await runQueued();
  return added.value;
}

async function again(id: string): Promise<void> {
  const asked = await runNow(facilitator, id);
  if (!asked.ok) throw new Error(asked.error.code);
  await runQueued();
}

async function source(id: string) {
  const found = await readSource(facilitator, id);
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}

async function journalSize(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from journal_entry where territory_id = ${world.territoryId}`.execute(world.db);
  return rows[0]?.n ?? 0;
}

async function titled(title: string, context = facilitator) {
  const found = (await practicesIn(context)).find(({ record }) => record.title === title);
  if (!found) throw new Error(`No practice is called ${title}`);
  return found;
}

describe('a source', () => {
  it('is read at once, with its name and licence, and says what that did', async () => {
    there.give('/lieux.csv', inventory(3));
    const id = await add();
    expect(await source(id)).toMatchObject({
      state: 'on',
      failures: 0,
      nextOn: '2026-11-24',
      figures: { created: 3, updated: 0, gone: 0 },
      askedAt: world.clock.now(),
      changedAt: world.clock.now(),
    });
    const { record } = await titled('Jardin 1');
    expect(record).toMatchObject({ sourceName: 'Annuaire', licence: 'ODbL-1.0', mirrorOf: null });
    expect(await listImports(facilitator)).toMatchObject({
      value: [{ state: 'done', sourceName: 'Annuaire' }],
    });
  });

  it('that says that nothing changed, or gives the same again, changes nothing, not even the journal', async () => {
    there.give('/lieux.csv', { body: inventory(2), headers: { etag: '"1"' } });
    const id = await add();
    const before = await journalSize();
    await again(id);
    expect(there.asked.at(-1)?.['if-none-match']).toBe('"1"');
    there.give('/lieux.csv', {
      body: inventory(2),
      headers: { etag: '"2"', 'last-modified': 'Mon, 23 Nov 2026' },
    });
    await again(id);
    // Written otherwise, it says the same: `again` reads it whole and writes nothing.
    there.give('/lieux.csv', inventory(2).replaceAll('\n', '\r\n'));
    await again(id);
    expect(there.asked.at(-1)).toMatchObject({
      'if-none-match': '"2"',
      'if-modified-since': 'Mon, 23 Nov 2026',
    });
    expect(await journalSize()).toBe(before);
    expect(await source(id)).toMatchObject({ figures: { created: 2 }, failures: 0 });
    const imports = await listImports(facilitator);
    expect(imports.ok && imports.value).toHaveLength(1);
  });

  it('brings what is new and what changed; what people changed here stays, and nothing is taken away', async () => {
    there.give('/lieux.csv', inventory(3));
    const id = await add();
    const { record } = await titled('Jardin 0');
    const input = { ...formOf(await titled('Jardin 0')), title: 'Le beau jardin' };
    await editPractice(facilitator, { recordId: record.id, version: record.version, input });
    there.give('/lieux.csv', inventory(5, { without: [1], words: 'À nous' }));
    await again(id);
    expect(await source(id)).toMatchObject({ figures: { created: 2, updated: 2, gone: 0 } });
    expect(await titlesIn(visitor)).toEqual([
      'Jardin 1',
      'Jardin 2',
      'Jardin 3',
      'Jardin 4',
      'Le beau jardin',
    ]);
  });

  it('is asked by the night when its day has come, once, and not while it is paused or by hand', async () => {
    there.give('/lieux.csv', inventory(1));
    const id = await add();
    const byHand = await add({ name: 'À la main', every: 'hand' });
    const chore = sourceChore(facilitator);
    const queuedAt = async (day: string) => {
      world.clock.advance(Date.parse(`${day}T03:17:00Z`) - world.clock.now().getTime());
      world.queued.length = 0;
      await chore.run(world.territoryId);
      return world.queued.map(({ input }) => input);
    };
    expect(await queuedAt('2026-11-23')).toEqual([]);
    expect(await queuedAt('2026-11-24')).toEqual([{ sourceId: id, step: 'run' }]);
    await runQueued();
    expect(await queuedAt('2026-11-24')).toEqual([]);
    expect((await source(byHand)).nextOn).toBeNull();
    expect(await pauseSource(facilitator, id, true)).toEqual({ ok: true });
    expect(await queuedAt('2026-12-24')).toEqual([]);
    expect(await runNow(facilitator, id)).toMatchObject({ error: { code: 'busy' } });
    await pauseSource(facilitator, id, false);
    expect((await source(id)).nextOn).toBe('2026-12-25');
    world.clock.advance(Date.parse('2026-11-23T09:00:00Z') - world.clock.now().getTime());
  });

  it('that fails is told in words, waited for longer each time, and told to the facilitators the third time', async () => {
    const id = await add({ address: there.give('/page', '<!doctype html><p>Panne') });
    expect(await source(id)).toMatchObject({
      failures: 1,
      nextOn: '2026-11-24',
      failure: { key: 'import.fetch.page' },
    });
    there.give('/page', { status: 500 });
    await again(id);
    expect(await source(id)).toMatchObject({ failures: 2, nextOn: '2026-11-25' });
    const mails = async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from outgoing_mail where territory_id = ${world.territoryId}`.execute(
        world.db,
      );
      return rows[0]?.n;
    };
    expect(await mails()).toBe(0);
    there.give('/page', '[{"nom": "coupé"');
    await again(id);
    expect(await source(id)).toMatchObject({
      failures: 3,
      nextOn: '2026-11-27',
      failure: { key: 'import.error.json-cut' },
    });
    expect(await mails()).toBeGreaterThan(0);
    const told = await mails();
    await again(id);
    expect(await mails()).toBe(told);
    expect(await titlesIn(visitor)).toEqual([]);
    there.give('/page', inventory(1));
    await again(id);
    expect(await source(id)).toMatchObject({ failures: 0, failure: null, figures: { created: 1 } });
  });

  it('taken up again after a kill leaves nothing of the first try, and does its work once', async () => {
    there.give('/lieux.csv', inventory(2));
    const id = await add({ every: 'hand' });
    there.give('/lieux.csv', inventory(3));
    await runNow(facilitator, id);
    const [job] = world.queued.splice(0);
    const killed = { id: '', territoryId: world.territoryId, input: job?.input ?? null };
    const dying = async () => {
      throw new Error('killed');
    };
    const run = sourceJob({ ...facilitator, open: openHere }).run;
    await expect(run({ ...killed, report: dying })).rejects.toThrow('killed');
    expect(await titlesIn(visitor)).toHaveLength(2);
    await run({ ...killed, report: async () => undefined });
    await run({ ...killed, report: async () => undefined });
    expect(await titlesIn(visitor)).toHaveLength(3);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from import_run
      where territory_id = ${world.territoryId} and state <> 'done'`.execute(world.db);
    expect(rows[0]?.n).toBe(0);
  });
});

describe('a mirror', () => {
  const mirror = { mirror: 'yes' };

  it('is only read here: who would change it is told where to', async () => {
    there.give('/lieux.csv', inventory(2));
    const id = await add(mirror);
    const practice = await titled('Jardin 0');
    const { record } = practice;
    expect(record.mirrorOf).toBe(id);
    const edit = {
      recordId: record.id,
      version: record.version,
      input: { ...formOf(practice), title: 'Autre' },
    };
    expect(await editPractice(facilitator, edit)).toMatchObject({ error: { code: 'mirrored' } });
    expect(await deleteRecord(facilitator, record.id)).toMatchObject({ error: { code: 'mirrored' } });
    await importFile(facilitator, 'Nom du lieu,Ville,Description\nJardin zéro,Redon,Ouvert le samedi\n');
    const local = (await titled('Jardin zéro')).record;
    const merge = {
      keptId: record.id,
      keptVersion: record.version,
      mergedId: local.id,
      mergedVersion: local.version,
      licencesAgreed: true,
    };
    const taken = await mergePractices(facilitator, { ...merge, choices: { title: 'merged' } });
    expect(taken).toMatchObject({ error: { code: 'mirrored' } });
    expect((await titled('Jardin 0')).record.version).toBe(record.version);
  });

  it('is told in every export and by the API: whom to name, its site, the day it last answered; never its address', async () => {
    there.give('/lieux.csv?cle=secrete', inventory(2));
    await add({ ...mirror, address: `${there.origin}/lieux.csv?cle=secrete` });
    await proposePractice(facilitator, { title: 'Écrite ici', commune: 'Redon' });
    const day = world.clock.now().toISOString().slice(0, 10);
    const credit = { source_credit: '© l’annuaire', source_site: there.origin, source_seen_on: day };
    const query = { filters: {}, sort: 'title' as const, page: 1, perPage: 10 };
    const { items } = await pageOfPractices(visitor, query);
    expect(items).toMatchObject([
      { title: 'Écrite ici', source_credit: '', source_site: '', source_seen_on: null },
      { source: 'Annuaire', licence: 'ODbL-1.0', ...credit },
      credit,
    ]);
    const files = await Promise.all(
      [exportCsv, exportGeojson, exportJsonld].map((it) => exported(visitor, it)),
    );
    const told = ['© l’annuaire', there.origin, day, 'secrete'];
    for (const file of files) expect(told.map((it) => file.includes(it))).toEqual([true, true, true, false]);
    const { sources } = JSON.parse(files[1] ?? '') as { sources: object[] };
    expect(sources).toContainEqual({
      source: 'Annuaire',
      licence: 'ODbL-1.0',
      credit: '© l’annuaire',
      count: 2,
    });
  });

  it('follows its source even where people had changed something before', async () => {
    there.give('/lieux.csv', inventory(2));
    const id = await add();
    const practice = await titled('Jardin 0');
    const { record } = practice;
    const input = { ...formOf(practice), title: 'Changé ici' };
    await editPractice(facilitator, { recordId: record.id, version: record.version, input });
    const { name: _, ...settled } = { ...(await source(id)), ...mirror };
    await changeSource(facilitator, id, settled);
    await runQueued();
    expect(await titlesIn(visitor)).toEqual(['Jardin 0', 'Jardin 1']);
    expect((await titled('Jardin 0')).record.mirrorOf).toBe(id);
  });

  it('hides what its source no longer has, with all that people added, and shows it when it is there again', async () => {
    there.give('/lieux.csv', inventory(5));
    const id = await add(mirror);
    const { record } = await titled('Jardin 3');
    there.give('/lieux.csv', inventory(5, { without: [3] }));
    await again(id);
    expect(await source(id)).toMatchObject({ state: 'on', figures: { gone: 1 } });
    expect(await titlesIn(visitor)).not.toContain('Jardin 3');
    expect(await findPractice(visitor, { id: record.id })).toBeUndefined();
    expect(await findPractice(facilitator, { id: record.id })).toBeDefined();
    await undoImport(facilitator, (await source(id)).lastImport ?? '');
    expect(await titlesIn(visitor)).toContain('Jardin 3');
    there.give('/lieux.csv', `${inventory(5, { without: [3] })}\n`);
    await again(id);
    expect(await titlesIn(visitor)).not.toContain('Jardin 3');
    const before = await journalSize();
    await again(id);
    expect(await journalSize()).toBe(before);
    there.give('/lieux.csv', inventory(5));
    await again(id);
    expect(await source(id)).toMatchObject({ figures: { back: 1 } });
    expect(await titlesIn(visitor)).toContain('Jardin 3');
    const { entries } = await readHistory(facilitator, { recordId: record.id });
    expect(entries.map(({ action }) => action)).toEqual([
      'practice.back-at-source',
      'practice.gone-from-source',
      'practice.back-at-source',
      'practice.gone-from-source',
      'practice.imported',
    ]);
  });

  it('that loses more than a fifth of its records at once waits for a yes, and a no', async () => {
    there.give('/lieux.csv', inventory(20));
    const id = await add(mirror);
    there.give('/lieux.csv', inventory(20, { without: [1, 2, 3, 4, 5], words: 'Autres mots' }));
    const before = await journalSize();
    await again(id);
    expect(await source(id)).toMatchObject({
      state: 'held',
      nextOn: null,
      failure: { key: 'import.source.held', params: { gone: 5, before: 20 } },
    });
    // Nothing of that answer shows, not even what it changed.
    expect(await journalSize()).toBe(before);
    expect(await titlesIn(visitor)).toHaveLength(20);
    expect(await decideHeld(facilitator, id, false)).toEqual({ ok: true });
    expect(await source(id)).toMatchObject({ state: 'on', failure: null, nextOn: '2026-11-24' });
    await again(id);
    expect(await source(id)).toMatchObject({ state: 'held' });
    expect(await decideHeld(facilitator, id, true)).toEqual({ ok: true });
    await runQueued();
    expect(await source(id)).toMatchObject({ state: 'on', figures: { gone: 5, updated: 15 } });
    expect(await titlesIn(visitor)).toHaveLength(15);
  });

  it('that ends leaves records like any other; removed, its records stay or go as asked', async () => {
    there.give('/lieux.csv', inventory(3));
    const id = await add(mirror);
    const { name: _, ...settled } = { ...(await source(id)), mirror: '' };
    expect(await changeSource(facilitator, id, settled)).toEqual({ ok: true });
    const practice = await titled('Jardin 0');
    const { record } = practice;
    const input = { ...formOf(practice), title: 'À nous' };
    const edited = await editPractice(facilitator, { recordId: record.id, version: record.version, input });
    expect(edited).toMatchObject({ ok: true });
    expect(await removeSource(facilitator, id, '')).toMatchObject({ error: { code: 'unclear-wish' } });
    expect(await removeSource(facilitator, id, 'stay')).toEqual({ ok: true });
    expect(await titlesIn(visitor)).toEqual(['À nous', 'Jardin 1', 'Jardin 2']);
    there.give('/autres.csv', inventory(2).replaceAll('Jardin', 'Four'));
    const other = await add({ name: 'Fours', address: `${there.origin}/autres.csv`, ...mirror });
    expect(await titlesIn(visitor)).toHaveLength(5);
    expect(await removeSource(facilitator, other, 'go')).toEqual({ ok: true });
    await runQueued();
    expect(await titlesIn(visitor)).toEqual(['À nous', 'Jardin 1', 'Jardin 2']);
    expect(await listSources(facilitator, 1)).toMatchObject({ value: { total: 0 } });
  });
});
