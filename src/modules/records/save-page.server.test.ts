import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Context, roles } from '#kernel/context.ts';
import { historyOf } from '#kernel/journal.server.ts';
import { emptyRichText } from '#kernel/rich-text/rich-text.ts';
import { renderHtml } from '#kernel/rich-text/to-html.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { deleteRecord, restoreRecord } from './change-record.server.ts';
import { hide } from './hide.server.ts';
import { listPages } from './list-pages.server.ts';
import { type PageInput, pageFormOf } from './page-form.ts';
import { editPage, findPage, undoPageChange, writePage } from './save-page.server.ts';
import { makeSample } from './testing/sample-record.server.ts';

let world: TestWorld;
let author: Context;
let other: Context;
let visitor: Context;
beforeAll(async () => {
  world = await openTestWorld();
  visitor = await world.as('visitor');
});
afterAll(() => world.close());
beforeEach(async () => {
  author = await world.as('contributor');
  other = await world.as('contributor');
});

const input: PageInput = { title: 'Tenir une réunion', body: '## Avant\n\nUn **ordre du jour**.' };
const all = { text: '', tag: '', asked: {}, page: 1 };

async function written(change: PageInput = {}, context = author) {
  const page = await writePage(context, { input: { ...input, ...change } });
  if (!page.ok) throw new Error(page.error.code);
  return page.value;
}

const refusedFields = async (change: PageInput) => {
  const page = await writePage(author, { input: { ...input, ...change } });
  return page.ok || page.error.code !== 'invalid' ? [] : page.error.problems.map(({ field }) => field);
};

describe('writing a knowledge page', () => {
  it.each(roles)('as a %s: whoever is signed in may, and everyone sees it at once', async (role) => {
    const page = await writePage(await world.as(role), { input });
    if (role === 'visitor') return expect(page).toEqual({ ok: false, error: { code: 'not-allowed' } });
    const found = await findPage(visitor, { id: page.ok ? page.value.id : '' });
    expect(found?.record).toMatchObject({ kind: 'page', visibility: 'public', licence: 'CC-BY-SA-4.0' });
    expect(renderHtml(found?.record.body ?? emptyRichText())).toContain('<strong>ordre du jour</strong>');
  });

  it('keeps what was said of it, and names a source by its site when nobody did', async () => {
    const page = await written({
      pitch: 'Une heure, pas plus',
      tags: 'Réunion, méthode',
      language: 'en',
      sourceUrl: 'https://example.org/guide',
    });
    expect(page).toMatchObject({
      pitch: 'Une heure, pas plus',
      tags: ['réunion', 'méthode'],
      language: 'en',
      sourceName: 'example.org',
      sourceUrl: 'https://example.org/guide',
    });
  });

  it('names each field that was not understood, and writes nothing', async () => {
    const before = (await listPages(author, all)).total;
    expect(await refusedFields({ title: ' ', body: '\n \n' })).toEqual(['title', 'body']);
    expect(await refusedFields({ title: 'é'.repeat(201) })).toEqual(['title']);
    expect(await refusedFields({ pitch: 'é'.repeat(301), tags: 'a'.repeat(51) })).toEqual([
      'pitch',
      'tags-1',
    ]);
    expect(await refusedFields({ visibility: 'secret', language: 'xx' })).toEqual(['language', 'visibility']);
    expect(await refusedFields({ sourceUrl: 'javascript:alert(1)' })).toEqual(['sourceUrl']);
    expect((await listPages(author, all)).total).toBe(before);
  });

  it('refuses a newcomer’s third link to other sites', async () => {
    const body = 'https://a.example https://b.example https://c.example';
    expect(await refusedFields({ body })).toEqual(['links']);
  });

  it('is undone like everything else: taken away by who wrote it, and brought back', async () => {
    const page = await written();
    expect(await deleteRecord(other, page.id)).toMatchObject({ ok: false });
    expect(await deleteRecord(author, page.id)).toMatchObject({ ok: true });
    expect(await findPage(visitor, page)).toBeUndefined();
    expect(await restoreRecord(author, page)).toMatchObject({ ok: true });
    expect(await findPage(visitor, page)).toBeDefined();
  });
});

