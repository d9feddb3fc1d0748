import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { bytesStored, forgetFiles } from '#kernel/files/stored-files.server.ts';
import { newId } from '#kernel/ids.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { fileLimits } from './attachment.ts';
import { deleteRecord } from './change-record.server.ts';
import { describeFile, moveFileUp, removeFile, undoFileChange } from './manage-files.server.ts';
import { fileChore } from './purge-files.server.ts';
import { coversOf, openFile, readFileOf, readFiles, readUndescribed } from './read-files.server.ts';
import { readHistory } from './read-history.server.ts';
import { receiveDocument, receivePicture } from './receive-file.server.ts';
import type { RecordCore } from './record.ts';
import { findRecord } from './record-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let member: Context;
let record: RecordCore;
let photo: Buffer;
beforeAll(async () => {
  world = await openTestWorld();
  member = await world.as('contributor');
  photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#385' } })
    .jpeg()
    .toBuffer();
});
afterAll(() => world.close());
beforeEach(async () => {
  record = await makeSample(member);
});

const sent = (bytes: Uint8Array, name = 'Le four.jpg') => ({
  name,
  size: bytes.length,
  bytes: async () => bytes,
});
const pdf = Buffer.from('%PDF-1.7 compte rendu');
const said = {
  description: 'Le four, porte ouverte',
  decorative: false,
  credit: 'Camille',
  licence: 'CC0-1.0',
};

async function received(context: Context, name?: string): Promise<string> {
  const got = await receivePicture(context, { recordId: record.id, file: sent(photo, name) });
  if (!got.ok) throw new Error(got.error.code);
  return got.value;
}

async function added(context: Context, description = said.description): Promise<string> {
  const id = await received(context);
  const described = await describeFile(context, { recordId: record.id, id }, { ...said, description });
  if (!described.ok) throw new Error(described.error.code);
  return id;
}

const open = (context: Context, id: string, width = 320) =>
  openFile(context, { recordId: record.id, id, width });
const latest = async () => (await readHistory(member, { recordId: record.id })).entries[0];

async function undoLatest(context = member) {
  const entry = await latest();
  return undoFileChange(context, { recordId: record.id, entryId: entry?.id ?? '' });
}

const refused = (code: string) => ({ ok: false, error: { code } });

describe('a picture', () => {
  it('is seen by who sent it alone, until they say what it shows', async () => {
    const id = await received(member);
    const other = await world.as('facilitator');
    expect(await readFiles(member, record.id)).toEqual([]);
    expect(await readUndescribed(member, record.id)).toEqual([{ id, name: 'Le four.jpg' }]);
    expect(await readUndescribed(other, record.id)).toEqual([]);
    expect(await open(member, id)).toMatchObject({ mediaType: 'image/webp', isShown: false });
    expect(await open(other, id)).toBeUndefined();
    expect(await readFileOf(other, { recordId: record.id, id })).toBeUndefined();
    expect(await describeFile(other, { recordId: record.id, id }, said)).toEqual(refused('not-found'));

    await describeFile(member, { recordId: record.id, id }, said);
    const visitor = await world.as('visitor');
    expect(await readFiles(visitor, record.id)).toMatchObject([
      { id, kind: 'picture', ...said, sizes: [{ width: 320, height: 213 }, { width: 800 }, { width: 900 }] },
    ]);
    const opened = await open(visitor, id, 800);
    const bytes = Buffer.from(await new Response(opened?.read()).arrayBuffer());
    expect(bytes).toHaveLength(opened?.size ?? 0);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 800 });
    expect(await open(visitor, id, 801)).toBeUndefined();
  });

  it('needs words for those who do not see it, or to be called decorative; not both', async () => {
    const id = await received(member);
    const describe = (input: Partial<typeof said>) =>
      describeFile(member, { recordId: record.id, id }, { ...said, ...input });
    expect(await describe({ description: '  ' })).toMatchObject({
      error: { problems: [{ field: 'description' }] },
    });
    expect(await describe({ decorative: true })).toMatchObject({
      error: { problems: [{ field: 'decorative' }] },
    });
    expect(await describe({ description: 'é'.repeat(501) })).toMatchObject({
      error: { problems: [{ field: 'description', tooLong: { excess: 1, max: 500 } }] },
    });
    expect(await readFiles(member, record.id)).toEqual([]);
    expect(await describe({ description: '', decorative: true })).toEqual({ ok: true, value: undefined });
  });

  it('stands for its record in lists when it is the first one', async () => {
    const first = await added(member, 'Une');
    const second = await added(member, 'Deux');
    const cover = async () => (await coversOf(member, [record])).get(record.id);
    const shown = (id: string) => ({
      src: `/fichiers/${record.shortId}/${id}/320.webp`,
      width: 320,
      height: 213,
    });
    expect(await cover()).toEqual(shown(first));
    await moveFileUp(member, { recordId: record.id, id: second });
    expect(await cover()).toEqual(shown(second));
    expect(await undoLatest()).toMatchObject({ ok: true });
    expect(await cover()).toEqual(shown(first));
  });
});

