import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { weighings } from './consultation.ts';
import { controls, pairAnswers, pairsOf, shareOut, understandWeights } from './typed-weights.ts';

const ids = ['eau', 'sol', 'air'];
const points = (...numbers: string[]) =>
  Object.fromEntries(ids.map((id, place) => [controls.weight(id), numbers[place] ?? '']));
const near = (...numbers: number[]) => numbers.map((number) => expect.closeTo(number, 3));

describe('a budget of points', () => {
  it('gives the worked example', () => {
    expect(understandWeights('budget', ids, points('60', ' 40 ', '0'))).toEqual({
      ok: true,
      value: { stated: points('60', '40', '0'), weights: [0.6, 0.4, 0], doubt: null },
    });
  });

  test.each(['-5', '3.7e2', 'abc', '', '12,5', '0x10', '101', '１０'])(
    'does not take %o for points',
    (text) => {
      expect(understandWeights('budget', ids, points('50', text, '50'))).toMatchObject({
        ok: false,
        error: { problems: [{ field: 'w-sol', lack: 'number' }], left: null },
      });
    },
  );

  it('says how many are left, or over', () => {
    expect(understandWeights('budget', ids, points('50', '30', '10'))).toMatchObject({ error: { left: 10 } });
    expect(understandWeights('budget', ids, points('50', '50', '10'))).toMatchObject({
      error: { left: -10 },
    });
  });

  it('shares out what is left among those without points, or else among all, to the last point', () => {
    expect(shareOut(ids, points('50', '', ''))).toMatchObject({ value: points('50', '25', '25') });
    expect(shareOut(ids, points('', '', ''))).toMatchObject({ value: points('34', '33', '33') });
    expect(shareOut(ids, points('50', '20', '20'))).toMatchObject({ value: points('54', '23', '23') });
    expect(shareOut(ids, points('80', '30', ''))).toMatchObject({ error: { left: -10 } });
    expect(shareOut(ids, points('80', 'abc', ''))).toMatchObject({
      error: { problems: [{ field: 'w-sol' }] },
    });
    const number = fc.oneof(fc.constant(''), fc.integer({ min: 0, max: 33 }).map(String));
    fc.assert(
      fc.property(fc.tuple(number, number, number), (typed) => {
        const shared = shareOut(ids, points(...typed));
        expect(shared.ok && understandWeights('budget', ids, shared.value).ok).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the other ways', () => {
  it('rank with equals, and refuse a place that is not there', () => {
    const ranked = understandWeights('ranking', ids, points('1', '2', '2'));
    expect(ranked).toMatchObject({ value: { weights: near(0.611, 0.194, 0.194) } });
    expect(understandWeights('ranking', ids, points('1', '4', ''))).toMatchObject({
      error: { problems: [{ field: 'w-sol', lack: 'place' }, { field: 'w-air' }] },
    });
  });

  it('put what would change the most at 100, and the others beside it', () => {
    const typed = { ...points('', '50', '50'), most: 'eau' };
    expect(understandWeights('swing', ids, typed)).toMatchObject({ value: { weights: [0.5, 0.25, 0.25] } });
    expect(understandWeights('swing', ids, points('100', '50', '50'))).toMatchObject({
      error: { problems: [{ field: 'most', lack: 'most' }] },
    });
  });

  it('compare with the best and the worst, and say where answers contradict each other', () => {
    const sound = { best: 'eau', worst: 'air', 'b-sol': '2', 'b-air': '8', 'o-sol': '4' };
    expect(understandWeights('best-worst', ids, sound)).toMatchObject({
      value: { weights: near(8 / 13, 4 / 13, 1 / 13), doubt: null },
    });
    expect(understandWeights('best-worst', ids, { ...sound, 'o-sol': '9' })).toMatchObject({
      value: { doubt: { items: ['sol'] } },
    });
    expect(understandWeights('best-worst', ids, { ...sound, worst: 'eau' })).toMatchObject({ ok: false });
    expect(understandWeights('best-worst', ids, { ...sound, 'b-sol': '0' })).toMatchObject({
      error: { problems: [{ field: 'b-sol', lack: 'answer' }] },
    });
  });

  it('compare two by two, and say which three contradict each other', () => {
    const sound = { 'p-eau.sol': '3', 'p-eau.air': '9', 'p-sol.air': '3' };
    expect(understandWeights('pairwise', ids, sound)).toMatchObject({
      value: { weights: near(9 / 13, 3 / 13, 1 / 13), doubt: null },
    });
    expect(understandWeights('pairwise', ids, { ...sound, 'p-eau.air': '-9' })).toMatchObject({
      value: { doubt: { items: ids } },
    });
    expect(understandWeights('pairwise', ids, { ...sound, 'p-eau.air': '2' })).toMatchObject({
      error: { problems: [{ field: 'p-eau.air', lack: 'answer' }] },
    });
  });

  it('give weights that add up to 1, which what is kept gives again', () => {
    const nine = fc.integer({ min: 1, max: 9 });
    const typedIn = fc.record({
      ...Object.fromEntries(
        ids.map((id) => [controls.weight(id), fc.integer({ min: 1, max: 3 }).map(String)]),
      ),
      ...Object.fromEntries(
        pairsOf(ids).map(([one, other]) => [controls.pair(one, other), fc.constantFrom(...pairAnswers)]),
      ),
      'b-sol': nine.map(String),
      'b-air': nine.map(String),
      'o-sol': nine.map(String),
    });
    fc.assert(
      fc.property(typedIn, fc.constantFrom(...weighings.slice(1)), (numbers, method) => {
        const typed = { ...numbers, most: 'sol', best: 'eau', worst: 'air', other: 'x' };
        const read = understandWeights(method, ids, typed);
        if (!read.ok) throw new Error(JSON.stringify(read.error));
        expect(read.value.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(Object.keys(read.value.stated)).not.toContain('other');
        expect(understandWeights(method, ids, read.value.stated)).toEqual(read);
      }),
      { numRuns: 100 },
    );
  });
});
