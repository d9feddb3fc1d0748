import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '#kernel/database.server.ts';
import { type TestWorld, openTestWorld } from '#kernel/testing/test-context.server.ts';
import { fingerprintOf, likenessOf } from './import/fingerprint.ts';
import {
  type StagedPractice,
  addImportRows,
  markImportRows,
  nextImportRows,
  openImportRows,
} from './import-row-store.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const garden = {
  title: 'Jardin des Cordiers',
  communeCode: '35236' as string | null,
  communeName: '',
  postalCode: '',
  place: '',
  point: { latitude: 47.651, longitude: -2.085 } as { latitude: number; longitude: number } | null,
};
type Described = Partial<typeof garden> & { id?: string; source?: string };

/** Records of one file, numbered from 1. */
function staged(given: readonly Described[]): StagedPractice[] {
  return given.map(({ id = '', source = 'inventaire.csv', ...changes }, index) => {
    const draft = { ...garden, ...changes };
    const practice = {
      record: index + 1,
      line: index + 2,
      sourceName: source,
      sourceRecordId: id,
      fingerprint: id ? '' : fingerprintOf(draft),
      ownId: null,
      ownUpdatedAt: '',
      ownShortId: '',
      state: { title: draft.title },
      contact: null,
    };
    const identity = id ? `${source} ${id}` : null;
    return { practice, warnings: [], identity, likeness: likenessOf(draft) };
  });
}

function marked(rows: readonly StagedPractice[]) {
  return inTransaction(world.db, async (tx) => {
    await openImportRows(tx);
    await addImportRows(tx, rows);
    await markImportRows(tx);
    return nextImportRows(tx, { after: 0, limit: 500 });
  });
}

/** The marks of each record that has any, by its number. */
async function marksOf(given: readonly Described[]) {
  const found = await marked(staged(given));
  expect(found.map(({ practice }) => practice.record)).toEqual(given.map((_, index) => index + 1));
  return Object.fromEntries(
    found.flatMap(({ practice, repeats, lookalike, sharing }) => {
      const marks = Object.entries({ repeats, lookalike, sharing }).filter(([, mark]) => mark !== null);
      return marks.length > 0 ? [[practice.record, Object.fromEntries(marks)]] : [];
    }),
  );
}

const far = { latitude: 48.1, longitude: -1.7 };

describe('records of one file', () => {
  it('with the same id count once, and are compared with nothing else', async () => {
    expect(
      await marksOf([{ id: 'a' }, { id: 'a', title: 'Autre' }, { id: 'a' }, { id: 'b', title: 'Autre' }]),
    )
      // The fourth stands where the first does, under another name.
      .toEqual({ 1: { sharing: 2 }, 2: { repeats: 1 }, 3: { repeats: 1 }, 4: { sharing: 2 } });
  });

  it('with the same id at two sources are two', async () => {
    const point = null;
    expect(
      await marksOf([
        { id: '1', point, source: 'A' },
        { id: '1', point, source: 'B', title: 'Four' },
      ]),
    ).toEqual({});
  });

  it('that look alike are all kept, each pointing to the first', async () => {
    const inCommune = { point: far };
    const nearby = { communeCode: null, communeName: 'ailleurs' };
    const neither = { communeCode: null, communeName: 'plus loin', point: far };
    expect(await marksOf([{}, {}, inCommune, nearby, neither, { title: 'Autre', point: null }])).toEqual({
      2: { lookalike: 1 },
      3: { lookalike: 1 },
      4: { lookalike: 1 },
      // The same title as the third, at its point.
      5: { lookalike: 3 },
    });
  });

  it('without an id get fingerprints of their own, the same each time the file is read', async () => {
    const rows = staged([{}, { title: 'Autre' }, {}, { id: '7' }, {}]);
    const read = async () => (await marked(rows)).map(({ practice }) => practice.fingerprint);
    const first = fingerprintOf(garden);
    const other = fingerprintOf({ ...garden, title: 'Autre' });
    expect(await read()).toEqual([first, other, `${first}#2`, '', `${first}#3`]);
    expect(await read()).toEqual(await read());
  });

  it('with different names at exactly one point are flagged with how many they are', async () => {
    expect(await marksOf([{}, { title: 'Repair café' }, { title: 'Troc' }])).toEqual({
      1: { sharing: 3 },
      2: { sharing: 3 },
      3: { sharing: 3 },
    });
  });

  it('at one point and one address are believed', async () => {
    const place = '3, rue X';
    expect(await marksOf([{ place }, { place, title: 'Repair café' }])).toEqual({});
    expect(await marksOf([{ place }, { place: '4, rue X', title: 'Repair café' }])).toEqual({
      1: { sharing: 2 },
      2: { sharing: 2 },
    });
  });

  it('near each other, or without a point, are believed too', async () => {
    const near = { latitude: 47.651, longitude: -2.0850001 };
    expect(
      await marksOf([
        {},
        { title: 'Troc', point: near },
        { title: 'Four', point: null },
        { title: 'Café', point: null },
      ]),
    ).toEqual({});
  });
});

it('records are read in the order of the file, a few at a time, marked or not', async () => {
  const rows = staged(
    Array.from({ length: 25 }, (_, index) => ({ title: `Jardin ${index % 20}`, point: null })),
  );
  const read = await inTransaction(world.db, async (tx) => {
    await openImportRows(tx);
    await addImportRows(tx, rows);
    await markImportRows(tx);
    const numbers: [number, number | null][] = [];
    for (let after = 0; after < 25; after += 10) {
      const batch = await nextImportRows(tx, { after, limit: 10 });
      numbers.push(
        ...batch.map(({ practice, lookalike }): [number, number | null] => [practice.record, lookalike]),
      );
    }
    return numbers;
  });
  expect(read).toEqual(Array.from({ length: 25 }, (_, index) => [index + 1, index < 20 ? null : index - 19]));
});