describe('a document', () => {
  it('is kept as it is, under a safe name', async () => {
    const file = sent(pdf, '../../compte <rendu>.pdf');
    const got = await receiveDocument(member, { recordId: record.id, file });
    const id = got.ok ? got.value : '';
    expect(await open(member, id, 0)).toMatchObject({
      kind: 'document',
      name: 'compte rendu.pdf',
      mediaType: 'application/pdf',
    });
    // A document is never decorative: it is told by its words.
    const describe = { ...said, description: '', decorative: true };
    expect(await describeFile(member, { recordId: record.id, id }, describe)).toMatchObject({
      error: { problems: [{ field: 'description' }] },
    });
  });

  it('is refused when a browser would run it, or when it is a picture, whose place would not be taken off', async () => {
    for (const [bytes, name] of [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'logo.svg'],
      [Buffer.from('<script>alert(1)</script>'), 'page.html'],
      [Buffer.from('<script>alert(1)</script>'), 'page.pdf'],
      [photo, 'photo.jpg'],
      [photo, 'photo.pdf'],
    ] as const) {
      const got = await receiveDocument(member, { recordId: record.id, file: sent(bytes, name) });
      expect(got).toEqual(refused('file-not-accepted'));
    }
  });
});

describe('what is sent', () => {
  it('is refused empty, too heavy before it is read, or when it is no picture', async () => {
    const picture = (file: Parameters<typeof receivePicture>[1]['file']) =>
      receivePicture(member, { recordId: record.id, file });
    const unread = () => Promise.reject(new Error('It was read'));
    expect(await picture({ name: 'a', size: 0, bytes: unread })).toEqual(refused('file-empty'));
    expect(await picture({ name: 'a', size: fileLimits.picture + 1, bytes: unread })).toEqual(
      refused('file-too-large'),
    );
    expect(await picture(sent(pdf))).toEqual(refused('not-a-picture'));
  });

  it('is limited for each person and day, and for each record', async () => {
    const tireless = await world.as('contributor');
    const file = { ...sent(photo), size: fileLimits.picture };
    for (let index = 0; index < 10; index += 1) {
      expect(await receivePicture(tireless, { recordId: record.id, file })).toMatchObject({ ok: true });
    }
    expect(await receivePicture(tireless, { recordId: record.id, file })).toEqual(
      refused('sent-enough-today'),
    );
    world.clock.advance(25 * 3_600_000);
    expect(await receivePicture(tireless, { recordId: record.id, file })).toMatchObject({ ok: true });
    for (let count = 11; count < fileLimits.perRecord; count += 1) await received(member);
    expect(await receivePicture(member, { recordId: record.id, file: sent(photo) })).toEqual(
      refused('too-many-files'),
    );
  });

  it('is refused when the territory has no room left', async () => {
    const full = [1, 2, 3].map(() => ({
      id: newId(),
      territory_id: world.territoryId,
      sha256: null,
      size: 2_000_000_000,
      created_at: world.clock.now(),
    }));
    await world.db.insertInto('stored_file').values(full).execute();
    const got = await receivePicture(member, { recordId: record.id, file: sent(photo) });
    await forgetFiles(world.db, { territoryId: world.territoryId, ids: full.map(({ id }) => id) });
    expect(got).toEqual(refused('no-room-left'));
    expect(await readUndescribed(member, record.id)).toEqual([]);
  });

  it('is kept once, however often it is sent', async () => {
    await added(member);
    const before = await bytesStored(world.db, world.territoryId);
    await added(member);
    expect(await bytesStored(world.db, world.territoryId)).toBe(before);
  });
});

