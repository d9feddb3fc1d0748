import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { openTestWorld } from '#kernel/testing/test-context.server.ts';
import {
  describeExport,
  importTerritory,
  readTerritoryArchive,
  receiveArchive,
  streamTerritory,
  writeTerritory,
} from '#modules/commons/index.server.ts';
import { findEvaluation, listEvaluations, readResult } from '#modules/evaluation/index.server.ts';
import {
  addField,
  findPractice,
  listPractices,
  ownFactsOf,
  proposePractice,
  saveContact,
} from '#modules/practices/index.server.ts';
import {
  addComment,
  deleteRecord,
  describeFile,
  findHidden,
  hide,
  readComments,
  readFiles,
  receivePicture,
} from '#modules/records/index.server.ts';
import { findTerritory } from '#modules/territories/index.server.ts';
import { asWrittenBefore, entriesOf, remade } from './testing/archive-files.server.ts';
import { type Instance, closeInstance, host, openInstance } from './testing/archive-instances.server.ts';
import { voteInRoom } from './testing/vote-in-room.server.ts';

let folder: string;
let source: Instance;
let target: Instance;
let full: string;

async function emptyWorld() {
  const world = await openTestWorld();
  await sql`truncate territory cascade`.execute(world.db);
  return world;
}

async function someone(
  { world, owner }: Instance,
  name: string,
  role: 'contributor' | 'owner',
): Promise<Context> {
  const { actor } = await world.as(role, name);
  return { ...owner, actor };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'entrelacs-archive-'));
  source = await openInstance(await emptyWorld(), { demo: true });
  target = await openInstance(await emptyWorld(), { demo: false });
  await live(source);
  full = path.join(folder, 'whole.zip');
  const written = await write(source, full);
  if (!written.ok) throw new Error(written.error.code);
});
afterAll(async () => {
  await closeInstance(source);
  await closeInstance(target);
  await rm(folder, { recursive: true, force: true });
});

let kept: Id;
let orchard: Id;
let gone: Id;
let hiddenShortId: string;

/** What people do beside the demonstration: some of it leaves with the archive, some of it must not. */
async function live(instance: Instance): Promise<void> {
  const ana = await someone(instance, 'Ana Le Goff', 'contributor');
  const make = async (title: string) => {
    const made = await proposePractice(ana, { title, commune: 'Redon' });
    const practice = made.ok ? await findPractice(ana, { id: made.value.id }) : undefined;
    if (!practice) throw new Error('The practice was not made');
    return practice.record;
  };
  const record = await make('Jardin de l’écluse');
  kept = record.id;
  await addComment(ana, { recordId: kept, markdown: 'On y va le **mardi**.' });
  await saveContact(ana, {
    recordId: kept,
    input: { name: 'Prénom Secret', email: 'secret@exemple.test', phone: '06 00 00 00 00' },
  });
  const picture = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#2a6' } })
    .png()
    .toBuffer();
  const sent = await receivePicture(ana, {
    recordId: kept,
    file: { name: 'jardin.png', size: picture.length, bytes: async () => picture },
  });
  const id = sent.ok ? sent.value : '';
  const said = { description: 'Un jardin', decorative: false, credit: 'Ana', licence: 'CC-BY-4.0' };
  expect(await describeFile(ana, { recordId: kept, id }, said)).toMatchObject({ ok: true });
  const deleted = await make('Un doublon retiré');
  gone = deleted.id;
  await sayMore(instance);
  const hidden = await make('Une page à revoir');
  hiddenShortId = hidden.shortId;
  const target = { shortId: hidden.shortId, commentId: null };
  expect(await hide(instance.owner, { target, reason: 'misplaced', words: 'Doublon' })).toMatchObject({
    ok: true,
  });
  expect(await deleteRecord(ana, deleted.id)).toMatchObject({ ok: true });
}

