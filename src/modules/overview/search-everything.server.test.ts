import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { anyText } from '#kernel/testing/any-text.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import {
  type Onlooker,
  maySee,
  onlookers,
  putInState,
  recordStates,
} from '#kernel/testing/visibility-matrix.server.ts';
import { createEvaluation, openEvaluation } from '#modules/evaluation/index.server.ts';
import { publishShippedFramework, readShippedFramework } from '#modules/framework/index.server.ts';
import { proposePractice } from '#modules/practices/index.server.ts';
import { type Kind, newRecordFields } from '#modules/records/index.ts';
import { addComment, addTopic, createRecord, deleteComment, hide } from '#modules/records/index.server.ts';
import { type SearchQuery, searchEverything } from './search-everything.server.ts';
import type { SearchResult } from './search-result.ts';

let world: TestWorld;
let as: Record<Onlooker, Context>;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  // A territory of its own for each test, where only what it makes is found.
  const { territoryId } = await world.elsewhere();
  const person = async (role: 'contributor' | 'facilitator' | 'owner') => ({
    ...(await world.as(role)),
    territoryId,
  });
  const author = await person('contributor');
  as = {
    visitor: { ...(await world.as('visitor')), territoryId },
    contributor: await person('contributor'),
    author,
    facilitator: await person('facilitator'),
    owner: await person('owner'),
    elsewhere: { ...author, territoryId: (await world.elsewhere()).territoryId },
  };
});

async function make(title: string, { kind = 'practice' as Kind, pitch = '', body = '' } = {}) {
  const fields = { ...newRecordFields, title, pitch, body: parseMarkdown(body) };
  return inTransaction(world.db, (db) => createRecord({ ...as.author, db }, { kind, fields, details: {} }));
}

function search(text: string, query: Partial<SearchQuery> = {}, context = as.visitor): Promise<SearchResult> {
  return searchEverything(context, { text, scope: null, page: 1, locale: 'fr', ...query });
}

const plain = (pieces: readonly { text: string }[]) => pieces.map(({ text }) => text).join('');
const told = ({ groups }: SearchResult) =>
  groups.map(({ scope, total, items }) => [scope, total, items.map(({ title }) => plain(title))]);

