import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { newId } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { maySee, onlookers, putInState, recordStates } from '#kernel/testing/visibility-matrix.server.ts';
import { deleteComment, hide } from '#modules/records/index.server.ts';
import { feedOfList, feedOfModeration, feedOfNews } from './make-feeds.server.ts';
import { readLatestNews } from './read-news.server.ts';
import { comment, improve, makeRecord } from './testing/news-scene.server.ts';

let world: TestWorld;
let author: Context;
let visitor: Context;
let facilitator: Context;

beforeAll(async () => {
  world = await openTestWorld();
  author = await world.as('contributor', 'Maël');
  visitor = await world.as('visitor');
  facilitator = await world.as('facilitator', 'Anouk');
});
afterAll(() => world.close());

const reader = { locale: 'fr', href: (path: string) => path } as const;
const toldOf = async (context: Context, recordId: string) =>
  (await readLatestNews(context, { recordId })).news;
const hidden = { reason: 'abusive', words: '' };

describe('what is new', () => {
  it('is told latest first, with who did it and what changed', async () => {
    const record = await makeRecord(author);
    await improve(await world.as('contributor', 'Zoé'), record, { title: 'Four du bourg' });
    const told = await toldOf(visitor, record.id);
    expect(told).toMatchObject([
      {
        action: 'practice.changed',
        author: 'Zoé',
        isArrival: false,
        changes: [{ field: 'title', before: ['Four à pain'], after: ['Four du bourg'] }],
      },
      { action: 'practice.created', author: 'Maël', isArrival: true },
    ]);
  });

  it('is told of a record to those who may see it, and to nobody else', async () => {
    const record = await makeRecord(author);
    const elsewhere = { ...(await world.elsewhere()), actor: author.actor };
    for (const state of recordStates) {
      await putInState(author, record.id, state);
      for (const onlooker of onlookers) {
        const context =
          onlooker === 'author' ? author : onlooker === 'elsewhere' ? elsewhere : await world.as(onlooker);
        // What the journal does not tell of is remembered for a while.
        world.clock.advance(60_000);
        const told = await toldOf(context, record.id);
        expect([state, onlooker, told.length > 0]).toEqual([state, onlooker, maySee(onlooker, state)]);
      }
    }
  });

  it('holds no comment that was hidden or taken away', async () => {
    const record = await makeRecord(author);
    const kept = await comment(author, record, 'Bonne idée');
    const abusive = await comment(author, record, 'Méchanceté');
    const regretted = await comment(author, record, 'Bêtise');
    await hide(facilitator, { target: { id: record.id, commentId: abusive }, ...hidden });
    await deleteComment(author, regretted);
    const texts = async (context: Context) =>
      (await toldOf(context, record.id)).flatMap(({ comment: said }) => said?.text ?? []);
    expect(await texts(visitor)).toEqual(['Bonne idée']);
    expect(await texts(await world.as('contributor'))).toEqual(['Bonne idée']);
    expect(await texts(facilitator)).toEqual(['Méchanceté', 'Bonne idée']);
    expect(kept).toBeDefined();
  });

  it('is never who was invited or answered, nor a private field', async () => {
    const record = await makeRecord(author);
    const changes = { contact: { before: null, after: { personal: newId(), commitment: 'secret' } } };
    for (const action of ['evaluation.invited', 'evaluation.answered', 'practice.changed']) {
      await appendToJournal(author, { recordId: record.id, action, changes });
    }
    const told = await toldOf(facilitator, record.id);
    expect(told.map(({ action }) => action)).toEqual(['practice.created']);
  });

  it('is read page after page, without loss or repetition', async () => {
    const here = { ...(await world.elsewhere()), actor: author.actor };
    const record = await makeRecord(here);
    let current = record;
    for (let turn = 0; turn < 130; turn += 1) {
      current = await improve(here, current, { pitch: `Essai ${turn}` });
    }
    const ids: string[] = [];
    let before: string | undefined = '';
    while (before !== undefined) {
      const page = await readLatestNews(here, { before });
      ids.push(...page.news.map(({ id }) => id));
      before = page.next ?? undefined;
    }
    expect(ids).toHaveLength(131);
    expect(new Set(ids).size).toBe(131);
  });

  it('begins at the first page when asked for a place that is none', async () => {
    await makeRecord(author);
    const first = await readLatestNews(visitor, {});
    for (const before of ['x', '1-', '-1-2', '999999999999999999999-1', "1-1' or 1=1"]) {
      expect(await readLatestNews(visitor, { before })).toEqual(first);
    }
  });

  it('can be of one kind', async () => {
    await makeRecord(author, { kind: 'action', title: 'Ouvrir le four' });
    const kinds = (await readLatestNews(visitor, { kind: 'action' })).news.map(({ record }) => record.kind);
    expect([...new Set(kinds)]).toEqual(['action']);
  });
});

describe('feeds', () => {
  it('hold what every visitor may read, whoever asks', async () => {
    const draft = await makeRecord(author, { visibility: 'draft', title: 'Brouillon' });
    const shown = await makeRecord(author, { title: 'Montré' });
    for (const context of [visitor, author, facilitator]) {
      const titles = (await feedOfNews(context, {}, reader)).map(({ title }) => title);
      expect(titles).toContain('Montré – Fiche créée');
      expect(titles.join()).not.toContain('Brouillon');
      expect(await feedOfNews(context, { recordId: draft.id }, reader)).toEqual([]);
    }
    const [entry] = await feedOfNews(visitor, { recordId: shown.id }, reader);
    expect(entry).toMatchObject({
      path: expect.stringContaining(shown.shortId),
      authors: ['Maël'],
      html: '<p><strong>Du pain ensemble</strong></p><p>On cuit le <strong>samedi</strong>.</p>',
    });
  });

  it('show nothing that people wrote as markup', async () => {
    const record = await makeRecord(author);
    await improve(author, record, { title: '<script>alert(1)</script>' });
    const [entry] = await feedOfNews(visitor, { recordId: record.id }, reader);
    expect(entry?.html).not.toContain('<script');
    expect(entry?.html).toContain('&lt;script&gt;');
  });

  it('of moderation tell what was done and why, without what had to be hidden', async () => {
    const record = await makeRecord(author, { title: 'Titre de trop' });
    await hide(facilitator, { target: { id: record.id, commentId: null }, ...hidden });
    world.clock.advance(60_000);
    const [entry] = await feedOfModeration(facilitator, reader);
    expect(entry).toMatchObject({ authors: ['Anouk'], path: '/moderation' });
    expect(JSON.stringify(entry)).not.toContain('Titre de trop');
  });

  it('of a list that is none are empty', async () => {
    expect(await feedOfList(visitor, '/gestion/membres', reader)).toEqual([]);
    expect(await feedOfList(visitor, '/themes/inconnu', reader)).toEqual([]);
  });
});