/** Answers in fields that the territory added: one for everyone, one for those who facilitate, and a choice. */
async function sayMore({ owner }: Instance): Promise<void> {
  for (const field of [
    { label: 'Récit', kind: 'text' },
    { label: 'Vidéo', kind: 'link' },
    { label: 'À savoir', kind: 'text', visibility: 'facilitators' },
    { label: 'Jours', kind: 'choices', options: 'Lundi\nMardi' },
    { label: 'Va avec', kind: 'practices' },
  ]) {
    expect(await addField(owner, field)).toMatchObject({ ok: true });
  }
  const own = {
    'field.recit': ['Un tamarinier'],
    'field.video': ['https://video.example/jardin'],
    'field.a-savoir': ['Clé chez Zoé'],
    'field.jours': ['lundi', 'mardi'],
    'field.va-avec': ['Jardin de l’écluse\nUn doublon retiré'],
  };
  const made = await proposePractice(owner, { title: 'Verger de la rive', commune: 'Redon', own });
  orchard = made.ok ? made.value.id : '';
  await voteInRoom(owner, orchard);
}

function write({ owner }: Instance, file: string) {
  return writeTerritory(owner, { file, product: '0.0.0' });
}

async function take(instance: Instance, file: string) {
  const read = await readTerritoryArchive(file);
  if (!read.ok) return read;
  try {
    return await importTerritory(instance.owner, read.value);
  } finally {
    read.value.archive.close();
  }
}