describe('one search', () => {
  it('finds every kind of thing, grouped, those whose title holds the words first', async () => {
    await publishShippedFramework(as.owner, readShippedFramework());
    await make('Four à pain', { body: 'On y parle de zythologie.' });
    await make('Aider la zythologie', { kind: 'lever' });
    const action = await make('Un atelier', { kind: 'action' });
    await addComment(as.contributor, { recordId: action.id, markdown: 'Vive la **zythologie** !' });
    await addTopic(as.facilitator, 'theme', { name: 'Zythologie' });
    expect(told(await search('zythologies'))).toEqual([
      ['lever', 1, ['Aider la zythologie']],
      ['topic', 1, ['Zythologie']],
      ['practice', 1, ['Four à pain']],
      ['comment', 1, ['Un atelier']],
    ]);
  });

  it('finds criteria of the framework and the pages on cooperation, in the language of the page', async () => {
    await publishShippedFramework(as.owner, readShippedFramework());
    const french = await search('confiance');
    const english = await search('trust', { locale: 'en' });
    const scopes = ({ groups }: SearchResult) => groups.map(({ scope }) => scope);
    expect(scopes(french)).toContain('entry');
    expect(scopes(english)).toContain('entry');
    const price = await search('prix', { scope: 'criterion' });
    expect(price.only?.items[0]?.address).toMatch(/^\/referentiels\/.+\/criteres\//);
  });

  it('marks the words and shows where they stand', async () => {
    await make('Jardins des Cordiers', {
      pitch: 'On y sème',
      body: `${'Avant. '.repeat(60)}Des réparations.`,
    });
    const item = (await search('réparer jardin')).groups[0]?.items[0];
    const marked = (pieces: { text: string; marked: boolean }[] = []) =>
      pieces.filter((piece) => piece.marked).map(({ text }) => text);
    expect(marked(item?.title)).toEqual(['Jardins']);
    expect(marked(item?.excerpt)).toEqual(['réparations']);
  });

  it('forgives typos when nothing holds the words, and says so', async () => {
    await make('Épicerie coopérative');
    await addTopic(as.facilitator, 'theme', { name: 'Épicerie' });
    const found = await search('epicrie');
    expect(found.resembling).toBe(true);
    expect(told(found)).toEqual([
      ['practice', 1, ['Épicerie coopérative']],
      ['topic', 1, ['Épicerie']],
    ]);
    expect((await search('épicerie')).resembling).toBe(false);
  });

  it('finds the practices of a commune by its name, where there are some that one may see', async () => {
    const { territoryId } = as.visitor;
    await sql`update territory set communes = '{35236,56001}' where id = ${territoryId}`.execute(world.db);
    expect(told(await search('redon'))).toEqual([]);
    const garden = await proposePractice(as.contributor, { title: 'Verger', commune: 'Redon' });
    if (!garden.ok) throw new Error(garden.error.code);
    const found = await search('redon');
    expect(told(found)).toEqual([['commune', 1, ['Redon']]]);
    expect(found.groups[0]?.items[0]?.address).toBe('/pratiques?commune=35236');
    expect(told(await search('reddon')), 'a typo').toEqual([['commune', 1, ['Redon']]]);
    expect(told(await search('allaire')), 'no practice there').toEqual([]);
    expect(told(await search('redon', {}, as.elsewhere))).toEqual([]);
    expect(told(await search('redon', {}, { ...as.visitor, kindsOff: ['practice'] }))).toEqual([]);
    expect((await search('redon', { scope: 'commune' })).only?.items).toHaveLength(1);
    const target = { id: garden.value.id, commentId: null };
    await hide(as.facilitator, { target, reason: 'misplaced', words: '' });
    expect(told(await search('redon'))).toEqual([]);
  });

  it('lists one part by pages, each result once, best first; a page too far is the last one', async () => {
    for (let number = 1; number <= 25; number += 1) await make(`Four ${number}`, { pitch: 'Pain' });
    await make('Pain pain pain', { body: 'Pain' });
    await make('Du pain', { kind: 'lever' });
    const all = await search('pain');
    expect(told(all)).toMatchObject([
      ['practice', 26, { length: 4 }],
      ['lever', 1, ['Du pain']],
    ]);
    const pages = await Promise.all([1, 2, 9].map((page) => search('pain', { scope: 'practice', page })));
    expect(pages.map(({ only }) => [only?.page, only?.pages, only?.items.length])).toEqual([
      [1, 2, 20],
      [2, 2, 6],
      [2, 2, 6],
    ]);
    expect(plain(pages[0]?.only?.items[0]?.title ?? [])).toBe('Pain pain pain');
    const keys = pages.slice(0, 2).flatMap(({ only }) => only?.items.map(({ key }) => key) ?? []);
    expect(new Set(keys).size).toBe(26);
    expect(pages[1]?.groups.map(({ scope, total }) => [scope, total])).toEqual([
      ['practice', 26],
      ['lever', 1],
    ]);
  });

  it('says of a part without any result that there is none, and counts the others', async () => {
    await make('Four à pain');
    const { only, groups } = await search('pain', { scope: 'lever', page: 3 });
    expect(only).toMatchObject({ total: 0, items: [], page: 1, pages: 1 });
    expect(groups.map(({ scope, total }) => [scope, total])).toEqual([['practice', 1]]);
  });

  it('answers kindly whatever is asked', async () => {
    await make('Jardin');
    expect(await search('')).toMatchObject({ hasWords: false, groups: [] });
    expect(await search(' \n le la les ')).toMatchObject({ hasWords: false, groups: [] });
    expect(await search('&|!():* " -')).toMatchObject({ hasWords: false, groups: [] });
    expect(await search('zzzzqqqq')).toMatchObject({ hasWords: true, groups: [], resembling: false });
    const long = await search('jardin '.repeat(2_000));
    expect(long).toMatchObject({ isShortened: true, groups: [{ scope: 'practice', total: 1 }] });
    expect(long.text.length).toBeLessThanOrEqual(200);
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => Array.isArray((await search(text)).groups)),
      { numRuns: 40 },
    );
  });
});

