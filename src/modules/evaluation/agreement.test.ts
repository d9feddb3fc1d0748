import { describe, expect, test } from 'vitest';
import type { Distribution } from '#mathematics/distribution.ts';
import { agreementsIn, alphaIntervalsIn, standingOfAlpha, togethernessOf } from './agreement.ts';
import type { EvaluationResult } from './result.ts';

function counts(...given: number[]): Distribution {
  return { counts: given, notApplicable: 0, dontKnow: 0, notAnswered: 0 };
}

/** Groups by id, each with its distributions by criterion; all criteria shown. */
function resultWith(groups: Record<string, Record<string, Distribution>>, totals = {}) {
  const shown = Object.entries(groups).map(([id, cells]) => ({
    id,
    kind: 'anonymous' as const,
    colleges: [id],
    respondents: 5,
    threshold: 5,
    cells: Object.fromEntries(
      Object.entries(cells).map(([criterion, distribution]) => [
        criterion,
        { shown: true as const, distribution, remarks: [] },
      ]),
    ),
  }));
  return { groups: shown, totals } satisfies Pick<EvaluationResult, 'groups' | 'totals'>;
}

test('α is read with the limits of Krippendorff', () => {
  const standings = [0.8, 0.79, 0.667, 0.66, 0.01, 0, -0.2, null].map(standingOfAlpha);
  expect(standings).toEqual([
    'reliable',
    'tentative',
    'tentative',
    'weak',
    'weak',
    'none',
    'none',
    'unknown',
  ]);
});

test('a group is together, mixed or divided by its dispersion, and nothing with one answer', () => {
  expect(togethernessOf(counts(0, 0, 0, 6, 0))).toBe('together');
  expect(togethernessOf(counts(0, 0, 3, 3, 0))).toBe('mixed');
  expect(togethernessOf(counts(0, 3, 0, 3, 0))).toBe('divided');
  expect(togethernessOf(counts(0, 0, 0, 1, 0))).toBeNull();
});

describe('agreement', () => {
  test('is full when everyone of a group tells criteria apart in the same way, and each is counted', () => {
    const [group] = agreementsIn(
      resultWith({ residents: { a: counts(5, 0, 0), b: counts(0, 0, 5), c: counts(0, 5, 0) } }),
    );
    expect(group).toMatchObject({ groupId: 'residents', alpha: 1, standing: 'reliable', criteria: 3 });
    expect(group?.counted).toEqual({ together: 3, mixed: 0, divided: 0 });
  });

  test('lies between two figures that others of the same group would give, from counts alone', () => {
    const result = resultWith({
      residents: { a: counts(5, 2, 0), b: counts(0, 1, 6), c: counts(1, 5, 1) },
      elected: { a: counts(1, 0, 0) },
    });
    const alphaIntervals = alphaIntervalsIn(result);
    expect(Object.keys(alphaIntervals)).toEqual(['residents']);
    const [group] = agreementsIn({ ...result, alphaIntervals });
    const { alpha, interval } = group ?? {};
    expect(interval?.lower).toBeLessThan(alpha ?? 0);
    expect(interval?.upper).toBeGreaterThan(alpha ?? 1);
    expect(agreementsIn(result)[0]?.interval).toBeUndefined();
  });

  test('is undefined, and says so, when the same level is given everywhere', () => {
    const [group] = agreementsIn(resultWith({ residents: { a: counts(0, 5, 0), b: counts(0, 5, 0) } }));
    expect(group).toMatchObject({ alpha: null, standing: 'unknown' });
  });

  test('compares levels of one scale only, the most common', () => {
    const [group] = agreementsIn(
      resultWith({ residents: { a: counts(5, 0, 0), b: counts(0, 0, 5), yes: counts(0, 5) } }),
    );
    expect(group).toMatchObject({ criteria: 2, alpha: 1 });
    expect(group?.counted.together).toBe(3);
  });

  test('of several groups ends with all those shown, who may disagree where each agrees within itself', () => {
    const all = agreementsIn(
      resultWith(
        {
          residents: { a: counts(5, 0, 0), b: counts(0, 0, 5) },
          users: { a: counts(0, 0, 5), b: counts(5, 0, 0) },
        },
        { a: counts(5, 0, 5), b: counts(5, 0, 5) },
      ),
    );
    expect(all.map(({ groupId, standing }) => [groupId, standing])).toEqual([
      ['residents', 'reliable'],
      ['users', 'reliable'],
      [null, 'none'],
    ]);
  });

  test('leaves out a group of one person, whom nobody can agree with', () => {
    const result = resultWith({ mayor: { a: counts(0, 1, 0) }, users: { a: counts(0, 5, 0) } }, { a: null });
    expect(agreementsIn(result).map(({ groupId }) => groupId)).toEqual(['users', null]);
  });
});
