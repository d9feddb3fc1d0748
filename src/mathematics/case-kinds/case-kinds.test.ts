import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../evaluate-case.ts';
import drinks from '../cases/ahp-saaty-2008-drinks.json' with { type: 'json' };
import transport from '../cases/bwm-rezaei-2015-transport.json' with { type: 'json' };
import anxiety from '../cases/kendall-w-anxiety.json' with { type: 'json' };
import krippendorffAlphaC from '../cases/krippendorff-alpha-c-data.json' with { type: 'json' };
import stability from '../cases/weight-stability-triantaphyllou-1997.json' with { type: 'json' };
import saw from '../cases/weighted-sum-saw-5x7.json' with { type: 'json' };
import electre from '../cases/electre-tri-mousseau-1999.json' with { type: 'json' };
import modes from '../cases/mr-sort-veto-r-mcda.json' with { type: 'json' };
import stations from '../cases/promethee2-brans-vincke-1985.json' with { type: 'json' };

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

const twoByTwo = {
  matrix: [
    [4, 2],
    [2, 8],
  ],
  weights: [1, 1],
};
const pair = [
  [1, 3],
  [1 / 3, 1],
];
const said = { best: 0, worst: 1, best_to_others: [1, 4], others_to_worst: [4, 1] };

describe('bad input', () => {
  it.each([
    ['ahp', { matrix: [[1, 3], [1 / 3]] }, 'matrix.1', 'wrong-length'],
    [
      'ahp',
      {
        matrix: [
          [1, 3],
          [3, 1],
        ],
      },
      'matrix.1.0',
      'not-allowed',
    ],
    ['ahp', { matrix: [[2]] }, 'matrix.0.0', 'not-allowed'],
    [
      'ahp',
      {
        matrix: [
          [1, -3],
          [-3, 1],
        ],
      },
      'matrix.0.1',
      'out-of-range',
    ],
    [
      'ahp',
      {
        matrix: [
          [1, '3'],
          [1, 1],
        ],
      },
      'matrix.0.1',
      'wrong-type',
    ],
    ['bwm', { ...said, worst: 0 }, 'worst', 'out-of-range'],
    ['bwm', { ...said, best: 7 }, 'best', 'out-of-range'],
    ['bwm', { ...said, best_to_others: [2, 4] }, 'best_to_others.0', 'not-allowed'],
    ['bwm', { ...said, others_to_worst: [3, 1] }, 'others_to_worst.0', 'not-allowed'],
    ['bwm', { ...said, others_to_worst: [4] }, 'others_to_worst', 'wrong-length'],
    ['bwm', { ...said, best_to_others: [1, 0.2] }, 'best_to_others.1', 'out-of-range'],
    ['stated-weights', { budget_points: [40, -5] }, 'budget_points.1', 'out-of-range'],
    ['stated-weights', { swing_points: [0, 0] }, 'swing_points', 'no-weight'],
    ['stated-weights', { n: [0] }, 'n.0', 'out-of-range'],
    ['stated-weights', { n: [2.5] }, 'n.0', 'wrong-type'],
    ['weighted-sum', { ...twoByTwo, weights: [-5, 1] }, 'weights.0', 'out-of-range'],
    ['weighted-sum', { ...twoByTwo, weights: [0, 0] }, 'weights', 'no-weight'],
    ['weighted-sum', { ...twoByTwo, weights: [1] }, 'weights', 'wrong-length'],
    ['weighted-sum', { ...twoByTwo, matrix: [[4, 2], [2]] }, 'matrix.1', 'wrong-length'],
    ['weighted-sum', { ...twoByTwo, matrix: [] }, 'matrix', 'out-of-range'],
    ['weighted-sum', { ...twoByTwo, normalisation: 'constructor' }, 'normalisation', 'not-allowed'],
    ['weighted-sum', { ...twoByTwo, directions: ['max', 'up'] }, 'directions.1', 'not-allowed'],
    [
      'weighted-sum',
      {
        ...twoByTwo,
        matrix: [
          [4, 0],
          [2, 8],
        ],
        directions: ['max', 'min'],
        normalisation: 'x / column max',
      },
      'matrix.0.1',
      'out-of-range',
    ],
    [
      'weighted-sum',
      {
        ...twoByTwo,
        matrix: [
          [Number.NaN, 1],
          [2, 8],
        ],
      },
      'matrix.0.0',
      'wrong-type',
    ],
    ['mr-sort', { ...modes.input, majority: 7 }, 'majority', 'out-of-range'],
    ['mr-sort', { ...modes.input, weights: [1, 3] }, 'weights', 'wrong-length'],
    [
      'mr-sort',
      { ...modes.input, lower_profiles: { Good: [3, 11, 3] } },
      'lower_profiles.Medium',
      'wrong-type',
    ],
    [
      'mr-sort',
      { ...modes.input, lower_profiles: { Good: [3, 11, 3], Medium: [2, 25, 2] } },
      'lower_profiles.Medium',
      'wrong-order',
    ],
    ['mr-sort', { ...modes.input, veto: { Best: [1, 1, 1] } }, 'veto.Best', 'not-allowed'],
    ['mr-sort', { ...modes.input, veto: { Good: [1] } }, 'veto.Good', 'wrong-length'],
    ['electre-tri', { ...electre.input, cut: 1.2 }, 'cut', 'out-of-range'],
    ['electre-tri', { ...electre.input, q: [5, 5, 11, 5, 5] }, 'p.2', 'wrong-order'],
    ['electre-tri', { ...electre.input, v: [30, 9, 30, 30, 30] }, 'v.1', 'wrong-order'],
    [
      'electre-tri',
      { ...electre.input, profiles_low_to_high: electre.input.profiles_low_to_high.toReversed() },
      'profiles_low_to_high.1',
      'wrong-order',
    ],
    ['promethee', { ...stations.input, p: [0, 0, 5, 6, 0, 0] }, 'p.1', 'out-of-range'],
    ['promethee', { ...stations.input, q: [10, 0, 0.5, 9, 0, 0] }, 'p.3', 'wrong-order'],
    ['promethee', { ...stations.input, s: undefined }, 's.5', 'out-of-range'],
    ['promethee', { ...stations.input, preference: ['usual'] }, 'preference', 'wrong-length'],
    ['promethee', { ...stations.input, preference: 'tarot' }, 'preference', 'not-allowed'],
    ['smaa', { values: [[1, 2], [1]] }, 'values.1', 'wrong-length'],
    ['smaa', { values: [[]] }, 'values.0', 'out-of-range'],
    ['smaa', { values: [[1]], iterations: 0 }, 'iterations', 'out-of-range'],
    ['weight-stability', { matrix: [[1, 2]], weights: [1, -1] }, 'weights.1', 'out-of-range'],
    ['kendall-w', { ratings_by_rater: [[1, 2], [1]] }, 'ratings_by_rater.1', 'wrong-length'],
    ['kendall-w', { ratings_by_rater: [[1, null]] }, 'ratings_by_rater.0.1', 'wrong-type'],
    ['krippendorff-alpha', { coders: [[1, 2], [1]] }, 'coders.1', 'wrong-length'],
  ])('of kind %s is refused, naming the place: %j', (kind, input, path, rule) => {
    const failure = failureOf({ kind, input });
    expect(failure).toMatchObject({ code: 'bad-input' });
    expect(failure).toHaveProperty('problems', expect.arrayContaining([{ path: `input.${path}`, rule }]));
  });
});

