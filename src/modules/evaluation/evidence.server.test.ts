import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixedClock } from '#kernel/clock.ts';
import type { Context } from '#kernel/context.ts';
import { bytesStored } from '#kernel/files/stored-files.server.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { fileChore } from '#modules/records/index.server.ts';
import { undoDays } from '#modules/records/index.ts';
import { closeEvaluation, publishEvaluation } from './advance-evaluation.server.ts';
import { openSheet, saveAnswers, signSheet } from './answer-evaluation.server.ts';
import { findEvaluation, readResult } from './read-evaluation.server.ts';
import {
  evidenceChore,
  evidenceOf,
  openEvidence,
  openOwnEvidence,
  removeEvidence,
} from './read-evidence.server.ts';
import { countEvidence } from './evidence-store.server.ts';
import { type FileChange, prepareEvidence } from './receive-evidence.server.ts';
import { undoEvaluationChange } from './undo-workshop.server.ts';
import {
  type EvaluationScene,
  anonymous,
  named,
  openEvaluationScene,
  valueOf,
} from './testing/evaluation-scene.server.ts';

let scene: EvaluationScene;
let photo: Buffer;
beforeAll(async () => {
  scene = await openEvaluationScene();
  photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#385' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 27/1 0/1' } })
    .jpeg()
    .toBuffer();
});
afterAll(() => scene.world.close());

const sent = (bytes: Uint8Array, name: string) => ({ name, size: bytes.length, bytes: async () => bytes });

async function save(token: string, change: Partial<FileChange> & { bytes?: Uint8Array; name?: string }) {
  const { bytes, name = 'Camille chez elle.jpg', words = '', drop = false } = change;
  const file = bytes && valueOf(await prepareEvidence(scene.visitor, token, sent(bytes, name)));
  const files = { price: { words, drop, file } };
  return saveAnswers(scene.visitor, token, { answers: { price: 4 }, remarks: {}, files });
}

async function nameOn(token: string): Promise<string | undefined> {
  return valueOf(await openSheet(scene.visitor, token)).sheets[0]?.details['price']?.file?.name;
}

async function sessionFor(context: Context, id: string) {
  const session = await findEvaluation(context, { id });
  if (!session) throw new Error('no such session');
  return session;
}

async function read(file: Awaited<ReturnType<typeof openEvidence>>): Promise<Buffer> {
  return Buffer.from(await new Response(file?.read()).arrayBuffer());
}

