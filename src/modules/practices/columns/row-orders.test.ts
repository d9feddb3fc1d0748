import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ColumnRow, PracticeColumns } from './practice-columns.ts';
import { RowOrders, rowOrders } from './row-orders.ts';

const practice = fc.record({
  id: fc.constantFrom(...'abcdefgh'),
  title: fc.constantFrom<string>('Épicerie', 'Ecluse', 'four', 'Zoo', 'abri'),
  updatedAt: fc.integer({ min: 1, max: 4 }),
  confirmedAt: fc.constantFrom<number>(1, 2),
  point: fc.option(
    fc.record({ lng: fc.constantFrom<number>(-2, 0, 3), lat: fc.constantFrom<number>(47, 48) }),
  ),
  commune: fc.option(fc.constantFrom('Allaire', 'Redon')),
});

function rowOf({
  commune,
  ...said
}: typeof practice extends fc.Arbitrary<infer One> ? One : never): ColumnRow {
  const nothing = {
    topics: '',
    tags: '',
    purpose: '',
    status: '',
    sector: '',
    legal: '',
    source: '',
    milieu: '',
    digital: '',
    reach: '',
    places: '',
  };
  const values = { ...nothing, commune: commune ?? '' };
  return { ...said, audience: 1, ownerIds: [], areaBounds: null, values };
}

it('what changes is moved to where a whole sort would put it', () => {
  fc.assert(
    fc.property(fc.array(practice), fc.array(practice), (before, after) => {
      const columns = new PracticeColumns();
      for (const one of before) columns.write(rowOf(one));
      const orders = new RowOrders(columns, { inTitleOrder: false });
      for (const order of rowOrders) orders.get(order);
      orders.moved(new Set(after.map((one) => columns.write(rowOf(one)))));
      const anew = new RowOrders(columns, { inTitleOrder: false });
      for (const order of rowOrders) expect([...orders.get(order)]).toEqual([...anew.get(order)]);
      expect(orders.get('updated')).toHaveLength(columns.size);
    }),
  );
});

it('the latest come first, titles stand as people order them, and what has no commune stands last', () => {
  const columns = new PracticeColumns();
  const base = { updatedAt: 1, confirmedAt: 9, point: null };
  columns.write(rowOf({ ...base, id: 'a', title: 'Zoo', commune: null, updatedAt: 2 }));
  columns.write(rowOf({ ...base, id: 'b', title: 'Épicerie', commune: 'Redon', confirmedAt: 5 }));
  columns.write(rowOf({ ...base, id: 'c', title: 'Ecluse', commune: 'Allaire', updatedAt: 3 }));
  const orders = new RowOrders(columns, { inTitleOrder: false });
  const named = (order: (typeof rowOrders)[number]) =>
    [...orders.get(order)].map((row) => columns.ids[row]).join('');
  expect(named('updated')).toBe('cab');
  expect(named('confirmed')).toBe('bac');
  expect(named('title')).toBe('cba');
  expect(named('commune')).toBe('cba');
  expect(named('place')).toBe('');
});
