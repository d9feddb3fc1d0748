import { describe, expect, it } from 'vitest';
import krippendorffAlphaC from './cases/krippendorff-alpha-c-data.json' with { type: 'json' };
import missingAnswers from './cases/missing-answers-definition.json' with { type: 'json' };
import { evaluateCase } from './evaluate-case.ts';

function resultOf(input: unknown): object {
  const result = evaluateCase(input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function failureOf(input: unknown) {
  const result = evaluateCase(input);
  if (result.ok) throw new Error('expected a refusal');
  return result.error;
}

/** @param tolerance largest difference allowed */
function closeTo(value: number, tolerance: number): unknown {
  return expect.closeTo(value, -Math.log10(2 * tolerance));
}

/** What equals the expected figures within the tolerance; keys that only inform are left out. */
function within(tolerance: number, expected: unknown): unknown {
  if (typeof expected === 'number') return closeTo(expected, tolerance);
  if (Array.isArray(expected)) return expected.map((value) => within(tolerance, value));
  if (typeof expected !== 'object' || expected === null) return expected;
  const printed = Object.entries(expected).filter(([key]) => !/published|exact/.test(key));
  return Object.fromEntries(printed.map(([key, value]) => [key, within(tolerance, value)]));
}

describe('the reference cases', () => {
  it.each([
    { reference: missingAnswers, tolerance: missingAnswers.tolerance.score },
    { reference: krippendorffAlphaC, tolerance: krippendorffAlphaC.tolerance.alpha },
  ])('reproduces: $reference.name', ({ reference, tolerance }) => {
    expect(resultOf(reference)).toEqual(within(tolerance, reference.expected));
  });

  it('prints coverage and bounds without floating noise', () => {
    const { coverage, lower, upper } = missingAnswers.expected;
    expect(resultOf(missingAnswers)).toMatchObject({ coverage, lower, upper });
  });
});

function profile(input: unknown) {
  return evaluateCase({ kind: 'profile', input });
}

describe('kind profile', () => {
  it('removes "does not apply", widens for "I don’t know", and is null where nothing applies', () => {
    const answers = [
      [5, 'na', 3, 1],
      [5, 'dk', 3, 1],
      ['na', 'na', 'na', 'na'],
    ];
    expect(resultOf({ kind: 'profile', input: { weights: [4, 3, 2, 1], answers } })).toEqual({
      coverage: [1, 0.7, null],
      score: [0.714285714286, 0.714285714286, null],
      lower: [0.714285714286, 0.5, null],
      upper: [0.714285714286, 0.8, null],
    });
  });

  it.each([
    {
      bad: 'a negative weight',
      input: { weights: [-5], answers: [[3]] },
      path: 'weights.0',
      rule: 'out-of-range',
    },
    { bad: 'no weight at all', input: { weights: [0], answers: [[3]] }, path: 'weights', rule: 'no-weight' },
    {
      bad: 'a level off the scale',
      input: { weights: [1], answers: [[3], [6]] },
      path: 'answers.1.0',
      rule: 'out-of-range',
    },
    {
      bad: 'half a level',
      input: { weights: [1], answers: [[2.5]] },
      path: 'answers.0.0',
      rule: 'not-allowed',
    },
    {
      bad: 'an unknown word',
      input: { weights: [1], answers: [['?']] },
      path: 'answers.0.0',
      rule: 'not-allowed',
    },
    {
      bad: 'a row too short',
      input: { weights: [1, 1], answers: [[3]] },
      path: 'answers.0',
      rule: 'wrong-length',
    },
    { bad: 'no weights', input: { answers: [[3]] }, path: 'weights', rule: 'wrong-type' },
  ])('refuses $bad, naming the place', ({ input, path, rule }) => {
    const problems = [{ path: `input.${path}`, rule }];
    expect(profile(input)).toEqual({ ok: false, error: { code: 'bad-input', problems } });
  });

  it('refuses a case without input', () => {
    const problems = [{ path: 'input', rule: 'wrong-type' }];
    expect(profile(undefined)).toEqual({ ok: false, error: { code: 'bad-input', problems } });
  });
});

describe('kind krippendorff-alpha', () => {
  it('prints null for what is undefined', () => {
    expect(resultOf({ kind: 'krippendorff-alpha', input: { coders: [[1, null]] } })).toEqual({
      nominal: null,
      ordinal: null,
      interval: null,
      ratio: null,
    });
  });

  it('refuses a table with uneven rows', () => {
    expect(failureOf({ kind: 'krippendorff-alpha', input: { coders: [[1, 2], [1]] } })).toEqual({
      code: 'bad-input',
      problems: [{ path: 'input.coders.1', rule: 'wrong-length' }],
    });
  });
});

describe('evaluateCase', () => {
  it.each(['tarot', 'constructor', '__proto__', ''])(
    'does not know the kind "%s", and says which it knows',
    (kind) => {
      expect(failureOf({ kind, input: {} })).toEqual({
        code: 'unknown-kind',
        kind,
        known: ['krippendorff-alpha', 'profile'],
      });
    },
  );

  it.each([null, [], 'profile', 3, {}, { kind: 4 }])('refuses %j, which is no case', (input) => {
    expect(failureOf(input)).toMatchObject({ code: 'bad-input' });
  });
});
