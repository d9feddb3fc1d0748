import { describe, expect, it } from 'vitest';
import { isAnswered, placeOnScale } from './answer.ts';

describe('placeOnScale', () => {
  it('runs evenly from 0 to 1', () => {
    expect([1, 2, 3, 4, 5].map((level) => placeOnScale(level, 5))).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([1, 2].map((level) => placeOnScale(level, 2))).toEqual([0, 1]);
  });

  it.each([
    [0, 5],
    [6, 5],
    [2.5, 5],
    [Number.NaN, 5],
    [1, 1],
    [1, 2.5],
  ])('refuses level %d on a scale of %d', (level, levels) => {
    expect(() => placeOnScale(level, levels)).toThrow(RangeError);
  });
});

describe('isAnswered', () => {
  it('takes a level, "does not apply" and "I don’t know" as answers, and silence as none', () => {
    expect([1, 'na', 'dk', null, undefined].map((answer) => isAnswered(answer as 1))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
