import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Manifest } from '#kernel/backup/manifest.ts';
import {
  type BackupScene,
  openBackupScene,
  opened,
  query,
  restored,
} from '#kernel/backup/testing/backup-scene.server.ts';
import { type Context, visitor } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { migrations } from '#kernel/migrations/index.ts';
import { toPlainText } from '#kernel/rich-text/to-text.ts';
import {
  acceptSignInLink,
  findCurrentPerson,
  readOutbox,
  showOwnerLink,
  showSignInLink,
} from '#modules/accounts/index.server.ts';
import { listActions } from '#modules/action-plans/index.server.ts';
import {
  findEvaluation,
  listEvaluations,
  openSheet,
  readResult,
  saveAnswers,
} from '#modules/evaluation/index.server.ts';
import { listFrameworks } from '#modules/framework/index.server.ts';
import { listLevers } from '#modules/knowledge/index.server.ts';
import {
  acceptProposal,
  findPractice,
  listPractices,
  proposePractice,
  readImport,
  showProposal,
  undoPracticeChange,
} from '#modules/practices/index.server.ts';
import { listFollows } from '#modules/news/index.server.ts';
import { findPage, openFile, readComments, readFiles } from '#modules/records/index.server.ts';
import { type App, contextFor, createApp } from './composition.server.ts';
import { readConfiguration } from './configuration.server.ts';
import type { PlayedInstance } from './testing/populate-instance.server.ts';

const folder = path.join(import.meta.dirname, 'testing/releases');
const releases = readdirSync(folder)
  .filter((name) => name.endsWith('.zip'))
  .map((name) => path.basename(name, '.zip'));

/** Tables in which a migration, or the start itself, adds or takes away rows, by the release before. */
const rewritten: Record<string, string[]> = {
  '0.1.0': ['job_run', 'membership', 'setting'],
  '0.1.0-pages': ['setting'],
};

const anything = { filters: {}, sort: 'title', page: 1, perPage: 50 } as const;