describe('a file beside an answer', () => {
  test('is their own to see, change and take back while the session is open, and loses place and name', async () => {
    const id = await scene.opened();
    const [token = '', other = ''] = await scene.links(id, 'residents', 2);
    valueOf(await save(token, { bytes: photo, words: ' La salle ' }));
    const name = (await nameOn(token)) ?? '';
    expect(name).toMatch(/^[\w-]{22}\.webp$/);
    const bytes = await read(await openOwnEvidence(scene.visitor, token, name));
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect(bytes.toString('latin1')).not.toMatch(/Camille|GPS/);
    expect(await openOwnEvidence(scene.visitor, other, name)).toBeUndefined();
    for (const role of ['visitor', 'owner'] as const) {
      const reader = await scene.as(role);
      expect(await openEvidence(reader, await sessionFor(reader, id), name)).toBeUndefined();
    }
    // Words alone leave the file; another file takes its place; dropping takes it away for good.
    valueOf(await save(token, { words: 'Le préau' }));
    expect(await nameOn(token)).toBe(name);
    valueOf(await save(token, { bytes: Buffer.from('%PDF-1.7 compte rendu'), name: 'De Camille.pdf' }));
    const second = (await nameOn(token)) ?? '';
    expect(second).toMatch(/\.pdf$/);
    expect(await openOwnEvidence(scene.visitor, token, name)).toBeUndefined();
    valueOf(await save(token, { drop: true }));
    expect(await nameOn(token)).toBeUndefined();
    const { db, clock, territoryId } = scene.facilitator;
    await fileChore({ db, clock }).run(territoryId);
    expect(await bytesStored(db, territoryId)).toBe(0);
  });

  test('is one, and no other is left over, when several windows send theirs at the same moment', async () => {
    const id = await scene.opened();
    const [token = ''] = await scene.links(id, 'residents', 1);
    const bytes = Buffer.from('%PDF-1.7 en même temps');
    const windows = await Promise.all([1, 2, 3].map(() => save(token, { bytes, name: 'a.pdf' })));
    expect(windows.every(({ ok }) => ok)).toBe(true);
    expect(await countEvidence(scene.facilitator, id)).toBe(1);
    expect(await openOwnEvidence(scene.visitor, token, (await nameOn(token)) ?? '')).toBeDefined();
  });

  test.each([
    ['empty', Buffer.alloc(0), 'a.jpg', 'file-empty'],
    ['a page', Buffer.from('<script>alert(1)</script>'), 'a.html', 'file-not-accepted'],
    ['a page called a picture', Buffer.from('<script>alert(1)</script>'), 'a.jpg', 'file-not-accepted'],
    ['too large', Buffer.alloc(10_000_001), 'a.pdf', 'file-too-large'],
  ])('is refused %s', async (_, bytes, name, code) => {
    const id = await scene.opened();
    const [token = ''] = await scene.links(id, 'residents', 1);
    expect(await prepareEvidence(scene.visitor, token, sent(bytes, name))).toMatchObject({ error: { code } });
  });

  test('is shown with its cell and not before: neither it nor that there is one when too few answered', async () => {
    const id = await scene.opened([named('board'), anonymous('residents')]);
    const [signed = ''] = await scene.links(id, 'board', 1);
    valueOf(await signSheet(scene.visitor, signed, { signature: 'Le bureau', consented: true }));
    valueOf(await save(signed, { bytes: photo, words: 'La salle' }));
    const few = await scene.links(id, 'residents', 2);
    for (const token of few) valueOf(await save(token, { bytes: photo }));
    const [shown = '', hidden = ''] = [await nameOn(signed), await nameOn(few[0] ?? '')];
    valueOf(await closeEvaluation(scene.facilitator, id));

    const session = await sessionFor(scene.facilitator, id);
    const result = valueOf(await readResult(scene.facilitator, session));
    expect(await evidenceOf(scene.facilitator, id, result)).toEqual([
      { name: shown, width: 900, height: 600 },
    ]);
    expect(JSON.stringify(result)).not.toContain(hidden);
    expect(await openEvidence(scene.facilitator, session, shown)).toBeDefined();
    expect(await openEvidence(scene.facilitator, session, hidden)).toBeUndefined();
    expect(await openOwnEvidence(scene.visitor, few[0] ?? '', hidden)).toBeUndefined();
    // Whoever holds a link sees the result, and so its files; others once it is published.
    expect(await openOwnEvidence(scene.visitor, few[0] ?? '', shown)).toBeDefined();
    expect(await openEvidence(scene.visitor, session, shown)).toBeUndefined();
    valueOf(await publishEvaluation(scene.facilitator, id));
    const published = await sessionFor(scene.visitor, id);
    expect(await openEvidence(scene.visitor, published, shown)).toBeDefined();
    const elsewhere = await scene.world.elsewhere();
    expect(await openEvidence(elsewhere, published, shown)).toBeUndefined();

    // Taken away by a facilitator, told in the history, and put back from it.
    const away = { evaluationId: id, name: shown };
    for (const role of ['visitor', 'contributor'] as const) {
      expect(await removeEvidence(await scene.as(role), away)).toMatchObject({
        error: { code: 'not-allowed' },
      });
    }
    expect(await removeEvidence(scene.facilitator, { ...away, name: hidden })).toMatchObject({
      error: { code: 'not-found' },
    });
    valueOf(await removeEvidence(scene.facilitator, away));
    expect(await openEvidence(scene.visitor, published, shown)).toBeUndefined();
    const { db, territoryId } = scene.world;
    const [entry] = await historyOf(db, { territoryId, recordId: id, limit: 1 });
    expect(entry?.action).toBe('evaluation.evidence-removed');
    valueOf(await undoEvaluationChange(scene.facilitator, { recordId: id, entryId: entry?.id ?? '' }));
    expect(await openEvidence(scene.visitor, published, shown)).toBeDefined();

    // Taken away again, it can be put back as long as anything deleted can be, and is then gone for good.
    valueOf(await removeEvidence(scene.facilitator, away));
    const [again] = await historyOf(db, { territoryId, recordId: id, limit: 1 });
    const undo = { recordId: id, entryId: again?.id ?? '' };
    const inDays = (days: number) =>
      fixedClock(new Date(scene.world.clock.now().getTime() + days * 86_400_000));
    const kept = await countEvidence(scene.facilitator, id);
    await evidenceChore({ db, clock: inDays(undoDays) }).run(territoryId);
    expect(await countEvidence(scene.facilitator, id)).toBe(kept);
    await evidenceChore({ db, clock: inDays(undoDays + 1) }).run(territoryId);
    expect(await countEvidence(scene.facilitator, id)).toBe(kept - 1);
    expect(await undoEvaluationChange(scene.facilitator, undo)).toMatchObject({
      error: { code: 'changed-since' },
    });
  });
});
