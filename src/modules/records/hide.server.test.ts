import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { addComment, readComments } from './comments.server.ts';
import { deleteRecord, restoreRecord } from './change-record.server.ts';
import { hide, showAgain } from './hide.server.ts';
import { findHidden, findHiding } from './hiding-store.server.ts';
import type { RecordCore } from './record.ts';
import { findRecord } from './record-store.server.ts';
import { findTombstone } from './deleted-store.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let author: Context;
let facilitator: Context;
let record: RecordCore;

beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor', 'Maël');
  facilitator = await world.as('facilitator', 'Anouk');
});
afterAll(() => world.close());
beforeEach(async () => {
  record = await makeSample(author);
});

const ofRecord = () => ({ id: record.id, commentId: null });
const because = { reason: 'personal-data', words: 'Le numéro d’une voisine' };
const hideRecord = (context: Context) => hide(context, { target: ofRecord(), ...because });
const codeOf = async (done: ReturnType<typeof hide>) => {
  const result = await done;
  return result.ok ? 'done' : result.error.code;
};

async function commented(context: Context): Promise<string> {
  const added = await addComment(context, { recordId: record.id, markdown: 'Des mots de trop' });
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
}

describe('a hidden record', () => {
  it('says when and why, and is shown again as it was', async () => {
    expect(await codeOf(hideRecord(facilitator))).toBe('done');
    const hiding = { at: world.clock.now(), ...because };
    expect(await findHiding(facilitator, record.id)).toEqual(hiding);
    const visitor = await world.as('visitor');
    expect(await findRecord(visitor, { id: record.id })).toBeUndefined();
    expect(await findHidden(visitor, record)).toMatchObject({ record: { id: record.id }, hiding });

    expect(await codeOf(showAgain(facilitator, ofRecord()))).toBe('done');
    expect(await findRecord(visitor, { id: record.id })).toEqual(record);
    expect(await findHidden(visitor, record)).toBeUndefined();
    expect(await findHiding(visitor, record.id)).toBeNull();
  });

  it('tells in its history who hid it and why, and who showed it', async () => {
    await hideRecord(facilitator);
    await showAgain(facilitator, ofRecord());
    const [shown, hidden] = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: record.id,
      limit: 2,
    });
    expect(hidden).toMatchObject({
      action: 'moderation.hidden',
      actorId: facilitator.actor.personId,
      changes: { hiding: { after: because }, kind: { after: 'practice' } },
    });
    expect(shown).toMatchObject({ action: 'moderation.shown', actorId: facilitator.actor.personId });
  });

  it('stays hidden when it is deleted and brought back', async () => {
    await hideRecord(facilitator);
    await deleteRecord(author, record.id);
    const visitor = await world.as('visitor');
    expect(await findTombstone(visitor, record)).toBeUndefined();
    expect(await findHidden(visitor, record)).toBeUndefined();
    await restoreRecord(author, record);
    expect(await findRecord(visitor, { id: record.id })).toBeUndefined();
    expect(await findHiding(facilitator, record.id)).toMatchObject(because);
  });

  it('leaves the rest of the territory as it was', async () => {
    const other = await makeSample(author);
    await hideRecord(facilitator);
    expect(await findRecord(await world.as('visitor'), { id: other.id })).toBeDefined();
    expect(await findHiding(facilitator, other.id)).toBeNull();
  });
});

describe('hiding', () => {
  it('is for facilitators and owners of this territory', async () => {
    const elsewhere: Context = { ...facilitator, territoryId: (await world.elsewhere()).territoryId };
    for (const [who, expected] of [
      [await world.as('visitor'), 'not-allowed'],
      [await world.as('contributor'), 'not-allowed'],
      [author, 'not-allowed'],
      [elsewhere, 'not-found'],
      [await world.as('owner'), 'done'],
    ] as const) {
      expect(await codeOf(hideRecord(who))).toBe(expected);
    }
    for (const [who, expected] of [
      [author, 'not-allowed'],
      [elsewhere, 'not-found'],
      [await world.as('contributor'), 'not-found'],
      [facilitator, 'done'],
    ] as const) {
      expect(await codeOf(showAgain(who, ofRecord()))).toBe(expected);
    }
  });

  it('asks for a reason, and for words when none of those listed fits', async () => {
    for (const [given, field] of [
      [{ reason: '', words: '' }, 'reason'],
      [{ reason: 'outdated', words: 'x' }, 'reason'],
      [{ reason: 'other', words: ' \n ' }, 'words'],
      [{ reason: 'abusive', words: 'a'.repeat(501) }, 'words'],
    ] as const) {
      const refused = await hide(facilitator, { target: ofRecord(), ...given });
      expect(refused).toMatchObject({ ok: false, error: { code: 'invalid', problems: [{ field }] } });
    }
    expect(await findHiding(facilitator, record.id)).toBeNull();
  });

  it('does not reach a draft of someone else', async () => {
    record = await makeSample(author, { visibility: 'draft' });
    expect(await codeOf(hideRecord(facilitator))).toBe('not-found');
  });

  it('succeeds once, of several people who hide at the same moment', async () => {
    const owner = await world.as('owner');
    const codes = await Promise.all([facilitator, owner, facilitator].map((who) => codeOf(hideRecord(who))));
    expect(codes.toSorted()).toEqual(['already', 'already', 'done']);
    const history = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: record.id,
      limit: 9,
    });
    expect(history.filter(({ action }) => action === 'moderation.hidden')).toHaveLength(1);
  });

  it('of what is not there is told', async () => {
    for (const target of [
      { id: newId(), commentId: null },
      { id: 'x', commentId: null },
      { shortId: 'zzzzzzzz', commentId: null },
      { id: record.id, commentId: newId() },
      { id: record.id, commentId: '' },
    ]) {
      expect(await codeOf(hide(facilitator, { target, ...because }))).toBe('not-found');
    }
  });
});

describe('a hidden comment', () => {
  it('keeps its words for its author and facilitators; others are told when and why', async () => {
    const writer = await world.as('contributor', 'Lou');
    const commentId = await commented(writer);
    const target = { shortId: record.shortId, commentId };
    expect(await codeOf(hide(author, { target, ...because }))).toBe('not-allowed');
    expect(await codeOf(hide(facilitator, { target, ...because }))).toBe('done');
    for (const [who, reads] of [
      [writer, true],
      [facilitator, true],
      [author, false],
      [await world.as('visitor'), false],
    ] as const) {
      const [comment] = await readComments(who, record.id);
      expect(comment).toMatchObject({ isRead: reads, author: reads ? 'Lou' : '', hiding: because });
      expect(comment?.html.includes('Des mots de trop')).toBe(reads);
    }
    expect(await codeOf(showAgain(facilitator, target))).toBe('done');
    const [shown] = await readComments(await world.as('visitor'), record.id);
    expect(shown).toMatchObject({ isRead: true, author: 'Lou', hiding: null });
  });

  it('is hidden through its own record only', async () => {
    const commentId = await commented(author);
    const other = await makeSample(author);
    const target = { id: other.id, commentId };
    expect(await codeOf(hide(facilitator, { target, ...because }))).toBe('not-found');
  });

  it('is reported as hidden to a contributor who would hide or name it, as if it were not there', async () => {
    const commentId = await commented(author);
    const target = { shortId: record.shortId, commentId };
    await hide(facilitator, { target, ...because });
    expect(await codeOf(hide(await world.as('contributor'), { target, ...because }))).toBe('not-found');
    expect(await codeOf(hide(author, { target, ...because }))).toBe('not-allowed');
  });
});
