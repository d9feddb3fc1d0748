import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NumberScale, isSoundNumberScale, levelOf } from './number-scale.ts';

const unit = { fr: 'personnes' };

describe('the level that a number reaches', () => {
  const more: NumberScale = { unit, better: 'higher', bounds: [10, 50] };
  const less: NumberScale = { unit, better: 'lower', bounds: [30, 5] };

  test.each([
    [more, 9, 1],
    [more, 10, 2],
    [more, 80, 3],
    [less, 31, 1],
    [less, 30, 2],
    [less, 5, 3],
  ])('%j and %d give %d', (measure, number, level) => {
    expect(levelOf({ measure }, number)).toBe(level);
  });

  test('is none where numbers are not asked, nor for what is no number', () => {
    expect(levelOf({}, 3)).toBeUndefined();
    expect(levelOf({ measure: more }, Number.NaN)).toBeUndefined();
  });

  test('never falls as the number gets better, stays on the scale, and turns with the direction', () => {
    const bounds = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(bounds, fc.integer(), fc.nat(), (limits, number, step) => {
        const up: NumberScale = { unit, better: 'higher', bounds: limits.toSorted((a, b) => a - b) };
        const down: NumberScale = { ...up, better: 'lower', bounds: up.bounds.map((bound) => -bound) };
        const level = levelOf({ measure: up }, number) ?? 0;
        expect(level).toBeGreaterThanOrEqual(1);
        expect(level).toBeLessThanOrEqual(limits.length + 1);
        expect(levelOf({ measure: up }, number + step)).toBeGreaterThanOrEqual(level);
        expect(levelOf({ measure: down }, -number)).toBe(level);
      }),
      { numRuns: 100 },
    );
  });
});

test.each([
  ['one limit too few', 'higher', [1], 3, false],
  ['limits that stand twice', 'higher', [1, 1], 3, false],
  ['limits that fall where more is better', 'higher', [2, 1], 3, false],
  ['limits that grow where less is better', 'lower', [1, 2], 3, false],
  ['limits that fall where less is better', 'lower', [2, 1], 3, true],
] as const)('%s: sound or not', (_, better, bounds, levels, sound) => {
  expect(isSoundNumberScale({ unit, better, bounds: [...bounds] }, levels)).toBe(sound);
});
