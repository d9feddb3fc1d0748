import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kmBetween, nearestRows } from './nearest-rows.ts';

const redon = { lng: -2.085, lat: 47.651 };

it('the nearest rows come first, each kept row once, those without a place last', () => {
  const place = fc.option(
    fc.record({
      lng: fc.double({ min: -5, max: 5, noNaN: true }),
      lat: fc.double({ min: 43, max: 50, noNaN: true }),
    }),
    { nil: { lng: NaN, lat: NaN } },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(place, fc.boolean()), { maxLength: 30 }), (rows) => {
      const kept = Uint8Array.from(rows, ([, isKept]) => Number(isKept));
      const columns = {
        size: rows.length,
        lng: Float64Array.from(rows, ([{ lng }]) => lng),
        lat: Float64Array.from(rows, ([{ lat }]) => lat),
      };
      const found = nearestRows(columns, kept, redon);
      expect(found.toSorted((one, other) => one - other)).toEqual(
        [...rows.keys()].filter((row) => kept[row] === 1),
      );
      const far = found.map((row) => rows[row]?.[0] ?? redon).map((to) => kmBetween(redon, to));
      const known = far.filter((km) => !Number.isNaN(km));
      expect(far.slice(known.length).every(Number.isNaN)).toBe(true);
      for (const [index, km] of known.entries())
        expect(km).toBeGreaterThanOrEqual((known[index - 1] ?? 0) - 0.001);
    }),
    { numRuns: 100 },
  );
});

it('six kilometres part Redon and Allaire, and none Redon and itself', () => {
  expect(kmBetween(redon, { lng: -2.163, lat: 47.637 })).toBeCloseTo(6.04, 1);
  expect(kmBetween(redon, redon)).toBe(0);
});
