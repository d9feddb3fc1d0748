import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { competentBodies, phases, postures } from './lever.ts';
import {
  type LeverFilters,
  countChoices,
  filterLevers,
  leverFilterNames,
  readLeverFilters,
} from './lever-filters.ts';

const brakes = ['fi-a', 'fi-b', 'fc-c'];

const leverArbitrary = fc.record({
  phase: fc.constantFrom(...phases),
  posture: fc.constantFrom(...postures),
  competent: fc.subarray([...competentBodies]),
  brakes: fc.subarray(brakes),
});
const filtersArbitrary: fc.Arbitrary<LeverFilters> = fc.record(
  {
    phase: fc.constantFrom(...phases),
    posture: fc.constantFrom(...postures),
    competent: fc.constantFrom(...competentBodies),
    brake: fc.constantFrom(...brakes),
  },
  { requiredKeys: [] },
);

describe('filters of the list of levers', () => {
  test('are read from the address', () => {
    const query = new URLSearchParams('phase=sustain&competent=epci&brake=fc-c&q=prix');
    expect(readLeverFilters(query, brakes)).toEqual({
      filters: { phase: 'sustain', competent: 'epci', brake: 'fc-c' },
      ignored: [],
    });
  });

  test('take an empty value, as a form sends it, for none', () => {
    expect(readLeverFilters(new URLSearchParams('phase=&posture=+'), brakes)).toEqual({
      filters: {},
      ignored: [],
    });
  });

  test('leave aside a value that is no choice, and name it', () => {
    const query = new URLSearchParams({ phase: 'toujours', posture: 'let', brake: '<script>' });
    expect(readLeverFilters(query, brakes)).toEqual({
      filters: { posture: 'let' },
      ignored: ['phase', 'brake'],
    });
  });

  test('keep a lever that answers all of them', () => {
    const lever = { phase: 'trigger', posture: 'let', competent: ['commune'], brakes: ['fi-a'] } as const;
    const levers = [{ ...lever, competent: [...lever.competent], brakes: [...lever.brakes] }];
    expect(filterLevers(levers, {})).toEqual(levers);
    expect(filterLevers(levers, { phase: 'trigger', competent: 'commune', brake: 'fi-a' })).toEqual(levers);
    expect(filterLevers(levers, { phase: 'trigger', competent: 'region' })).toEqual([]);
  });
});

test('the count beside each choice is what choosing it gives', () => {
  fc.assert(
    fc.property(fc.array(leverArbitrary), filtersArbitrary, (levers, filters) => {
      const counts = countChoices(levers, filters);
      for (const name of leverFilterNames) {
        const values = { phase: phases, posture: postures, competent: competentBodies, brake: brakes }[name];
        for (const value of values) {
          expect(counts[name].get(value) ?? 0).toBe(
            filterLevers(levers, { ...filters, [name]: value }).length,
          );
        }
      }
    }),
  );
});