describe('who sees a page', () => {
  const seenBy = async (id: string, contexts: Context[]) =>
    Promise.all(contexts.map(async (context) => (await findPage(context, { id })) !== undefined));

  it('is said by who wrote it: everyone, whoever signed in, or only its authors', async () => {
    const owner = await world.as('owner');
    const everyone = [visitor, other, owner, author];
    const [open, members, draft] = [
      await written({ visibility: 'public' }),
      await written({ visibility: 'members' }),
      await written({ visibility: 'draft' }),
    ];
    expect(await seenBy(open.id, everyone)).toEqual([true, true, true, true]);
    expect(await seenBy(members.id, everyone)).toEqual([false, true, true, true]);
    expect(await seenBy(draft.id, everyone)).toEqual([false, false, false, true]);
    const listed = (await listPages(other, all)).items.map(({ id }) => id);
    expect(listed).toContain(members.id);
    expect(listed).not.toContain(draft.id);
  });

  it('is changed by who made it and by facilitators, not by those who improve it', async () => {
    const page = await written();
    const asMembers = (context: Context, version: number) =>
      editPage(context, { recordId: page.id, version, input: { ...input, visibility: 'members' } });
    expect(await asMembers(other, 1)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await asMembers(await world.as('facilitator'), 1)).toMatchObject({ ok: true });
    expect(await findPage(visitor, page)).toBeUndefined();
    const edited = await editPage(author, { recordId: page.id, version: 2, input });
    // A form that did not ask changes nothing of it.
    expect(edited).toMatchObject({ ok: true, value: { visibility: 'members' } });
  });

  it('is nobody of another territory, and no other kind answers in its place', async () => {
    const page = await written();
    const practice = await makeSample(author);
    expect(await findPage({ ...author, ...(await world.elsewhere()) }, page)).toBeUndefined();
    expect(await findPage(author, practice)).toBeUndefined();
    const edit = { version: 1, input, recordId: practice.id };
    expect(await editPage(author, edit)).toEqual({ ok: false, error: { code: 'not-found' } });
  });

  it('is only its authors and facilitators once it is hidden', async () => {
    const page = await written();
    const facilitator = await world.as('facilitator');
    await hide(facilitator, { target: { id: page.id, commentId: null }, reason: 'wrong', words: '' });
    expect(await seenBy(page.id, [visitor, other, facilitator, author])).toEqual([false, false, true, true]);
  });
});

describe('editing a page', () => {
  it('is for whoever is signed in, is told in its history, and is undone in one click', async () => {
    const page = await written();
    const edit = { recordId: page.id, version: 1, input: { ...input, pitch: 'Une heure' } };
    expect(await editPage(visitor, edit)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await editPage(other, edit)).toMatchObject({
      ok: true,
      value: { pitch: 'Une heure', version: 2 },
    });
    const [entry] = await historyOf(world.db, {
      territoryId: world.territoryId,
      recordId: page.id,
      limit: 1,
    });
    expect(entry).toMatchObject({ action: 'page.changed', changes: { pitch: { after: 'Une heure' } } });
    const undo = { recordId: page.id, entryId: entry?.id ?? '' };
    expect(await undoPageChange(visitor, undo)).toEqual({ ok: false, error: { code: 'not-allowed' } });
    expect(await undoPageChange(author, undo)).toMatchObject({ ok: true, value: { pitch: '' } });
  });

  it('over what someone else saved meanwhile hands both back', async () => {
    const page = await written();
    await editPage(other, { recordId: page.id, version: 1, input: { ...input, title: 'Réunir' } });
    const late = await editPage(author, { recordId: page.id, version: 1, input });
    expect(late).toMatchObject({ ok: false, error: { code: 'changed-meanwhile' } });
    const current = !late.ok && 'current' in late.error ? late.error.current.record : undefined;
    expect(current && pageFormOf(current).title).toBe('Réunir');
  });

  it('with a form that nobody touched changes nothing', async () => {
    const page = await written({ tags: 'a, b', pitch: 'x', sourceUrl: 'https://example.org/a' });
    const saved = await editPage(author, { recordId: page.id, version: 1, input: pageFormOf(page) });
    expect(saved).toMatchObject({ ok: true, value: { version: 1 } });
  });
});

describe('the list of pages', () => {
  it('finds words, else titles that resemble them, and keeps a tag', async () => {
    const page = await written({ title: 'Carnet de plantations', tags: 'haies' });
    const found = async (change: Partial<typeof all>) => {
      const { items, resembling } = await listPages(visitor, { ...all, ...change });
      return { ids: items.map(({ id }) => id), resembling };
    };
    expect(await found({ text: 'plantation' })).toEqual({ ids: [page.id], resembling: false });
    expect(await found({ text: 'plantattions' })).toEqual({ ids: [page.id], resembling: true });
    expect(await found({ tag: 'haies' })).toEqual({ ids: [page.id], resembling: false });
    expect((await listPages(await world.elsewhere(), all)).total).toBe(0);
  });

  it('is cut into pages; one beyond the last is the last', async () => {
    const elsewhere = { ...(await world.elsewhere()), actor: author.actor };
    for (let count = 0; count < 25; count += 1) await written({ title: `Page ${count}` }, elsewhere);
    const { items, total, pages, page } = await listPages(elsewhere, { ...all, page: 99 });
    expect({ shown: items.length, total, pages, page }).toEqual({ shown: 1, total: 25, pages: 2, page: 2 });
    expect((await listPages(elsewhere, { ...all, page: -3 })).page).toBe(1);
  });
});
