import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestLevers } from './suggest-levers.ts';

const names = ['a', 'b', 'c', 'd'];
const leverArbitrary = fc.record({
  title: fc.constantFrom('Un', 'Deux', 'Trois', 'École', 'Étape'),
  criteria: fc.subarray(names),
  brakes: fc.subarray(names),
});
const needsArbitrary = fc.record({
  criteria: fc.array(fc.constantFrom(...names)),
  brakes: fc.subarray(names),
});

const lever = (title: string, criteria: string[], brakes: string[] = []) => ({ title, criteria, brakes });

describe('suggested levers', () => {
  test('come with the links that led to them, those that answer more first, then what was asked first', () => {
    const levers = [
      lever('Sur b', ['b']),
      lever('Sur a', ['a']),
      lever('Sur b et c', ['c', 'b']),
      lever('Ailleurs', ['d']),
    ];
    const suggested = suggestLevers(levers, { criteria: ['a', 'b', 'c'] });
    expect(suggested.map(({ lever: { title } }) => title)).toEqual(['Sur b et c', 'Sur a', 'Sur b']);
    expect(suggested[0]?.reasons).toEqual([
      { kind: 'criterion', id: 'b' },
      { kind: 'criterion', id: 'c' },
    ]);
  });

  test('may come from a brake alone, and never mix a brake with a criterion of the same name', () => {
    const levers = [lever('Par un frein', [], ['fi-a']), lever('Par un critère', ['fi-a'])];
    expect(suggestLevers(levers, { criteria: [], brakes: ['fi-a'] })).toEqual([
      { lever: levers[0], reasons: [{ kind: 'brake', id: 'fi-a' }] },
    ]);
  });

  test('are none when nothing is asked', () => {
    expect(suggestLevers([lever('Un', ['a'])], { criteria: [] })).toEqual([]);
  });

  test('say no more and no less than the links there are', () => {
    fc.assert(
      fc.property(fc.array(leverArbitrary), needsArbitrary, (levers, needs) => {
        const suggested = suggestLevers(levers, needs);
        for (const { lever: one, reasons } of suggested) {
          expect(reasons.length).toBeGreaterThan(0);
          const criteria = [...new Set(needs.criteria)].filter((id) => one.criteria.includes(id));
          const brakes = needs.brakes.filter((id) => one.brakes.includes(id));
          expect(reasons.map(({ id }) => id)).toEqual([...criteria, ...brakes]);
        }
        const silent = levers.filter(
          (one) =>
            !needs.criteria.some((id) => one.criteria.includes(id)) &&
            !needs.brakes.some((id) => one.brakes.includes(id)),
        );
        expect(suggested).toHaveLength(levers.length - silent.length);
      }),
    );
  });

  test('never put a lever before one that answers more', () => {
    fc.assert(
      fc.property(fc.array(leverArbitrary), needsArbitrary, (levers, needs) => {
        const sizes = suggestLevers(levers, needs).map(({ reasons }) => reasons.length);
        expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
      }),
    );
  });

  test('do not depend on the order in which levers are stored', () => {
    const distinct = fc.uniqueArray(leverArbitrary, { selector: ({ title }) => title });
    fc.assert(
      fc.property(distinct, needsArbitrary, (levers, needs) => {
        expect(suggestLevers(levers.toReversed(), needs)).toEqual(suggestLevers(levers, needs));
      }),
    );
  });
});
