import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineLicences } from './combine-licences.ts';

const known = ['CC0-1.0', 'etalab-2.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'ODbL-1.0'];

describe('texts under two licences', () => {
  it.each([
    ['CC0-1.0', 'ODbL-1.0', { licence: 'ODbL-1.0' }],
    ['etalab-2.0', 'ODbL-1.0', { licence: 'ODbL-1.0' }],
    ['CC-BY-4.0', 'CC-BY-SA-4.0', { licence: 'CC-BY-SA-4.0' }],
    ['CC-BY-4.0', 'ODbL-1.0', { problem: 'not-combined' }],
    ['CC-BY-SA-4.0', 'ODbL-1.0', { problem: 'not-combined' }],
    ['CC-BY-4.0', 'all rights reserved', { problem: 'unknown' }],
    ['', 'CC0-1.0', { problem: 'unknown' }],
    ['all rights reserved', 'all rights reserved', { licence: 'all rights reserved' }],
  ])('%s and %s', (first, second, expected) => {
    expect(combineLicences(first, second)).toEqual(expected);
  });

  it('stand under one of the two or under none, whichever comes first', () => {
    const licence = fc.constantFrom(...known, '', 'of its own');
    fc.assert(
      fc.property(licence, licence, (first, second) => {
        const found = combineLicences(first, second);
        expect(combineLicences(second, first)).toEqual(found);
        if ('licence' in found) expect([first, second]).toContain(found.licence);
      }),
    );
  });

  it('are never under a licence that a third text then keeps from being combined twice over', () => {
    const licence = fc.constantFrom(...known);
    fc.assert(
      fc.property(licence, licence, licence, (first, second, third) => {
        const over = (one: string | undefined, other: string) => {
          const found = one === undefined ? undefined : combineLicences(one, other);
          return found && 'licence' in found ? found.licence : undefined;
        };
        const leftFirst = over(over(first, second), third);
        const rightFirst = over(over(second, third), first);
        if (leftFirst !== undefined && rightFirst !== undefined) expect(leftFirst).toBe(rightFirst);
      }),
    );
  });
});
