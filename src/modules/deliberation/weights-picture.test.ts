import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeighedBranch } from './weighing.ts';
import { type PersonsWeights, weightRows, weightsPicture } from './weights-picture.ts';

const branch: WeighedBranch = {
  id: 'lien',
  title: { fr: 'Lien' },
  items: [
    { id: 'eau', title: {} },
    { id: 'sol', title: {} },
  ],
  method: 'budget',
};

const person = (eau: number, said: Partial<PersonsWeights> = {}): PersonsWeights => ({
  branch: 'lien',
  weights: { eau, sol: 1 - eau },
  verified: true,
  college: null,
  group: null,
  ...said,
});

const picture = (...people: PersonsWeights[]) => weightsPicture([branch], people)[0];
const times = (count: number, one: PersonsWeights) => Array.from({ length: count }, () => one);

describe('what may be shown of weights', () => {
  it('is nothing of four people, nor of a part of four, nor what leads to them by subtraction', () => {
    expect(picture(...times(4, person(0.5)))).toMatchObject({ everyone: null, colleges: [] });
    const four = times(4, person(0.9, { college: 'others' }));
    const six = times(6, person(0.2, { college: 'Élus' }));
    expect(picture(...six, ...four)).toMatchObject({ everyone: { people: 10 }, colleges: [], gap: null });
    const nine = times(9, person(0.2, { college: '-' }));
    expect(picture(...nine, ...six, ...four)?.colleges).toMatchObject([
      { kind: 'college', name: '-', people: 9 },
      { kind: 'others', name: '', people: 10 },
    ]);
  });

  it('is median and quartiles, and where opinion groups are furthest apart', () => {
    const shown = picture(...times(5, person(0.2, { group: 0 })), ...times(6, person(0.7, { group: 1 })));
    expect(shown?.everyone?.ranges[0]).toEqual({ lower: 20, median: 70, upper: 70 });
    expect(shown?.gap).toEqual({
      by: 'groups',
      item: 'eau',
      low: { part: 0, median: 20 },
      high: { part: 1, median: 70 },
    });
  });

  it('leaves out who has no view, and counts apart who spoke of a former list', () => {
    const noView = times(7, person(0, { weights: {} }));
    const former = times(5, person(0, { weights: { eau: 0.5, air: 0.5 } }));
    expect(picture(...noView, ...former)).toMatchObject({ everyone: null, former: 5 });
    expect(picture(...former.slice(1))).toMatchObject({ former: 0 });
  });

  it('never tells of fewer than five, and its parts are everyone', () => {
    const anyone = fc.record({
      eau: fc.double({ min: 0, max: 1, noNaN: true }),
      college: fc.constantFrom(null, 'A', 'B', 'C'),
      group: fc.constantFrom(null, 0, 1),
      verified: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyone, { maxLength: 40 }), (people) => {
        const shown = picture(...people.map(({ eau, ...said }) => person(eau, said)));
        for (const { people: count } of weightRows(shown ? [shown] : [])) {
          expect(count).toBeGreaterThanOrEqual(5);
        }
        for (const parts of [shown?.colleges ?? [], shown?.groups ?? []]) {
          const total = parts.reduce((sum, { people: count }) => sum + count, 0);
          expect([0, shown?.everyone?.people]).toContain(total);
        }
      }),
      { numRuns: 150 },
    );
  });
});