describe('files', () => {
  it('are added and changed by those who may improve the record they see, in its territory', async () => {
    const id = await added(member);
    const name = { recordId: record.id, id };
    for (const [who, code] of [
      [await world.as('contributor'), undefined],
      [await world.as('facilitator'), undefined],
      [await world.as('owner'), undefined],
      [await world.as('visitor'), 'not-allowed'],
      [await world.elsewhere(), 'not-found'],
    ] as const) {
      const expected = code ? refused(code) : { ok: true };
      const description = { ...said, description: `Le four ${who.actor.personId}` };
      expect(await receivePicture(who, { recordId: record.id, file: sent(photo) })).toMatchObject(expected);
      expect(await describeFile(who, name, description)).toMatchObject(expected);
      expect(await moveFileUp(who, name)).toMatchObject(expected);
      expect(await removeFile(who, name)).toMatchObject(expected);
      if (!code) expect(await undoLatest(who)).toMatchObject(expected);
    }
  });

  it('of an evaluation session are changed by those who run it', async () => {
    const session = await makeSample(await world.as('facilitator'), { kind: 'evaluation' });
    for (const [role, expected] of [
      ['contributor', refused('not-allowed')],
      ['facilitator', { ok: true }],
      ['owner', { ok: true }],
    ] as const) {
      const sending = { recordId: session.id, file: sent(photo) };
      expect(await receivePicture(await world.as(role), sending)).toMatchObject(expected);
    }
  });

  it('of kinds of records that have none are refused', async () => {
    const framework = await makeSample(member, { kind: 'framework' });
    const got = await receivePicture(member, { recordId: framework.id, file: sent(photo) });
    expect(got).toEqual(refused('not-found'));
  });

  it('are named by no other record than their own', async () => {
    const id = await added(member);
    const other = await makeSample(member);
    expect(await openFile(member, { recordId: other.id, id, width: 320 })).toBeUndefined();
    expect(await removeFile(member, { recordId: other.id, id })).toEqual(refused('not-found'));
    expect(await open(await world.elsewhere(), id)).toBeUndefined();
    expect(await readFiles(await world.elsewhere(), record.id)).toEqual([]);
    for (const wrong of ['', 'x', newId(), '\0']) {
      expect(await removeFile(member, { recordId: record.id, id: wrong })).toEqual(refused('not-found'));
      expect(await open(member, wrong)).toBeUndefined();
    }
  });

  it('are out of reach once removed, and back when that is undone from the history', async () => {
    const id = await added(member);
    const visitor = await world.as('visitor');
    expect(await removeFile(member, { recordId: record.id, id })).toMatchObject({ ok: true });
    expect(await open(visitor, id)).toBeUndefined();
    expect(await open(member, id)).toBeUndefined();
    expect(await readFiles(member, record.id)).toEqual([]);
    expect(await latest()).toMatchObject({
      action: 'attachment.removed',
      undoable: true,
      changes: [{ field: 'file', before: [said.description, 'Camille', 'CC0-1.0'], after: [] }],
    });
    expect(await undoLatest(visitor)).toEqual(refused('not-allowed'));
    expect(await undoLatest()).toMatchObject({ ok: true, value: { id: record.id } });
    expect(await open(visitor, id)).toBeDefined();
    // Undoing is undone as well.
    expect(await undoLatest()).toMatchObject({ ok: true });
    expect(await open(visitor, id)).toBeUndefined();
  });

  it('get back what was said of them, unless that was said anew since', async () => {
    const id = await added(member, 'Avant');
    const describe = (description: string) =>
      describeFile(member, { recordId: record.id, id }, { ...said, description });
    await describe('Après');
    const change = await latest();
    expect(await undoLatest()).toMatchObject({ ok: true });
    expect(await readFiles(member, record.id)).toMatchObject([{ description: 'Avant' }]);
    const again = await undoFileChange(member, { recordId: record.id, entryId: change?.id ?? '' });
    expect(again).toEqual(refused('changed-since'));
  });

  it('are taken into account by whoever asks what changed', async () => {
    world.clock.advance(60_000);
    await added(member);
    expect((await findRecord(member, { id: record.id }))?.updatedAt).toEqual(world.clock.now());
  });
});

describe('the purge', () => {
  const purge = () => fileChore(world).run(world.territoryId);
  const day = 86_400_000;

  it('takes what nobody described, what was removed a month ago, and their bytes; nothing else', async () => {
    const kept = await added(member);
    const removed = await added(member);
    await removeFile(member, { recordId: record.id, id: removed });
    const undescribed = await received(member);
    world.clock.advance(day + 1000);
    const fresh = await received(member);
    await purge();
    expect(await open(member, undescribed)).toBeUndefined();
    expect(await readUndescribed(member, record.id)).toMatchObject([{ id: fresh }]);
    expect(await undoLatest()).toMatchObject({ ok: true });
    await removeFile(member, { recordId: record.id, id: removed });
    world.clock.advance(30 * day + 1000);
    await purge();
    expect(await undoLatest()).toEqual(refused('file-gone'));
    const opened = await open(await world.as('visitor'), kept);
    expect(Buffer.from(await new Response(opened?.read()).arrayBuffer())).toHaveLength(opened?.size ?? 0);
  });

  it('takes the bytes of a record that is no more', async () => {
    await purge();
    const before = await bytesStored(world.db, world.territoryId);
    record = await makeSample(member);
    const own = await sharp({ create: { width: 50, height: 50, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    await receivePicture(member, { recordId: record.id, file: sent(own) });
    expect(await bytesStored(world.db, world.territoryId)).toBeGreaterThan(before);
    await deleteRecord(member, record.id);
    await world.db
      .deleteFrom('record')
      .where('territory_id', '=', world.territoryId)
      .where('id', '=', record.id)
      .execute();
    await purge();
    expect(await bytesStored(world.db, world.territoryId)).toBe(before);
  });
});