async function practicesIn({ world, owner }: Instance): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from practice where territory_id = ${owner.territoryId}`.execute(world.db);
  return rows[0]?.count ?? -1;
}

function codeOf(done: { ok: boolean; error?: { code: string } }): string | undefined {
  return done.error?.code;
}

/** A file as a browser sends it. */
async function bytesOf(file: string): Promise<ReadableStream<Uint8Array>> {
  return new Blob([await readFile(file)]).stream();
}

describe('what leaves', () => {
  it('is content: no account, address, contact, draft, deleted record or single answer', async () => {
    const entries = await entriesOf(full);
    const everything = [...entries].map(([name, text]) => `${name}\n${text}`).join('\n');
    expect(everything).toContain('Jardin de l’écluse');
    expect(everything).toContain('Ana Le Goff');
    expect(everything).not.toMatch(/Secret|06 00|Un doublon|[\w.]+@\w+[.]\w/);
    const { rows } = await sql<{ id: string }>`
      select id::text from person union all
      select respondent_key from evaluation_sheet where territory_id = ${source.owner.territoryId} union all
      select id::text from evaluation_invitation where territory_id = ${source.owner.territoryId}`.execute(
      source.world.db,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ id }) => everything.includes(id))).toEqual([]);
    // A practice that leaves names both.
    expect(entries.get('data/practices.jsonl')).toContain(`["${kept}"]`);
    expect(everything).not.toContain(gone);
  });

  it('holds results of sessions that ended, none of one that was withdrawn, and no open session', async () => {
    const lines = (await entriesOf(full)).get('data/evaluations.jsonl')?.trim().split('\n') ?? [];
    const sessions = lines.map((line) => JSON.parse(line) as { state: string; result: object | null });
    expect(new Set(sessions.map(({ state }) => state))).toEqual(new Set(['published', 'closed', 'draft']));
    for (const { state, result } of sessions)
      expect([state, result === null]).toEqual([state, state === 'draft']);
    expect(await describeExport(source.owner)).toMatchObject({ ok: true, value: { openSessions: 2 } });
  });

  it('is for owners, to whom the site sends the same file', async () => {
    for (const role of ['visitor', 'contributor', 'facilitator'] as const) {
      const other: Context = { ...source.owner, actor: { personId: null, role } };
      expect((await streamTerritory(other, { product: '0.0.0' })).ok).toBe(false);
      expect((await writeTerritory(other, { product: '0.0.0', file: `${full}.no` })).ok).toBe(false);
      const read = await readTerritoryArchive(full);
      expect(codeOf(read.ok ? await importTerritory(other, read.value) : read)).toBe('not-allowed');
      expect(codeOf(await receiveArchive(other, await bytesOf(full)))).toBe('sign-in-first');
    }
    const sent = await streamTerritory(source.owner, { product: '0.0.0' });
    const file = path.join(folder, 'sent.zip');
    if (sent.ok) await writeFile(file, sent.value);
    expect(await entriesOf(file)).toEqual(await entriesOf(full));
  });
});

describe('an archive that is not whole or not sound', () => {
  it('is refused with what is wrong, before anything is touched', async () => {
    const half = path.join(folder, 'half.zip');
    const bytes = await readFile(full);
    await writeFile(half, bytes.subarray(0, bytes.length / 2));
    expect(codeOf(await take(target, half))).toBe('archive-unreadable');
    const altered = Buffer.from(bytes);
    const third = Math.floor(bytes.length / 3);
    altered.fill(0, third, third + 20);
    await writeFile(half, altered);
    expect(codeOf(await take(target, half))).toBe('archive-damaged');
    const outside = bytes.toString('latin1').replaceAll('data/topics.jsonl', '../../topics.json');
    await writeFile(half, outside, 'latin1');
    expect(codeOf(await take(target, half))).toBe('archive-unreadable');
    expect(codeOf(await take(target, path.join(folder, 'absent.zip')))).toBe('file-unreadable');
    expect(codeOf(await take(target, import.meta.filename))).toBe('archive-unreadable');
    expect(codeOf(await receiveArchive(target.owner, await bytesOf(half)))).toBe('archive-unreadable');
    expect(codeOf(await receiveArchive(target.owner, new Blob([]).stream()))).toBe('archive-unreadable');
  });

  const invalid = 'archive-invalid';
  const records = 'data/records.jsonl';
  it.each([
    ['of a later version', 'manifest.json', '"formatVersion":1', '"formatVersion":2', 'archive-newer'],
    ['that lacks a part', 'manifest.json', 'data/levers.jsonl', 'data/other.jsonl', 'archive-damaged'],
    ['that unfolds without end', 'manifest.json', '"bytes":', '"bytes":9999999', 'archive-too-dense'],
    ['of another program', 'manifest.json', 'entrelacs-archive', 'entrelacs-backup', 'archive-unreadable'],
    ['with a script for an address', records, '"source_url" : ""', '"source_url" : "javascript:1"', invalid],
    ['with a column of its own', 'data/topics.jsonl', '{', '{"territory_id":"x",', invalid],
    ['with a page for a picture', 'data/attachments.jsonl', 'image/webp', 'text/html', invalid],
    [
      'with a tie to nothing',
      'data/links.jsonl',
      /"to_id" : "[^"]*"/g,
      '"to_id" : "019a7c3e-0000-7000-8000-000000000001"',
      invalid,
    ],
    ['with an unknown visibility', records, '"visibility" : "public"', '"visibility" : "draft"', invalid],
    ['with a kind nobody knows', 'data/own-fields.jsonl', '"link"', '"page"', invalid],
    ['with a line that is no JSON', 'data/comments.jsonl', '{', '[{', invalid],
  ])('%s is refused whole', async (_, part, before, after, code) => {
    const file = await remade(full, { [part]: (text) => text.replaceAll(before, after) });
    expect(codeOf(await take(target, file))).toBe(code);
    expect(await practicesIn(target)).toBe(0);
  });
});

describe('in an empty instance', () => {
  it('an archive of an earlier version arrives, each session with its only practice', async () => {
    const read = await readTerritoryArchive(await asWrittenBefore(full, kept));
    if (!read.ok) throw new Error(read.error.code);
    class TakenBack extends Error {}
    const trial = inTransaction(target.owner.db, async (db) => {
      const inside = { ...target.owner, db };
      expect(await importTerritory(inside, read.value)).toMatchObject({ ok: true });
      const sessions = await listEvaluations(inside);
      expect(sessions.length).toBeGreaterThan(1);
      const found = await Promise.all(
        sessions.map(({ record }) => findEvaluation(inside, { id: record.id })),
      );
      for (const session of found) expect(session?.subjects).toEqual([{ key: '1', recordId: kept }]);
      expect(await findPractice(inside, { id: orchard })).toMatchObject({ details: { fields: {} } });
      throw new TakenBack();
    });
    await expect(trial).rejects.toThrow(TakenBack);
    expect(await practicesIn(target)).toBe(0);
  });

  it('a trial says what would come, and leaves nothing', async () => {
    const read = await readTerritoryArchive(full);
    const tried = read.ok ? await importTerritory(target.owner, read.value, { dryRun: true }) : read;
    expect(tried).toMatchObject({ ok: true, value: { unchanged: 0 } });
    // The pictures of the demonstration, and the one that was sent above.
    expect(tried.ok && 'files' in tried.value && tried.value.files).toBeGreaterThan(1);
    expect(await practicesIn(target)).toBe(0);
  });

  it('everything arrives, and leaves again the same to the letter', async () => {
    expect(await receiveArchive(target.owner, await bytesOf(full))).toMatchObject({
      ok: true,
      value: { territory: 'Pays de Redon (démonstration)', unchanged: 0 },
    });
    const again = path.join(folder, 'again.zip');
    await write(target, again);
    expect(await entriesOf(again)).toEqual(await entriesOf(full));
  });

  it('a second import changes nothing', async () => {
    expect(await take(target, full)).toMatchObject({ ok: true, value: { created: 0 } });
  });

  it('people find what they left: addresses, names, pictures, results, what is hidden', async () => {
    const visitor: Context = { ...target.owner, actor: { personId: null, role: 'visitor' } };
    const there = await findPractice({ ...source.owner, actor: visitor.actor }, { id: kept });
    const here = await findPractice(visitor, { id: kept });
    expect(here?.record).toMatchObject({
      shortId: there?.record.shortId,
      slug: there?.record.slug,
      coAuthors: ['Ana Le Goff'],
      authorIds: [],
    });
    expect(await readComments(visitor, kept)).toMatchObject([{ author: 'Ana Le Goff' }]);
    expect(await readFiles(visitor, kept)).toMatchObject([{ description: 'Un jardin', credit: 'Ana' }]);
    expect(await findHidden(visitor, { kind: 'practice', shortId: hiddenShortId })).toBeDefined();
    expect(await findTerritory(target.app.db, host)).toMatchObject({
      name: 'Pays de Redon (démonstration)',
      isDemo: false,
    });
    for (const { record } of await listEvaluations(visitor)) {
      const session = await findEvaluation(visitor, { id: record.id });
      const before = await findEvaluation({ ...source.owner, actor: visitor.actor }, { id: record.id });
      if (!session || !before) throw new Error('A session is missing');
      expect(await readResult(visitor, session)).toEqual(
        await readResult({ ...source.owner, actor: visitor.actor }, before),
      );
    }
  });

  it('fields of its own say the same to the same people, and searches find no more than before', async () => {
    for (const role of ['visitor', 'facilitator'] as const) {
      const answers = await Promise.all(
        [source, target].map(async ({ owner }) => {
          const reader: Context = { ...owner, actor: { personId: null, role } };
          const fields = (await findPractice(reader, { id: orchard }))?.details.fields ?? {};
          const [facts = []] = await ownFactsOf(reader, [fields]);
          const whole = { sort: 'title', page: 1, perPage: 20 } as const;
          const found = async (q: string) =>
            (await listPractices(reader, { ...whole, filters: { q } })).total;
          return {
            // What was deleted is named no more.
            facts: facts.map(({ label, value }) => [label, [value].flat().filter((one) => one !== gone)]),
            found: [await found('tamarinier'), await found('Zoé')],
          };
        }),
      );
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[0]).toMatchObject({ found: [1, 0] });
      expect(answers[0]?.facts.map(([label]) => label)).toEqual(
        role === 'visitor'
          ? ['Récit', 'Vidéo', 'Jours', 'Va avec']
          : ['Récit', 'Vidéo', 'À savoir', 'Jours', 'Va avec'],
      );
    }
  });

  it('once people write there, nothing is written over', async () => {
    const yann = await someone(target, 'Yann', 'contributor');
    expect(await proposePractice(yann, { title: 'Atelier vélo', commune: 'Redon' })).toMatchObject({
      ok: true,
    });
    expect(codeOf(await take(target, full))).toBe('territory-not-empty');
  });

  it('two territories of one instance do not share records', async () => {
    const { territoryId } = await source.world.elsewhere();
    const elsewhere = { ...source, owner: { ...source.owner, territoryId } };
    expect(codeOf(await take(elsewhere, full))).toBe('already-on-instance');
  });
});
