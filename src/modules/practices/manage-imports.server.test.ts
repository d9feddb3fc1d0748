import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context, Role } from '#kernel/context.ts';
import type { RunningJob } from '#kernel/jobs.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { importChore, importJob } from './import-job.server.ts';
import {
  abandonImport,
  chooseColumns,
  importJobName,
  listImports,
  readImport,
  receiveImport,
  startImport,
  startUndo,
} from './manage-imports.server.ts';
import { previewImport } from './preview-import.server.ts';
import { checkImport, performImport } from './run-import.server.ts';
import {
  bytesOf,
  exported,
  importFile,
  practicesIn,
  titlesIn,
  tryImport,
} from './testing/import-scene.server.ts';

let world: TestWorld;
let facilitator: Context;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.queued.length = 0;
  facilitator = await world.as('facilitator');
  await sql`delete from record where territory_id = ${world.territoryId}`.execute(world.db);
  await sql`delete from import_run where territory_id = ${world.territoryId}`.execute(world.db);
});

const file = 'Nom du lieu,Ville,Courriel\nJardin,Redon,ana@b.test\nFour,Allaire,\n';

async function receive(content: string | Uint8Array, context = facilitator): Promise<string> {
  const received = await receiveImport(context, {
    bytes: bytesOf(content),
    fileName: 'lieux.csv',
    sourceName: 'Annuaire',
    licence: '',
  });
  if (!received.ok) throw new Error(received.error.code);
  return received.value;
}

async function run(id: string) {
  const found = await readImport(facilitator, id);
  if (!found.ok) throw new Error(found.error.code);
  return found.value.run;
}

/** Runs the latest job that was queued, as the server does. */
async function runQueued(): Promise<[number, number | null][]> {
  const job = world.queued.at(-1);
  if (job?.name !== importJobName) throw new Error('No import is queued');
  const progress: [number, number | null][] = [];
  const running: RunningJob = {
    id: '',
    territoryId: world.territoryId,
    input: job.input,
    async report(done, total) {
      progress.push([done, total]);
    },
  };
  await importJob(facilitator).run(running);
  return progress;
}

