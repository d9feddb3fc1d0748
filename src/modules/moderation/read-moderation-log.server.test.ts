import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { addComment, hide, showAgain } from '#modules/records/index.server.ts';
import { readModerationLog } from './read-moderation-log.server.ts';
import { makeRecord } from './testing/make-record.server.ts';

let world: TestWorld;
let author: Context;
let facilitator: Context;
let visitor: Context;
let record: RecordCore;

beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor', 'Maël Le Goff');
  facilitator = await world.as('facilitator', 'Anouk');
  visitor = await world.as('visitor');
  record = await makeRecord(author, { title: 'Le titre qui dit trop' });
});
afterAll(() => world.close());

const because = { reason: 'personal-data', words: 'Un numéro de téléphone' };

describe('the public log of moderation', () => {
  it('is empty where nothing was moderated', async () => {
    expect(await readModerationLog(visitor, 1)).toEqual({ events: [], total: 0, page: 1, pages: 1 });
  });

  it('tells everyone what was hidden, why, when and by whom; neither its title nor its author', async () => {
    await hide(facilitator, { target: { id: record.id, commentId: null }, ...because });
    const log = await readModerationLog(visitor, 1);
    expect(log.events).toEqual([
      {
        id: expect.any(String),
        act: 'hidden',
        at: world.clock.now(),
        by: 'Anouk',
        kind: 'practice',
        count: null,
        ...because,
        record: null,
      },
    ]);
    expect(JSON.stringify(log)).not.toMatch(/dit trop|Maël/);
  });

  it('names the record to those who see it, and to everyone once it is shown again', async () => {
    const named = async (context: Context) => (await readModerationLog(context, 1)).events[0]?.record?.title;
    expect(await named(facilitator)).toBe(record.title);
    expect(await named(author)).toBe(record.title);
    expect(await named(await world.as('contributor'))).toBeUndefined();
    await showAgain(facilitator, { id: record.id, commentId: null });
    expect(await named(visitor)).toBe(record.title);
  });

  it('tells of comments too, latest first', async () => {
    world.clock.advance(1000);
    const comment = await addComment(author, { recordId: record.id, markdown: 'Méchant' });
    if (!comment.ok) throw new Error(comment.error.code);
    await hide(facilitator, { target: { id: record.id, commentId: comment.value }, ...because });
    const { events, total } = await readModerationLog(visitor, 1);
    expect(events.map(({ act }) => act)).toEqual(['comment-hidden', 'shown', 'hidden']);
    expect(total).toBe(3);
  });

  it('says nothing of other territories, nor of what is no moderation', async () => {
    expect((await readModerationLog(await world.elsewhere(), 1)).total).toBe(0);
    const before = (await readModerationLog(visitor, 1)).total;
    await addComment(author, { recordId: record.id, markdown: 'Bonjour' });
    expect((await readModerationLog(visitor, 1)).total).toBe(before);
  });

  it('is cut in pages, without losing or repeating anything; a page that is not there is the nearest', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await hide(facilitator, { target: { id: record.id, commentId: null }, ...because });
      await showAgain(facilitator, { id: record.id, commentId: null });
    }
    const [first, second] = [await readModerationLog(visitor, 1), await readModerationLog(visitor, 2)];
    expect([first.pages, first.events.length, second.events.length]).toEqual([2, 20, 3]);
    expect(new Set([...first.events, ...second.events].map(({ id }) => id)).size).toBe(23);
    expect((await readModerationLog(visitor, 99)).page).toBe(2);
    expect((await readModerationLog(visitor, -3)).page).toBe(1);
  });
});
