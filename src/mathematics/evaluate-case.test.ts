import { describe, expect, it } from 'vitest';
import drinks from './cases/ahp-saaty-2008-drinks.json' with { type: 'json' };
import consistent from './cases/bwm-consistent-5.json' with { type: 'json' };
import transport from './cases/bwm-rezaei-2015-transport.json' with { type: 'json' };
import electre from './cases/electre-tri-mousseau-1999.json' with { type: 'json' };
import anxiety from './cases/kendall-w-anxiety.json' with { type: 'json' };
import krippendorffAlphaC from './cases/krippendorff-alpha-c-data.json' with { type: 'json' };
import missingAnswers from './cases/missing-answers-definition.json' with { type: 'json' };
import modes from './cases/mr-sort-veto-r-mcda.json' with { type: 'json' };
import stations from './cases/promethee2-brans-vincke-1985.json' with { type: 'json' };
import zhao from './cases/promethee2-zhao-2013.json' with { type: 'json' };
import ranks from './cases/rank-weights-roc-rs-swing.json' with { type: 'json' };
import smaaExact from './cases/smaa-exact-2-criteria.json' with { type: 'json' };
import stability from './cases/weight-stability-triantaphyllou-1997.json' with { type: 'json' };
import saw from './cases/weighted-sum-saw-5x7.json' with { type: 'json' };
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

/** What equals the expected figures within the tolerance; keys that only inform are left out. */
function within(tolerance: number, expected: unknown): unknown {
  if (typeof expected === 'number') return expect.closeTo(expected, -Math.log10(2 * tolerance));
  if (Array.isArray(expected)) return expected.map((value) => within(tolerance, value));
  if (typeof expected !== 'object' || expected === null) return expected;
  const printed = Object.entries(expected).filter(([key]) => !ONLY_INFORM.test(key));
  return Object.fromEntries(printed.map(([key, value]) => [key, within(tolerance, value)]));
}

/** Figures of the sources that we do not print: other methods, other digits, rankings read off the flows. */
const ONLY_INFORM = /published|exact|geometric_mean|GCI|ranking|relative_change|critical/;

const KINDS = [
  'ahp',
  'bwm',
  'electre-tri',
  'kendall-w',
  'krippendorff-alpha',
  'mr-sort',
  'profile',
  'promethee',
  'smaa',
  'stated-weights',
  'weight-stability',
  'weighted-sum',
];

describe('the reference cases', () => {
  it.each([
    { reference: missingAnswers, tolerance: missingAnswers.tolerance.score },
    { reference: krippendorffAlphaC, tolerance: krippendorffAlphaC.tolerance.alpha },
    { reference: drinks, tolerance: drinks.tolerance.weights },
    { reference: consistent, tolerance: consistent.tolerance.weights },
    { reference: transport, tolerance: transport.tolerance.linear_weights },
    { reference: electre, tolerance: electre.tolerance.sigma },
    { reference: anxiety, tolerance: anxiety.tolerance.W },
    { reference: modes, tolerance: 0.5 },
    { reference: stations, tolerance: 1e-9 },
    { reference: zhao, tolerance: zhao.tolerance.flows },
    { reference: ranks, tolerance: ranks.tolerance.weights },
    { reference: stability, tolerance: stability.tolerance.scores },
    { reference: saw, tolerance: saw.tolerance.scores },
  ])('reproduces: $reference.name', ({ reference, tolerance }) => {
    expect(resultOf(reference)).toMatchObject(within(tolerance, reference.expected) as object);
  });

  it('reproduces the exact shares of the draws within four standard errors', () => {
    const printed = resultOf({ ...smaaExact, input: { ...smaaExact.input, iterations: 10_000, seed: 2026 } });
    const { rank_acceptability: shares, central_weights: weights } = smaaExact.expected;
    const shareWithin = (p: number) =>
      expect.closeTo(p, -Math.log10(8 * Math.sqrt((p * (1 - p)) / 10_000) + 1e-9));
    expect(printed).toMatchObject({
      rank_acceptability: shares.map((row) => row.map(shareWithin)),
      central_weights: within(0.02, weights),
      iterations: 10_000,
    });
    expect(resultOf({ kind: 'smaa', input: { ...smaaExact.input, iterations: 10_000, seed: 2026 } })).toEqual(
      printed,
    );
  });

  it('prints coverage and bounds without floating noise', () => {
    const { coverage, lower, upper } = missingAnswers.expected;
    expect(resultOf(missingAnswers)).toMatchObject({ coverage, lower, upper });
  });
});

describe('evaluateCase', () => {
  it.each(['tarot', 'constructor', '__proto__', ''])(
    'does not know the kind "%s", and says which it knows',
    (kind) => {
      expect(failureOf({ kind, input: {} })).toEqual({
        code: 'unknown-kind',
        kind,
        known: KINDS,
      });
    },
  );

  it.each([null, [], 'profile', 3, {}, { kind: 4 }])('refuses %j, which is no case', (input) => {
    expect(failureOf(input)).toMatchObject({ code: 'bad-input' });
  });
});
