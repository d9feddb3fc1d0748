import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#kernel/context.ts';
import { createJournalMemory } from '#kernel/journal-memory.server.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import type { RecordFields } from '#modules/records/index.ts';
import { linkRecords, relatedRecords } from '#modules/records/index.server.ts';
import {
  type Onlooker,
  type RecordState,
  maySee,
  onlookers,
  putInState,
  recordStates,
} from '#kernel/testing/visibility-matrix.server.ts';
import { exportCsv, exportGeojson } from './export-practices.server.ts';
import { countFacets } from './count-facets.server.ts';
import { listPractices, pageOfPractices, readPracticeList } from './list-practices.server.ts';
import { drawTile } from './map-practices.server.ts';
import { type PracticeListQuery, readPracticeQuery } from './practice-filters.ts';
import type { PracticeDetails } from './practice.ts';
import { findPractice } from './practice-store.server.ts';
import { newPractice } from './prepare-practice.server.ts';
import { createPractice, editPractice } from './save-practice.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

function make(context: Context, fields: Partial<RecordFields>, details: Partial<PracticeDetails> = {}) {
  return createPractice(context, {
    fields: { ...newPractice.fields, ...fields },
    details: { ...newPractice.details, ...details },
  });
}

function query(text = ''): PracticeListQuery {
  const read = readPracticeQuery(new URLSearchParams(text));
  if (!read.ok) throw new Error(read.error.field);
  return read.value;
}