describe('a reference case damaged anywhere', () => {
  const references = [
    electre,
    modes,
    stations,
    drinks,
    transport,
    anxiety,
    krippendorffAlphaC,
    stability,
    saw,
  ];
  const anything = fc.constantFrom(
    null,
    'x',
    '',
    true,
    -1,
    0,
    0.5,
    1,
    7,
    1e12,
    1e300,
    Number.NaN,
    [],
    {},
    [[]],
    [0, 1],
  );

  /** The value with what stands at one place, found by going down where `steps` say, replaced or taken out. */
  function damaged(value: unknown, [step = 0, ...steps]: number[], by: unknown): unknown {
    if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by;
    const keys = Object.keys(value);
    const key = keys[step % keys.length] ?? '';
    const entries = Object.entries(value).map(([name, part]: [string, unknown]) =>
      name === key ? [name, steps.length > 0 ? damaged(part, steps, by) : by] : [name, part],
    );
    return Array.isArray(value) ? entries.map(([, part]) => part) : (Object.fromEntries(entries) as object);
  }

  it('gives finite figures, or a refusal that names places of the input', () => {
    const place = fc.array(fc.nat(30), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...references), place, anything, ({ kind, input }, steps, by) => {
        const result = evaluateCase({ kind, input: damaged(input, steps, by) });
        if (result.ok) {
          const said = JSON.stringify(result.value, (_, part: unknown) =>
            typeof part === 'number' && !Number.isFinite(part) ? 'not finite' : part,
          );
          expect(said).not.toContain('not finite');
          return;
        }
        if (result.error.code !== 'bad-input') throw new Error(result.error.code);
        expect(result.error.problems).not.toEqual([]);
        for (const { path } of result.error.problems) expect(path).toMatch(/^input/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is as small as can be', () => {
  it.each([
    ['ahp', { matrix: [[1]] }, { weights: [1], lambda_max: 1, CI: 0, CR: 0 }],
    ['ahp', { matrix: pair }, { weights: [0.75, 0.25], CR: 0, worst_triad: null }],
    [
      'bwm',
      { best: 0, worst: 0, best_to_others: [1], others_to_worst: [1] },
      { weights: [1], xi_L: 0, input_ratio: 0 },
    ],
    ['bwm', said, { weights: [0.8, 0.2], xi_L: 0 }],
    ['stated-weights', {}, {}],
    ['weighted-sum', { matrix: [[3]], weights: [7], normalisation: 'x / column max' }, { scores: [1] }],
    [
      'promethee',
      { matrix: [[3, 1]], weights: [1, 1] },
      { positive_flow: [0], negative_flow: [0], net_flow: [0], unicriterion_net_flows: [[0, 0]] },
    ],
    [
      'smaa',
      { values: [[0.2, 0.4]], iterations: 50 },
      { rank_acceptability: [[1]], pairwise_winning: [[0]], iterations: 50 },
    ],
    [
      'weight-stability',
      { matrix: [[0.3]], weights: [2] },
      { scores: [0.3], wsi_top: [[0, 1]], wsi_full: [[0, 1]] },
    ],
    ['kendall-w', { ratings_by_rater: [[1, 2, 3]] }, { W: null, chi2: null, p: null }],
    [
      'krippendorff-alpha',
      { coders: [[1, null]] },
      { nominal: null, ordinal: null, interval: null, ratio: null },
    ],
  ])('has a defined result, kind %s: %j', (kind, input, printed) => {
    expect(resultOf({ kind, input })).toMatchObject(printed);
  });
});

describe('kind weighted-sum', () => {
  const input = {
    matrix: [
      [10, 200],
      [5, 100],
    ],
    weights: [3, 1],
    directions: ['max', 'min'],
  };

  it.each([
    ['x / column max', [(3 + 0.5) / 4, (1.5 + 1) / 4]],
    ['(x - min) / (max - min)', [3 / 4, 1 / 4]],
    ['x / column sum', [(3 * 2) / 3 / 4 + 1 / 3 / 4, 1 / 4 + 2 / 3 / 4]],
    [
      'vector',
      [
        (3 * 2) / Math.sqrt(5) / 4 + (1 - 2 / Math.sqrt(5)) / 4,
        3 / Math.sqrt(5) / 4 + (1 - 1 / Math.sqrt(5)) / 4,
      ],
    ],
  ])('knows the normalisation %s, costs included', (normalisation, scores) => {
    expect(resultOf({ kind: 'weighted-sum', input: { ...input, normalisation } })).toEqual({
      scores: scores.map((score) => expect.closeTo(score, 11)),
    });
  });

  it('uses weights that add up to 1 but for their rounding as they were printed', () => {
    const rounded = { matrix: [[1, 1]], weights: [0.5, 0.5001] };
    expect(resultOf({ kind: 'weighted-sum', input: rounded })).toEqual({ scores: [1.0001] });
  });
});