describe.each(releases)('what was kept by Entrelacs %s', { timeout: 60_000 }, (version) => {
  const file = path.join(folder, `${version}.zip`);
  const notes = JSON.parse(readFileSync(path.join(folder, `${version}.json`), 'utf8')) as PlayedInstance;
  /** Before any link in it expires. */
  const moment = new Date(new Date(notes.madeAt).getTime() + 5 * 60_000);
  let scene: BackupScene;
  let url: string;
  let app: App;
  let manifest: Manifest;
  let anyone: Context;
  let owner: Context;

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: moment });
    scene = await openBackupScene();
    url = await scene.emptyDatabase();
    const backup = await opened(file, migrations);
    backup.archive.close();
    manifest = backup.manifest;
    const done = await restored(url, file, { migrations });
    if (!done.ok) throw new Error(done.error.code);
    app = await start({ runJobs: false });
    anyone = contextFor(app, notes.territoryId, visitor);
    owner = { ...anyone, actor: { personId: await idOf(notes.people.owner), role: 'owner' } };
  });
  afterAll(async () => {
    await app.close();
    await scene.close();
    vi.useRealTimers();
  });

  function start({ runJobs }: { runJobs: boolean }): Promise<App> {
    const configuration = readConfiguration({ ORIGIN: 'http://pays.exemple.test' });
    if (!configuration.ok) throw new Error(configuration.error.variable);
    return createApp({
      databaseUrl: url,
      configuration: configuration.value,
      runJobs,
      clock: { now: () => new Date() },
      onError: raise,
    });
  }

  function raise(error: Error): never {
    throw error;
  }

  async function idOf(email: string): Promise<string> {
    const [row] = await query<{ id: string }>(url, `select id from person where email = '${email}'`);
    return row?.id ?? '';
  }

  it('holds every row', async () => {
    for (const { name, part } of manifest.tables.filter(
      (table) => !rewritten[version]?.includes(table.name),
    )) {
      expect(await query(url, `select count(*)::int from "${name}"`), `rows of ${name}`).toEqual([
        { count: part.lines },
      ]);
    }
  });

  it('shows what it showed', async () => {
    const practices = await listPractices(anyone, anything);
    expect(practices.items.map(({ title }) => title)).toContain(notes.practice.title);
    const searched = await listPractices(anyone, { ...anything, filters: { q: 'four a pain' } });
    expect(searched.items.map(({ title }) => title)).toContain('Four à pain');
    const published = (await listEvaluations(anyone)).find(({ state }) => state === 'published');
    const session = await findEvaluation(anyone, { id: published?.record.id ?? '' });
    expect(session && (await readResult(anyone, session))).toMatchObject({ ok: true });
    expect(await listFrameworks(anyone)).not.toEqual([]);
    expect((await listLevers(anyone, { text: '', filters: {} })).levers.length).toBeGreaterThan(10);
    expect((await listActions(anyone, { filters: {}, page: 1 })).total).toBeGreaterThan(0);
  });

  it('keeps the history of a practice, its comments, and what can be undone', async () => {
    const { id, history } = notes.practice;
    const entries = await historyOf(app.db, { territoryId: notes.territoryId, recordId: id, limit: 50 });
    expect(entries.map(({ action }) => action)).toEqual(history);
    expect(await readComments(anyone, id)).toHaveLength(1);
    const changed = entries.find(({ action }) => action === 'practice.changed');
    const undone = entries.find(({ action }) => action === 'practice.change-undone');
    expect(undone?.undoes).toBe(changed?.id);
    expect(await undoPracticeChange(owner, { recordId: id, entryId: undone?.id ?? '' })).toMatchObject({
      ok: true,
    });
    expect((await findPractice(anyone, { id }))?.record.pitch).toBe('Le deuxième mot');
  });

  it.skipIf(notes.page === undefined)(
    'keeps pages, their files to the byte, and who follows them',
    async () => {
      if (!notes.page) throw new Error('Skipped without a page');
      const { id, title, says, picture, document } = notes.page;
      const page = await findPage(anyone, { id });
      expect(page?.record.title).toBe(title);
      expect(page && toPlainText(page.record.body)).toContain(says);
      const files = await readFiles(anyone, id);
      expect(files).toMatchObject([
        { id: picture.id, kind: 'picture', description: picture.description },
        { id: document.id, kind: 'document', name: 'rencontre.txt' },
      ]);
      const bytesOf = async (fileId: string, width: number) => {
        const file = await openFile(anyone, { recordId: id, id: fileId, width });
        return Buffer.from(await new Response(file?.read()).arrayBuffer());
      };
      expect((await bytesOf(document.id, 0)).toString()).toBe(document.text);
      for (const { width } of files[0]?.sizes ?? []) {
        expect(await sharp(await bytesOf(picture.id, width)).metadata()).toMatchObject({ width });
      }
      for (const email of [notes.people.owner, notes.people.contributor]) {
        const follower: Context = { ...anyone, actor: { personId: await idOf(email), role: 'contributor' } };
        expect((await listFollows(follower, 'fr')).map((follow) => follow.title)).toContain(title);
      }
    },
  );

  it('keeps people signed in', async () => {
    const headers = new Headers({ cookie: notes.cookie });
    const { territoryId } = notes;
    expect(await findCurrentPerson(app.sessions, { db: app.db, territoryId, headers })).toMatchObject({
      email: notes.people.owner,
      role: 'owner',
    });
  });

  it('keeps the promise of every link that was sent, once', async () => {
    const { links, people } = notes;
    expect(await acceptSignInLink(anyone, links.used)).toMatchObject({ error: { code: 'link-used' } });
    expect(await showSignInLink(anyone, links.signIn)).toEqual({
      ok: true,
      value: { email: people.newcomer },
    });
    expect(await acceptSignInLink(anyone, links.signIn)).toMatchObject({ ok: true });
    expect(await acceptSignInLink(anyone, links.signIn)).toMatchObject({ error: { code: 'link-used' } });
    expect(await showOwnerLink(anyone, links.owner)).toMatchObject({ ok: true });
    expect(await showProposal(anyone, links.proposal)).toMatchObject({ ok: true });
    expect(await acceptProposal(anyone, links.proposal)).toMatchObject({ ok: true });
    const sheet = await openSheet(anyone, links.answer);
    expect(sheet).toMatchObject({ ok: true, value: { session: { state: 'open' } } });
    const criterion = sheet.ok ? sheet.value.framework.version.content.dimensions[0]?.criteria[0]?.id : '';
    const answers = { [criterion ?? '']: 3 };
    expect(await saveAnswers(anyone, links.answer, { answers, remarks: {} })).toMatchObject({ ok: true });
  });

  it('still has its mails', async () => {
    const outbox = await readOutbox(owner);
    const waiting = outbox.ok ? outbox.value.filter(({ sentAt }) => sentAt === null) : [];
    expect(waiting.map(({ recipient }) => recipient)).toEqual(
      expect.arrayContaining([notes.people.newcomer, notes.people.contributor]),
    );
  });

  it('goes on: what is written shows at once', async () => {
    const before = await listPractices(anyone, anything);
    const made = await proposePractice(owner, { title: 'Après la restauration', commune: 'Redon' });
    expect(made).toMatchObject({ ok: true });
    expect((await listPractices(anyone, anything)).total).toBe(before.total + 1);
  });

  it('takes up the work that waited', async () => {
    const running = await start({ runJobs: true });
    const stateOf = async () => {
      const read = await readImport(owner, notes.imports.waiting);
      return read.ok && read.value.run.state;
    };
    await expect.poll(stateOf, { timeout: 30_000, interval: 200 }).toBe('done');
    await running.close();
    const found = await listPractices(anyone, { ...anything, filters: { q: 'jardin du quai' } });
    expect(found.items.map(({ title }) => title)).toContain('Jardin du quai');
  });
});