/** Each filter that the page of a list offers, with its values and how many each would leave. */
async function facetsOf(context: Context, text = ''): Promise<Record<string, Record<string, number>>> {
  const asked = query(text);
  const { narrowed } = await readPracticeList(context, asked);
  const counted = await countFacets(context, narrowed, asked.filters);
  const pairs = counted.map(({ facet, values }) => [
    facet,
    Object.fromEntries(values.map(({ value, name, count }) => [name ?? value, count])),
  ]);
  return Object.fromEntries(pairs);
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('who sees which practice', () => {
  let as: Record<Onlooker, Context>;
  const ids = new Map<RecordState, { id: string; shortId: string }>();
  /** One word per practice, found nowhere else. */
  const wordOf = (state: RecordState) => `mot${state.replace(' ', '')}`;
  let seen: { id: string };

  beforeAll(async () => {
    const author = await world.as('contributor');
    const memory = createJournalMemory();
    as = {
      visitor: await world.as('visitor'),
      contributor: await world.as('contributor'),
      author,
      facilitator: await world.as('facilitator'),
      owner: await world.as('owner'),
      elsewhere: { ...author, memory, territoryId: (await world.elsewhere()).territoryId },
    };
    seen = await make(author, { title: 'Voisine' });
    for (const [index, state] of recordStates.entries()) {
      const word = wordOf(state);
      const { id, shortId } = await make(
        author,
        { title: `Titre ${word}`, body: parseMarkdown(`Texte ${word}`), tags: [word], sourceName: word },
        { communeCode: `3520${index}`, communeName: word, lat: 47 + index / 10, lng: -2 },
      );
      await linkRecords(author, { fromId: seen.id, toId: id, type: 'follows-from' });
      await putInState(author, id, state);
      ids.set(state, { id, shortId });
    }
  });

  const idOf = (state: RecordState) => ids.get(state)?.id ?? '';
  const cases = recordStates.flatMap((state) => onlookers.map((onlooker) => [state, onlooker] as const));

  it.each(cases)('%s, for the %s: its page', async (state, onlooker) => {
    const { id, shortId } = ids.get(state) ?? { id: '', shortId: '' };
    const expected = maySee(onlooker, state);
    expect((await findPractice(as[onlooker], { id })) !== undefined).toBe(expected);
    expect((await findPractice(as[onlooker], { shortId })) !== undefined).toBe(expected);
    expect((await relatedRecords(as[onlooker], seen.id)).some((other) => other.id === id)).toBe(expected);
  });

  it.each(cases)('%s, for the %s: lists, counts, filters', async (state, onlooker) => {
    const context = as[onlooker];
    const word = wordOf(state);
    const expected = maySee(onlooker, state) ? [idOf(state)] : [];
    const index = recordStates.indexOf(state);
    for (const text of [
      `theme=${word}`,
      `source=${word}`,
      `commune=3520${index}`,
      `bbox=-2.1,${46.95 + index / 10},-1.9,${47.05 + index / 10}`,
    ]) {
      const list = await listPractices(context, query(text));
      expect(list.items.map(({ id }) => id)).toEqual(expected);
      expect(list.total).toBe(expected.length);
      const page = await pageOfPractices(context, query(text));
      expect([page.items.map(({ id }) => id), page.total]).toEqual([expected, expected.length]);
    }
    const everything = await listPractices(context, query('per_page=500'));
    expect(everything.items.some(({ id }) => id === idOf(state))).toBe(expected.length === 1);
    const choices = JSON.stringify(await facetsOf(context));
    expect(choices.includes(word)).toBe(expected.length === 1);
  });

  it.each(cases)('%s, for the %s: search, which tells of nothing unseen', async (state, onlooker) => {
    const expected = maySee(onlooker, state);
    const list = await listPractices(as[onlooker], query(`q=${wordOf(state)}`));
    expect(list.items.some(({ id }) => id === idOf(state))).toBe(expected);
    expect(list.resembling).toBe(!expected);
  });

  it.each(cases)('%s, for the %s: exports and map', async (state, onlooker) => {
    const context = as[onlooker];
    const expected = maySee(onlooker, state);
    const word = wordOf(state);
    // A map is shared by all who read with the same role: the drafts of one, and what is hidden, are on none.
    const isOnMap = maySee(
      onlooker === 'elsewhere' || onlooker === 'visitor' ? onlooker : 'contributor',
      state,
    );
    const tile = await drawTile(context, { source: [word] }, { z: 0, x: 0, y: 0 });
    expect(Buffer.from(tile).includes(word)).toBe(isOnMap);
    expect((await textOf(exportCsv(context, {}))).includes(word)).toBe(expected);
    expect((await textOf(exportGeojson(context, {}))).includes(word)).toBe(expected);
  });

  it.each(cases)('%s, for the %s: nothing unseen is changed', async (state, onlooker) => {
    const context = as[onlooker];
    const expected = maySee(onlooker, state);
    const input = { title: 'Titre volé', commune: 'Redon' };
    const { rows } = await sql<{ version: number }>`
      select version from record where territory_id = ${world.territoryId} and id = ${idOf(state)}`.execute(
      world.db,
    );
    const version = rows[0]?.version ?? 0;
    const edited = await editPractice(context, { recordId: idOf(state), version: 999, input });
    if (!expected) expect(edited).toEqual({ ok: false, error: { code: 'not-found' } });
    else
      expect(edited).toMatchObject({
        error: { code: onlooker === 'visitor' ? 'not-allowed' : 'changed-meanwhile' },
      });
    const after = await sql<{ version: number }>`
      select version from record where territory_id = ${world.territoryId} and id = ${idOf(state)}`.execute(
      world.db,
    );
    expect(after.rows).toEqual([{ version }]);
  });

  it('a list that was remembered for someone is never shown to someone else', async () => {
    for (const onlooker of [...onlookers, ...onlookers.toReversed()]) {
      const context = { ...as[onlooker], memory: as.visitor.memory };
      const { items } = await listPractices(context, query('per_page=500&sort=title'));
      const listed = recordStates.filter((state) => items.some(({ id }) => id === idOf(state)));
      expect(listed).toEqual(recordStates.filter((state) => maySee(onlooker, state)));
    }
  });
});

describe('the filters', () => {
  let context: Context;
  beforeAll(async () => {
    context = { ...(await world.as('contributor')), territoryId: (await world.elsewhere()).territoryId };
    await make(
      context,
      { title: 'Four à pain', tags: ['pain'], sourceName: 'Annuaire' },
      {
        status: 'active',
        purpose: 'sharing',
        legalStatus: 'association',
        communeCode: '35236',
        communeName: 'Redon',
        lat: 47.65,
        lng: -2.08,
      },
    );
    world.clock.advance(86_400_000);
    await make(
      context,
      { title: 'Épicerie', tags: ['légumes', 'pain'] },
      {
        status: 'idea',
        purpose: 'redistribution',
        legalStatus: 'cooperative',
        communeCode: '56001',
        communeName: 'Allaire',
        lat: 47.68,
        lng: -2.16,
      },
    );
    await make(
      context,
      { title: 'Écluse', tags: [] },
      {
        status: 'ended',
        communeCode: '35236',
        communeName: 'Redon',
        lat: 10,
        lng: 10,
        pointIsDoubtful: true,
      },
    );
  });

  it.each([
    ['', ['Écluse', 'Épicerie', 'Four à pain']],
    ['sort=title', ['Écluse', 'Épicerie', 'Four à pain']],
    ['theme=pain', ['Épicerie', 'Four à pain']],
    ['theme=PAIN', ['Épicerie', 'Four à pain']],
    ['theme=pai', []],
    ['purpose=sharing', ['Four à pain']],
    ['status=idea', ['Épicerie']],
    ['state=potential', ['Épicerie']],
    ['state=existing', ['Écluse', 'Four à pain']],
    ['legal_status=cooperative', ['Épicerie']],
    ['commune=35236', ['Écluse', 'Four à pain']],
    ['commune=99999', []],
    ['epci=243500741', ['Écluse', 'Épicerie', 'Four à pain']],
    ['epci=999999999', []],
    ['bbox=-2.1,47.6,-2,47.7', ['Four à pain']],
    ['bbox=-180,-90,180,90', ['Épicerie', 'Four à pain']],
    ['source=Annuaire', ['Four à pain']],
    ['source=annuaire', []],
    ['updated_since=2026-11-24', ['Écluse', 'Épicerie']],
    ['q=pain', ['Four à pain']],
    ['q=epicerie&state=potential', ['Épicerie']],
    ['q=epicerie&state=existing', []],
    // A word that names a commune means that place too, beside the texts that say it.
    ['q=four+redon', ['Four à pain']],
    ['q=redon', ['Écluse', 'Four à pain']],
    ['q=redon&status=ended', ['Écluse']],
    ['theme=pain&purpose=sharing&commune=35236', ['Four à pain']],
  ])('%s', async (text, titles) => {
    const list = await listPractices(context, query(text));
    expect(list.items.map(({ title }) => title).toSorted((a, b) => a.localeCompare(b, 'fr'))).toEqual(titles);
    expect(list.total).toBe(titles.length);
    expect((await pageOfPractices(context, query(text))).total).toBe(titles.length);
  });

  it('cut the list in pages without losing or repeating anything', async () => {
    for (const sort of ['updated', 'title', 'relevance']) {
      const titles: string[] = [];
      for (const page of [1, 2, 3]) {
        const list = await listPractices(context, query(`per_page=1&page=${page}&sort=${sort}`));
        expect(list).toMatchObject({ total: 3, pages: 3, page });
        titles.push(...list.items.map(({ title }) => title));
      }
      expect(new Set(titles).size).toBe(3);
    }
    expect(await listPractices(context, query('page=100000'))).toMatchObject({
      items: [],
      total: 3,
      pages: 1,
    });
  });

  it('order titles as people do, accents aside', async () => {
    const list = await listPractices(context, query('sort=title'));
    expect(list.items.map(({ title }) => title)).toEqual(['Écluse', 'Épicerie', 'Four à pain']);
  });

  it('put what is near a commune first, tell how far it is, and leave for the end what has no sure place', async () => {
    const list = await listPractices(context, query('near=35236'));
    expect(list.items.map(({ title, km }) => [title, km && Math.round(km)])).toEqual([
      ['Four à pain', 0],
      ['Épicerie', 6],
      ['Écluse', null],
    ]);
    for (const text of [
      'near=35236',
      'commune=35236&sort=nearest',
      'near=35236&sort=nearest&q=epicerie+redon+or+four',
    ]) {
      const [own, told] = [
        await listPractices(context, query(text)),
        await pageOfPractices(context, query(text)),
      ];
      expect(told.items.map(({ title }) => title)).toEqual(own.items.map(({ title }) => title));
    }
    const { items } = await pageOfPractices(context, query('near=35236&per_page=2&page=2'));
    expect(items).toMatchObject([{ title: 'Écluse', distance_km: null }]);
    expect((await pageOfPractices(context, query('sort=nearest'))).items[0]).not.toHaveProperty(
      'distance_km',
    );
  });

  it('offer what there is, with how many each would leave', async () => {
    expect(await facetsOf(context)).toEqual({
      purpose: { redistribution: 1, sharing: 1 },
      status: { idea: 1, active: 1, ended: 1 },
      legal_status: { association: 1, cooperative: 1 },
      commune: { Redon: 2, Allaire: 1 },
      tag: { pain: 2, légumes: 1 },
      source: { Annuaire: 1 },
    });
  });

  it('say of a chosen filter what its other values would add, and of the others what they would leave', async () => {
    expect(await facetsOf(context, 'status=idea&status=active&commune=56001')).toMatchObject({
      status: { idea: 1, active: 0 },
      commune: { Redon: 1, Allaire: 1 },
    });
    // One practice alone: no filter would leave any of it out.
    expect(await facetsOf(context, 'q=pain')).toEqual({});
  });

  it('keep what has any of the values of each, and the same of programs and files', async () => {
    for (const [text, titles] of [
      ['status=idea&status=ended', ['Écluse', 'Épicerie']],
      ['status=idea&status=ended&commune=35236', ['Écluse']],
      ['tag=légumes&tag=pain&source=Annuaire', ['Four à pain']],
      ['state=existing&state=potential', ['Écluse', 'Épicerie', 'Four à pain']],
    ] as const) {
      const { items } = await listPractices(context, query(`${text}&sort=title`));
      expect(items.map(({ title }) => title)).toEqual(titles);
      const page = await pageOfPractices(context, query(`${text}&sort=title`));
      expect(page.items.map(({ title }) => title)).toEqual(titles);
      const file = await textOf(exportCsv(context, query(text).filters));
      expect(file.trim().split('\n')).toHaveLength(titles.length + 1);
    }
  });

  it('sort by commune, and by the day of the last confirmation', async () => {
    const byCommune = await listPractices(context, query('sort=commune'));
    expect(byCommune.items.map(({ title }) => title)).toEqual(['Épicerie', 'Écluse', 'Four à pain']);
    expect((await listPractices(context, query('sort=confirmed'))).total).toBe(3);
  });
});

describe('a search that finds thousands', () => {
  const thousands = 2050;
  let context: Context;
  beforeAll(async () => {
    context = { ...(await world.as('contributor')), territoryId: (await world.elsewhere()).territoryId };
    // The first is the oldest; one in ten says it in its title.
    await sql`
      with made as (
        insert into record (id, territory_id, kind, short_id, slug, title, body, body_text, language, visibility, licence,
          created_at, updated_at)
        select gen_random_uuid(), ${context.territoryId}, 'practice', 'n' || n, 'n' || n,
          case when n % 10 = 0 then 'Convivialité ' else 'Atelier ' end || n,
          '{"type": "doc", "content": [{"type": "paragraph"}]}', 'La convivialité', 'fr', 'public', 'x',
          timestamptz '2026-01-01' + n * interval '1 minute', timestamptz '2026-01-01' + n * interval '1 minute'
        from generate_series(1, ${thousands}::int) as n returning id
      )
      insert into practice (record_id, territory_id, status)
      select id, ${context.territoryId}, 'active' from made`.execute(context.db);
  });

  it('lists the newest of them, the best first, and says that there are more', async () => {
    const list = await listPractices(context, query('q=convivialite'));
    expect(list).toMatchObject({ total: 2000, pages: 100, isCut: true, resembling: false });
    expect(list.items).toHaveLength(20);
    expect(list.items.every(({ title }) => title.startsWith('Convivialité'))).toBe(true);
    const newest = await listPractices(context, query('q=convivialite&sort=updated&per_page=2'));
    expect(newest.items.map(({ title }) => title)).toEqual(['Convivialité 2050', 'Atelier 2049']);
    const oldest = await listPractices(context, query('q=convivialite&sort=updated&page=100'));
    expect(oldest.items.at(-1)?.title).toBe('Atelier 51');
  });

  it('says the same beyond the last page', async () => {
    const beyond = await listPractices(context, query('q=convivialite&page=2000'));
    expect(beyond).toMatchObject({ items: [], total: 2000, isCut: true });
  });

  it('finds all of fewer, whatever their age, and leaves programs everything', async () => {
    const titled = await listPractices(context, query('q=atelier+convivialite'));
    expect(titled).toMatchObject({ total: 1845, isCut: false });
    expect(await pageOfPractices(context, query('q=convivialite'))).toMatchObject({ total: thousands });
  });
});
