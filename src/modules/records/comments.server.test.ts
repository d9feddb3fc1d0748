import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { listComments } from './comment-store.server.ts';
import { addComment, deleteComment, readComments } from './comments.server.ts';
import type { RecordCore } from './record.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let member: Context;
let record: RecordCore;
beforeAll(async () => {
  world = await openTestWorld();
  member = await world.as('contributor');
});
afterAll(() => world.close());
beforeEach(async () => {
  record = await makeSample(member);
});

const comment = (context: Context, markdown: string) =>
  addComment(context, { recordId: record.id, markdown });

async function commented(context: Context, markdown = 'Bonjour'): Promise<string> {
  const added = await comment(context, markdown);
  if (!added.ok) throw new Error(added.error.code);
  return added.value;
}

describe('a comment', () => {
  it('is shown under the record, oldest first, and told in its history', async () => {
    const first = await commented(member, 'Le four **chauffe** bien.');
    world.clock.advance(1000);
    const second = await commented(await world.as('contributor'), 'Merci !');
    const comments = await listComments(member, record.id);
    expect(comments.map(({ id }) => id)).toEqual([first, second]);
    expect(comments[0]).toMatchObject({ recordId: record.id, authorId: member.actor.personId });
    expect(renderHtml(comments[0]?.body ?? { type: 'doc', content: [] })).toContain(
      '<strong>chauffe</strong>',
    );
    const history = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: record.id,
      limit: 1,
    });
    expect(history).toMatchObject([{ action: 'comment.created' }]);
  });

  it('stays text whatever it holds', async () => {
    await commented(
      member,
      '<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>\0\uD800',
    );
    const [only] = await listComments(member, record.id);
    const html = renderHtml(only?.body ?? { type: 'doc', content: [] });
    expect(html).not.toMatch(/<script|<img|href="javascript/i);
    expect(html).toContain('&lt;script&gt;');
  });

  it('is refused when it says nothing, or too much', async () => {
    for (const markdown of ['', '   ', '\n\n', '\0']) {
      expect(await comment(member, markdown)).toEqual({ ok: false, error: { code: 'comment-empty' } });
    }
    for (const markdown of ['a'.repeat(10_001), '> '.repeat(5000) + 'a']) {
      expect(await comment(member, markdown)).toEqual({ ok: false, error: { code: 'comment-too-long' } });
    }
    expect(await listComments(member, record.id)).toEqual([]);
  });

  it('has its limit for each person, which leaves room for a lively talk', async () => {
    const [lively, other] = [await world.as('contributor'), await world.as('contributor')];
    for (let turn = 0; turn < 30; turn += 1) expect((await comment(lively, `Et ${turn}`)).ok).toBe(true);
    expect(await comment(lively, 'Et encore')).toEqual({ ok: false, error: { code: 'too-many-comments' } });
    expect((await comment(other, 'Et moi')).ok).toBe(true);
    world.clock.advance(30 * 60_000);
    expect((await comment(lively, 'Je reprends')).ok).toBe(true);
  });

  it('holds two links to other sites at most, from those who have just come', async () => {
    const newcomer = await world.as('contributor');
    const links = (count: number) =>
      Array.from(
        { length: count },
        (_, place) => `[site](https://site-${place}.example/) [ici](/pratiques)`,
      ).join(' ');
    const tooMany = { ok: false, error: { code: 'too-many-links' } };
    expect(await comment(newcomer, links(3))).toEqual(tooMany);
    expect((await comment(newcomer, links(2))).ok).toBe(true);
    world.clock.advance(3 * 86_400_000 - 1);
    expect(await comment(newcomer, links(3))).toEqual(tooMany);
    world.clock.advance(1);
    expect((await comment(newcomer, links(9))).ok).toBe(true);
    expect((await comment(await world.as('facilitator'), links(9))).ok).toBe(true);
  });

  it('is for those who are signed in, on a record they see', async () => {
    expect(await comment(await world.as('visitor'), 'x')).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    });
    const notFound = { ok: false, error: { code: 'not-found' } };
    expect(await comment(await world.elsewhere(), 'x')).toEqual(notFound);
    expect(await addComment(member, { recordId: newId(), markdown: 'x' })).toEqual(notFound);
    expect(await addComment(member, { recordId: 'x', markdown: 'x' })).toEqual(notFound);
  });
});

describe('taking a comment away', () => {
  const done = { ok: true, value: undefined };
  const notAllowed = { ok: false, error: { code: 'not-allowed' } };
  const notFound = { ok: false, error: { code: 'not-found' } };

  it('is for its author and for facilitators, not for the author of the record', async () => {
    const other = await world.as('contributor');
    for (const [who, expected] of [
      [other, done],
      [await world.as('facilitator'), done],
      [await world.as('owner'), done],
      [member, notAllowed],
      [await world.as('visitor'), notAllowed],
      [await world.elsewhere(), notFound],
    ] as const) {
      const id = await commented(other);
      expect(await deleteComment(who, id)).toEqual(expected);
      const left = await listComments(member, record.id);
      expect(left.some((comment) => comment.id === id)).toBe(!expected.ok);
    }
  });

  it('is told in the history, once', async () => {
    const id = await commented(member);
    expect(await deleteComment(member, id)).toEqual(done);
    expect(await deleteComment(member, id)).toEqual(notFound);
    const history = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: record.id,
      limit: 1,
    });
    expect(history).toMatchObject([
      { action: 'comment.deleted', changes: { [`comment.${id}`]: { before: id, after: null } } },
    ]);
  });

  it('is offered to those who may, and no longer to an author who only reads', async () => {
    const id = await commented(member);
    const reader: Context = { ...member, actor: { ...member.actor, role: 'visitor' } };
    for (const [who, expected] of [
      [member, true],
      [await world.as('facilitator'), true],
      [await world.as('contributor'), false],
      [await world.as('visitor'), false],
      [reader, false],
    ] as const) {
      const shown = (await readComments(who, record.id)).find((comment) => comment.id === id);
      expect(shown?.mayDelete).toBe(expected);
    }
    expect(await deleteComment(reader, id)).toEqual({ ok: false, error: { code: 'not-allowed' } });
  });

  it('of what is no comment is told', async () => {
    for (const id of [newId(), '', 'x', '\0']) expect(await deleteComment(member, id)).toEqual(notFound);
  });
});