async function filesKept(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct import_id) as count from import_file_piece
    where territory_id = ${world.territoryId}`.execute(world.db);
  return rows[0]?.count ?? 0;
}

describe('a file that is received', () => {
  it('is checked, shown, then imported when someone asks', async () => {
    const id = await receive(file);
    expect(await run(id)).toMatchObject({
      state: 'checked',
      fileName: 'lieux.csv',
      fileSize: Buffer.byteLength(file),
      report: { created: 2, source: 'Annuaire' },
    });
    expect(await titlesIn(facilitator)).toEqual([]);
    expect(await startImport(facilitator, id)).toEqual({ ok: true });
    expect((await run(id)).state).toBe('importing');
    expect(await runQueued()).toEqual([
      [2, null],
      [2, 2],
    ]);
    expect(await run(id)).toMatchObject({ state: 'done', report: { created: 2 } });
    expect(await titlesIn(facilitator)).toEqual(['Four', 'Jardin']);
  });

  it('shows its columns, examples and first rows before anything is written', async () => {
    const preview = await previewImport(facilitator, await run(await receive(file)));
    expect(preview).toMatchObject({
      isOwn: false,
      columns: [
        { header: 'Nom du lieu', field: 'title', example: 'Jardin · Four' },
        { header: 'Ville', field: 'communeName' },
        { header: 'Courriel', field: 'email' },
      ],
      rows: [
        { line: 2, practice: { title: 'Jardin', commune: 'Redon', hasPoint: false } },
        { line: 3, practice: { title: 'Four', commune: 'Allaire' } },
      ],
    });
  });

  it('that was exported from here is known as such', async () => {
    const id = await receive(file);
    await startImport(facilitator, id);
    await runQueued();
    const preview = await previewImport(facilitator, await run(await receive(await exported(facilitator))));
    expect(preview).toMatchObject({ isOwn: true, rows: [{ practice: { title: 'Jardin' } }, {}] });
  });

  it('is kept in pieces when it is large, and checked in the background', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, index) => `Lieu ${index},Redon,une longue note sur ce lieu`,
    );
    const id = await receive(`nom,commune,remarque\n${rows.join('\n')}\n`);
    expect((await run(id)).state).toBe('checking');
    expect(world.queued).toEqual([
      {
        name: importJobName,
        input: { importId: id, step: 'check', personId: facilitator.actor.personId },
      },
    ]);
    const progress = await runQueued();
    expect(progress.at(-1)).toEqual([30_000, 30_000]);
    expect(await run(id)).toMatchObject({ state: 'checked', report: { created: 30_000 } });
  });

  it('is refused when it is empty or too large, and nothing of it is kept', async () => {
    const before = await filesKept();
    const give = (bytes: AsyncIterable<Uint8Array>) =>
      receiveImport(facilitator, { bytes, fileName: 'a.csv', sourceName: '', licence: '' });
    expect(await give(bytesOf(''))).toEqual({ ok: false, error: { code: 'empty' } });
    async function* endless() {
      for (;;) yield Buffer.alloc(1024 * 1024, 'a');
    }
    expect(await give(endless())).toEqual({ ok: false, error: { code: 'file-too-large' } });
    expect(await filesKept()).toBe(before);
  });

  it('that cannot be read says why, and can be read again with columns someone chose', async () => {
    const id = await receive('Machin,Ville\nJ1,Redon\n');
    expect(await run(id)).toMatchObject({ state: 'refused', refusal: { code: 'no-title-column' } });
    expect(await startImport(facilitator, id)).toMatchObject({ error: { code: 'not-pending' } });
    expect(await previewImport(facilitator, await run(id))).toMatchObject({
      columns: [{ header: 'Machin', field: 'extra' }, { header: 'Ville' }],
    });
    expect(await chooseColumns(facilitator, id, { columns: { Machin: 'title' } })).toEqual({ ok: true });
    expect(await run(id)).toMatchObject({ state: 'checked', refusal: null, report: { created: 1 } });
  });

  it('may have a recognised column kept as it is, left out, or recognised again', async () => {
    const id = await receive('Nom,Commune,Téléphone,Site\nJardin,Redon,02 99 12 34 56,jardin.test\n');
    const fieldsOf = async () => {
      const preview = await previewImport(facilitator, await run(id));
      return preview?.columns.map(({ field, isChosen }) => (isChosen ? `${field}!` : field));
    };
    expect(await fieldsOf()).toEqual(['title', 'communeName', 'phone', 'website']);
    await chooseColumns(facilitator, id, { columns: { Téléphone: 'extra', Site: null } });
    expect(await fieldsOf()).toEqual(['title', 'communeName', 'extra!', 'ignored!']);
    await chooseColumns(facilitator, id, { columns: { Site: undefined } });
    expect(await fieldsOf()).toEqual(['title', 'communeName', 'extra!', 'website']);
    await startImport(facilitator, id);
    await runQueued();
    const [practice] = await practicesIn(facilitator);
    expect(practice?.details).toMatchObject({ website: 'https://jardin.test', extra: { Téléphone: '…' } });
  });

  it('follows what was decided for the same source, for the columns that it still has', async () => {
    const first = await receive('Machin,Ville,Site\nJardin,Redon,jardin.test\n');
    await chooseColumns(facilitator, first, { columns: { Machin: 'title', Ville: 'extra', Site: null } });
    await abandonImport(facilitator, first);
    const next = await run(await receive('Machin,Site,Lieu\nFour,four.test,Redon\n'));
    expect(next).toMatchObject({ state: 'checked', report: { created: 1 } });
    expect(await previewImport(facilitator, next)).toMatchObject({
      columns: [
        { header: 'Machin', field: 'title', isChosen: true },
        { header: 'Site', field: 'ignored', isChosen: true },
        { header: 'Lieu', isChosen: false },
      ],
    });
    const report = await importFile(facilitator, 'Machin,Site\nCafé,cafe.test\n', { sourceName: 'Annuaire' });
    expect(report.created).toBe(1);
    expect(await tryImport(facilitator, 'Machin\nCafé\n', { sourceName: 'Un autre' })).toMatchObject({
      error: { code: 'no-title-column' },
    });
  });

  it('without a source follows the file of the same name', async () => {
    const fileName = 'lieux-du-mois.csv';
    await importFile(facilitator, 'Machin\nCafé\n', { fileName, mapping: { Machin: 'title' } });
    expect(await importFile(facilitator, 'Machin\nCafé\n', { fileName })).toMatchObject({ unchanged: 1 });
  });

  it('of another territory decides nothing', async () => {
    const elsewhere: Context = { ...(await world.elsewhere()), actor: facilitator.actor };
    const id = await receive('Truc,Ville\nJardin,Redon\n');
    await chooseColumns(facilitator, id, { columns: { Truc: 'title' } });
    expect(await tryImport(elsewhere, 'Truc\nCafé\n', { sourceName: 'Annuaire' })).toMatchObject({
      error: { code: 'no-title-column' },
    });
  });

  it('that is no table has nothing to show but the reason', async () => {
    const id = await receive('{"type":"FeatureCollection"}');
    expect(await run(id)).toMatchObject({
      state: 'refused',
      refusal: { code: 'no-records', params: {} },
    });
    expect(await previewImport(facilitator, await run(id))).toBeNull();
  });
});

describe('an import under way', () => {
  it('is started once, whatever is pressed twice', async () => {
    const id = await receive(file);
    const pressed = await Promise.all([startImport(facilitator, id), startImport(facilitator, id)]);
    expect(pressed.filter(({ ok }) => ok)).toHaveLength(1);
    expect(world.queued).toHaveLength(1);
  });

  it('is done once, however often its job runs', async () => {
    const id = await receive(file);
    await startImport(facilitator, id);
    await Promise.all([performImport(facilitator, id), performImport(facilitator, id)]);
    await performImport(facilitator, id);
    expect(await titlesIn(facilitator)).toEqual(['Four', 'Jardin']);
    expect((await run(id)).report).toMatchObject({ created: 2 });
  });

  it('begins again from its file after a failure in the middle', async () => {
    const id = await receive(file);
    await startImport(facilitator, id);
    const failing = performImport(facilitator, id, async () => {
      throw new Error('planted');
    });
    await expect(failing).rejects.toThrow('planted');
    expect(await titlesIn(facilitator)).toEqual([]);
    expect((await run(id)).state).toBe('importing');
    await runQueued();
    expect(await titlesIn(facilitator)).toEqual(['Four', 'Jardin']);
  });

  it('is refused when whoever asked for it lost the right meanwhile', async () => {
    const id = await receive(file);
    await startImport(facilitator, id);
    await sql`delete from membership where territory_id = ${world.territoryId}
      and person_id = ${facilitator.actor.personId}`.execute(world.db);
    await runQueued();
    expect(await run(id)).toMatchObject({ state: 'refused', refusal: { code: 'not-allowed' } });
    expect(await titlesIn(facilitator)).toEqual([]);
  });

  it('is not taken for pending by a check that began before it', async () => {
    const id = await receive(file);
    let imported = false;
    await checkImport(facilitator, id, async () => {
      if (imported) return;
      imported = true;
      await startImport(facilitator, id);
      await performImport(facilitator, id);
    });
    expect(imported).toBe(true);
    expect((await run(id)).state).toBe('done');
  });

  it('cannot be given other columns, nor abandoned', async () => {
    const id = await receive(file);
    await startImport(facilitator, id);
    expect(await chooseColumns(facilitator, id, { columns: {} })).toMatchObject({
      error: { code: 'not-pending' },
    });
    expect(await abandonImport(facilitator, id)).toMatchObject({ error: { code: 'not-pending' } });
    await checkImport(facilitator, id);
    expect((await run(id)).state).toBe('importing');
  });
});

describe('afterwards', () => {
  it('a small import is undone at once, and its file is deleted', async () => {
    const id = await receive(file);
    await startImport(facilitator, id);
    await runQueued();
    const before = await filesKept();
    expect(await startUndo(facilitator, id)).toEqual({ ok: true });
    expect((await run(id)).state).toBe('undone');
    expect(await titlesIn(facilitator)).toEqual([]);
    expect(await filesKept()).toBe(before - 1);
    expect(await startUndo(facilitator, id)).toMatchObject({ error: { code: 'not-done' } });
  });

  it('a large one is undone in the background', async () => {
    const rows = Array.from({ length: 2001 }, (_, index) => `Lieu ${index},Redon`);
    const id = await receive(`nom,commune\n${rows.join('\n')}\n`);
    await startImport(facilitator, id);
    await runQueued();
    await startUndo(facilitator, id);
    expect((await run(id)).state).toBe('undoing');
    await runQueued();
    expect((await run(id)).state).toBe('undone');
    expect(await titlesIn(facilitator)).toEqual([]);
  });

  it('an abandoned file is deleted, and its import leaves the list', async () => {
    const id = await receive(file);
    const before = await filesKept();
    expect(await abandonImport(facilitator, id)).toEqual({ ok: true });
    expect(await filesKept()).toBe(before - 1);
    const listed = await listImports(facilitator);
    expect(listed.ok && listed.value.some((one) => one.id === id)).toBe(false);
  });

  it('files are deleted after thirty days, and those nobody imported are abandoned', async () => {
    const pending = await receive(file);
    const done = await receive(file.replace('Redon', 'Commune de nulle part'));
    await startImport(facilitator, done);
    await runQueued();
    const before = await filesKept();
    const { db, clock } = world;
    const chore = importChore({ db, clock });
    const elsewhere = await world.elsewhere();
    clock.advance(29 * 86_400_000);
    await chore.run(world.territoryId);
    expect(await filesKept()).toBe(before);
    clock.advance(2 * 86_400_000);
    await chore.run(elsewhere.territoryId);
    expect(await filesKept()).toBe(before);
    await chore.run(world.territoryId);
    expect(await filesKept()).toBe(0);
    expect((await run(pending)).state).toBe('abandoned');
    const { state, report } = await run(done);
    expect(state).toBe('done');
    expect(report).toMatchObject({
      created: 2,
      warnings: [],
      counts: { warnings: { 'commune-not-found': 1 } },
    });
    expect(JSON.stringify(report)).not.toContain('nulle part');
  });
});

describe('who may', () => {
  it.each<[Role, string]>([
    ['visitor', 'sign-in-first'],
    ['contributor', 'not-allowed'],
  ])('a %s may not even look', async (role, code) => {
    const id = await receive(file);
    const other = await world.as(role);
    const refused = { ok: false, error: { code } };
    expect(await listImports(other)).toEqual(refused);
    expect(await readImport(other, id)).toEqual(refused);
    expect(await startImport(other, id)).toEqual(refused);
    expect(await abandonImport(other, id)).toEqual(refused);
    expect(await startUndo(other, id)).toEqual(refused);
    expect(await chooseColumns(other, id, { columns: {} })).toEqual(refused);
    const upload = { bytes: bytesOf(file), fileName: 'a.csv', sourceName: '', licence: '' };
    expect(await receiveImport(other, upload)).toEqual(refused);
  });

  it('a facilitator of another territory finds nothing', async () => {
    const id = await receive(file);
    const elsewhere: Context = { ...(await world.elsewhere()), actor: facilitator.actor };
    expect(await readImport(elsewhere, id)).toEqual({ ok: false, error: { code: 'not-found' } });
    expect(await startImport(elsewhere, id)).toEqual({ ok: false, error: { code: 'not-found' } });
    expect(await readImport(facilitator, 'n’importe quoi')).toEqual({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});