describe('what a person may not read', () => {
  it.each(recordStates)('is neither found nor counted: %s', async (state) => {
    const record = await make('Secret de zythologie');
    await addComment(as.author, { recordId: record.id, markdown: 'Encore de la zythologie' });
    await putInState(as.author, record.id, state);
    for (const onlooker of onlookers) {
      const expected = maySee(onlooker, state) ? ['practice', 'comment'] : [];
      const found = await search('zythologie', {}, as[onlooker]);
      expect([onlooker, found.groups.map(({ scope }) => scope)]).toEqual([onlooker, expected]);
      const mistyped = await search('zytologie', {}, as[onlooker]);
      expect([onlooker, mistyped.groups.length]).toEqual([onlooker, maySee(onlooker, state) ? 1 : 0]);
    }
  });

  it('is not guessed by the words of a reserved text', async () => {
    const record = await make('Four à pain', { pitch: 'Le samedi', body: 'Zythologie' });
    await world.db
      .updateTable('record')
      .set({ body_reserved: true })
      .where('territory_id', '=', as.author.territoryId)
      .where('id', '=', record.id)
      .execute();
    for (const onlooker of ['visitor', 'author', 'facilitator'] as const) {
      expect((await search('zythologie', {}, as[onlooker])).groups).toEqual([]);
      const [group] = (await search('samedi', {}, as[onlooker])).groups;
      expect(plain(group?.items[0]?.excerpt ?? [])).toBe('Le samedi');
    }
  });

  it('holds for hidden and deleted comments', async () => {
    const record = await make('Four à pain');
    const hidden = await addComment(as.author, { recordId: record.id, markdown: 'Zythologie cachée' });
    const deleted = await addComment(as.author, { recordId: record.id, markdown: 'Zythologie retirée' });
    if (!hidden.ok || !deleted.ok) throw new Error('Two comments were added');
    const target = { shortId: record.shortId, commentId: hidden.value };
    expect(await hide(as.facilitator, { target, reason: 'misplaced', words: '' })).toMatchObject({
      ok: true,
    });
    await deleteComment(as.author, deleted.value);
    const counted = async (onlooker: Onlooker) =>
      (await search('zythologie', {}, as[onlooker])).groups.map(({ total }) => total);
    expect(await counted('visitor')).toEqual([]);
    expect(await counted('contributor')).toEqual([]);
    expect(await counted('author')).toEqual([1]);
    expect(await counted('facilitator')).toEqual([1]);
  });

  it('holds for a session that is being prepared, and for what is said of it', async () => {
    const framework = await publishShippedFramework(as.owner, readShippedFramework());
    const practice = await proposePractice(as.facilitator, { title: 'Ressourcerie', commune: 'Redon' });
    if (!framework.ok || !practice.ok) throw new Error('A session needs both');
    const created = await createEvaluation(as.facilitator, {
      subjectIds: [practice.value.id],
      input: {
        title: 'Zythologie en débat',
        purpose: 'Savoir ce qu’elle apporte.',
        frameworkVersionId: framework.value.versionId,
        closesOn: null,
        colleges: ['residents', 'staff'].map((key) => ({ key, name: key, kind: 'anonymous', threshold: 5 })),
      },
    });
    if (!created.ok) throw new Error(created.error.code);
    await addComment(as.facilitator, { recordId: created.value.id, markdown: 'Zythologie à préparer' });
    const seen = async (context: Context) =>
      (await search('zythologie', {}, context)).groups.map(({ scope }) => scope);
    expect(await seen(as.visitor)).toEqual([]);
    expect(await seen(as.contributor)).toEqual([]);
    expect(await seen(as.facilitator)).toEqual(['evaluation', 'comment']);
    await openEvaluation(as.facilitator, created.value.id);
    expect(await seen(as.visitor)).toEqual(['evaluation', 'comment']);
  });
});
