import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLru } from './lru.ts';

test('what was used last stays, what was not leaves first', () => {
  const lru = createLru<string>(2, () => 1);
  lru.set('a', 'A');
  lru.set('b', 'B');
  lru.get('a');
  lru.set('c', 'C');
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual(['A', undefined, 'C']);
});

test('the weight never exceeds the capacity, but for a single heavy value', () => {
  const weights = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), weight: fc.nat(15) }));
  fc.assert(
    fc.property(weights, (steps) => {
      const lru = createLru<number>(10, (weight) => weight);
      for (const { key, weight } of steps) {
        lru.set(key, weight);
        const held = ['a', 'b', 'c', 'd', 'e'].map((one) => lru.get(one)).filter((one) => one !== undefined);
        const heavy = held.filter((one) => one > 0);
        expect(heavy.reduce((sum, one) => sum + one, 0) <= 10 || heavy.length === 1).toBe(true);
        expect(held).toContain(weight);
      }
    }),
  );
});

test('a value that replaces another frees its weight', () => {
  const lru = createLru<number>(10, (weight) => weight);
  lru.set('a', 9);
  lru.set('a', 1);
  lru.set('b', 9);
  expect([lru.get('a'), lru.get('b')]).toEqual([1, 9]);
});

test('what is deleted is gone', () => {
  const lru = createLru<number>(10, (weight) => weight);
  lru.set('a', 9);
  lru.delete('a');
  lru.delete('never-there');
  lru.set('b', 10);
  expect([lru.get('a'), lru.get('b')]).toEqual([undefined, 10]);
});
