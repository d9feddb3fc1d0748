import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesAtClosing, rulesWhileOpen } from './composition-rule.ts';
import type { College } from './evaluation.ts';
import { type Sheet, countPeople, workOutResult } from './result.ts';
import { smallFramework } from './testing/small-framework.ts';

const elected: College = { key: 'elected', name: 'Élues', kind: 'named', threshold: null, least: 2 };
const residents: College = { key: 'residents', name: 'Habitants', kind: 'anonymous', threshold: 5, least: 3 };
const staff: College = { key: 'staff', name: 'Agents', kind: 'anonymous', threshold: 5, least: 6 };
const free: College = { key: 'free', name: 'Autres gens', kind: 'anonymous', threshold: 5 };
const colleges = [elected, residents, staff, free];

function sheets(college: string, count: number): Sheet[] {
  return Array.from({ length: count }, (_, i) => ({
    respondentKey: `${college}-${i}`,
    collegeKey: college,
    subject: '1',
    signature: college === 'elected' ? `Élue ${i}` : '',
    consented: college === 'elected',
    answers: { price: 3 },
    remarks: {},
    details: {},
  }));
}

function statesAtClosing(counts: Record<string, number>) {
  const given = Object.entries(counts).flatMap(([college, count]) => sheets(college, count));
  const result = workOutResult({ colleges, content: smallFramework, sheets: given });
  const rules = rulesAtClosing(colleges, countPeople(colleges, given), [result]);
  return Object.fromEntries(rules.map(({ college, state }) => [college, state]));
}

describe('while answers come', () => {
  it('a college without a rule has no line; a count that is not told leaves its rule untold', () => {
    const told = new Map([
      ['elected', 1],
      ['residents', null],
      ['staff', 6],
      ['free', 9],
    ]);
    expect(rulesWhileOpen(colleges, told)).toEqual([
      { college: 'elected', least: 2, state: 'not-met' },
      { college: 'residents', least: 3, state: 'untold' },
      { college: 'staff', least: 6, state: 'met' },
    ]);
  });
});

describe('at closing', () => {
  it('tells whether each college that is shown apart is whole', () => {
    expect(statesAtClosing({ elected: 2, residents: 5, staff: 5 })).toEqual({
      elected: 'met',
      residents: 'met',
      staff: 'not-met',
    });
  });

  it('says nothing of a college that is merged, whichever side of its number it stands on', () => {
    for (const residentsCount of [2, 4]) {
      expect(statesAtClosing({ residents: residentsCount, staff: 9 })).toMatchObject({
        residents: 'untold',
        staff: 'untold',
      });
    }
  });

  it('tells nothing of an anonymous college that the result does not show', () => {
    const count = fc.nat({ max: 12 });
    fc.assert(
      fc.property(count, count, count, (some, others, more) => {
        const counts = { residents: some, staff: others, free: more };
        const given = Object.entries(counts).flatMap(([college, size]) => sheets(college, size));
        const result = workOutResult({ colleges, content: smallFramework, sheets: given });
        const states = statesAtClosing(counts);
        for (const { key } of [residents, staff]) {
          const isShown = result.groups.some(({ id }) => id === key);
          const isEmpty = result.withheld.some(
            ({ college, reason }) => college === key && reason === 'nobody-answered',
          );
          expect(states[key] === 'untold').toBe(!isShown && !isEmpty);
        }
      }),
      { numRuns: 100 },
    );
  });
});
