import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOfStep, stepOf } from './answer-steps.ts';

const asked = fc.record({
  subjects: fc.integer({ min: 1, max: 12 }),
  dimensions: fc.integer({ min: 1, max: 20 }),
});

it('a step and its place name each other', () => {
  fc.assert(
    fc.property(asked, fc.nat(300), (plan, number) => {
      const step = number % (plan.subjects * plan.dimensions + 2);
      expect(stepOf(placeOfStep(step, plan), plan)).toBe(step);
    }),
    { numRuns: 100 },
  );
});

it.each([-1, 1.5, Number.NaN, 8])(
  '%s is no step of two subjects in three dimensions: one begins anew',
  (step) => {
    expect(placeOfStep(step, { subjects: 2, dimensions: 3 })).toEqual({ at: 'welcome' });
  },
);
