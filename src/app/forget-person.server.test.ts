import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '#kernel/archive/open-archive.server.ts';
import { backedUp } from '#kernel/backup/testing/backup-scene.server.ts';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { erasePerson, findCurrentPerson, readJobs, readOutbox } from '#modules/accounts/index.server.ts';
import { readResult, findEvaluation } from '#modules/evaluation/index.server.ts';
import { exportCsv, exportGeojson, listPractices } from '#modules/practices/index.server.ts';
import { readComments, readHistory } from '#modules/records/index.server.ts';
import { type App, contextFor, createApp } from './composition.server.ts';
import { personalData } from './personal-data.server.ts';
import { type PlantedPerson, done, plantFacts } from './testing/plant-facts.server.ts';
import { whereWordsStand } from './testing/scan-database.server.ts';

const someone = 'une personne';

interface Scene {
  world: TestWorld;
  app: App;
  anyone: Context;
  owner: Context;
  zoe: PlantedPerson;
}

async function openScene(): Promise<Scene> {
  const world = await openTestWorld();
  const app = await createApp({
    databaseUrl: world.url,
    configuration: { origin: 'http://essai.test', smtpUrl: undefined },
    runJobs: false,
    clock: world.clock,
    onError: (error) => {
      throw error;
    },
  });
  const { actor } = await world.as('owner', 'Camille');
  const anyone = contextFor(app, world.territoryId);
  const owner = contextFor(app, world.territoryId, actor);
  return { world, app, anyone, owner, zoe: await plantFacts({ anyone, owner }) };
}

async function closeScene({ app, world }: Scene): Promise<void> {
  await app.close();
  await world.close();
}

async function forget({ app, world, zoe }: Scene, texts: 'keep' | 'erase') {
  const context = contextFor(app, world.territoryId, { personId: zoe.id, role: 'contributor' });
  return erasePerson(context, { session: zoe.session, texts, someone }, personalData);
}

/** All that anyone, or an owner, is shown or given, as one text. */
async function surfaces({ anyone, owner, zoe }: Scene): Promise<string> {
  const shown: unknown[] = [];
  for (const reader of [anyone, owner]) {
    shown.push(
      await readHistory(reader, { recordId: zoe.sharedId }),
      await readComments(reader, zoe.sharedId),
    );
    shown.push(await listPractices(reader, { filters: {}, sort: 'title', page: 1, perPage: 50 }));
    for await (const piece of exportCsv(reader, {})) shown.push(piece);
    for await (const piece of exportGeojson(reader, {})) shown.push(piece);
    const session = await findEvaluation(reader, { id: zoe.evaluationId });
    shown.push(session && (await readResult(reader, session)));
  }
  shown.push(await readOutbox(owner), await readJobs(owner));
  return JSON.stringify(shown).toLowerCase();
}

/** Words that a backup made now holds. */
async function inBackup({ world }: Scene, words: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-forget-'));
  try {
    const file = path.join(folder, 'sauvegarde.zip');
    await backedUp(world.url, file);
    const archive = done(await openArchive(file));
    const parts = await Promise.all(archive.names.map((name) => archive.readSmall(name, 50_000_000)));
    archive.close();
    const text = parts
      .map((part) => part.toString('latin1'))
      .join('\n')
      .toLowerCase();
    return words.filter((word) => text.includes(word.toLowerCase()));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('forgetting someone and what they wrote', { timeout: 60_000 }, () => {
  let scene: Scene;
  let planted: string[];
  beforeAll(async () => {
    scene = await openScene();
    planted = [...scene.zoe.facts, ...scene.zoe.texts];
  });
  afterAll(() => closeScene(scene));

  it('finds every fact that was planted, before', async () => {
    expect(planted).toHaveLength(40);
    const standing = await whereWordsStand(scene.world.url, planted);
    expect(Object.keys(standing).toSorted()).toEqual(planted.toSorted());
    const kept = await inBackup(scene, planted);
    expect(kept).toEqual(expect.arrayContaining(['Zoe Fait01', 'fait03@exemple.test', 'texte02']));
    const shown = await surfaces(scene);
    for (const word of ['zoe fait01', 'fait14', 'fait18', 'texte01', 'texte11', 'fait03@exemple.test']) {
      expect(shown).toContain(word);
    }
  });

  it('leaves none in any table, in what anyone is shown, nor in a backup', async () => {
    expect(await forget(scene, 'erase')).toEqual({ ok: true, value: undefined });
    expect(await whereWordsStand(scene.world.url, planted)).toEqual({});
    expect(await inBackup(scene, planted)).toEqual([]);
    const shown = await surfaces(scene);
    expect(planted.filter((word) => shown.includes(word.toLowerCase()))).toEqual([]);
  });

  it('leaves lists that count what they hold, though they were read before', async () => {
    for (const reader of [scene.anyone, scene.owner]) {
      const all = { filters: {}, sort: 'title', page: 1, perPage: 100 } as const;
      const { items, total } = await listPractices(reader, all);
      expect(total).toBe(items.length);
    }
  });

  it('leaves a history that reads, by nobody in particular', async () => {
    const { entries } = await readHistory(scene.anyone, { recordId: scene.zoe.sharedId });
    expect(entries.map(({ author }) => author)).toEqual(expect.arrayContaining(['', 'Camille']));
    expect(entries.at(-1)).toMatchObject({ action: 'practice.created', author: '' });
  });

  it('ends their sessions, and gives their address to a newcomer', async () => {
    const headers = new Headers({ cookie: 'entrelacs.session_token=fait04' });
    const { app, world } = scene;
    const options = { db: app.db, territoryId: world.territoryId, headers };
    expect(await findCurrentPerson(app.sessions, options)).toBeUndefined();
    expect(await forget(scene, 'erase')).toEqual({ ok: false, error: { code: 'sign-in-first' } });
  });
});

describe('forgetting someone who leaves their texts', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => closeScene(scene));

  it('leaves the texts and nothing that says whose they are', async () => {
    expect(await forget(scene, 'keep')).toEqual({ ok: true, value: undefined });
    const { facts, texts } = scene.zoe;
    expect(
      await whereWordsStand(
        scene.world.url,
        facts.filter((fact) => fact !== 'Zoe Fait01'),
      ),
    ).toEqual({});
    // In a text of theirs that stays, a name is a word like others.
    expect(await whereWordsStand(scene.world.url, ['Zoe Fait01'])).toEqual({
      'Zoe Fait01': ['journal_entry', 'record'],
    });
    const standing = await whereWordsStand(scene.world.url, texts);
    expect(Object.keys(standing).toSorted()).toEqual(texts.toSorted());
  });

  it('counts their answers still, under other words', async () => {
    const session = await findEvaluation(scene.anyone, { id: scene.zoe.evaluationId });
    const result = session && (await readResult(scene.anyone, session));
    const shown = { respondents: 1, signatories: { elus: [someone] } };
    expect(result).toMatchObject({ ok: true, value: { subjects: [{ result: shown }] } });
    const { rows } = await sql<{ signature: string }>`
      select signature from evaluation_sheet where territory_id = ${scene.world.territoryId}`.execute(
      scene.world.db,
    );
    expect(rows).toEqual([{ signature: someone }]);
  });
});
