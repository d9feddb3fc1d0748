import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areAlike, normaliseCommuneName } from './commune-names.ts';

describe('normaliseCommuneName', () => {
  it.each([
    ["L'Abergement-Clémenciat", 'l abergement clemenciat'],
    ['L’ABERGEMENT CLEMENCIAT', 'l abergement clemenciat'],
    ['ST ETIENNE EN COGLES', 'saint etienne en cogles'],
    ['Ste-Marie', 'sainte marie'],
    ['Rennes Cedex', 'rennes'],
    ['RENNES CEDEX 07', 'rennes'],
    ['Crèvecœur-en-Auge', 'crevecoeur en auge'],
    ['Gacilly (La)', 'la gacilly'],
    ['Mans, Le', 'le mans'],
    ['CHALON S/ SAONE', 'chalon sur saone'],
    ['', ''],
  ])('%j → %j', (name, normalised) => {
    expect(normaliseCommuneName(name)).toBe(normalised);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const once = normaliseCommuneName(name);
        expect(normaliseCommuneName(once)).toBe(once);
      }),
    );
  });
});

describe('areAlike', () => {
  it.each([
    ['lamballe', 'lamballe armor'],
    ['jugon les lacs commune nouvelle', 'jugon les lacs'],
    ['gacilly', 'la gacilly'],
    ['treffumel', 'trefumel'],
    ['grandchamps des fontaines', 'grandchamp des fontaines'],
  ])('%s means %s', (one, other) => {
    expect(areAlike(one, other)).toBe(true);
    expect(areAlike(other, one)).toBe(true);
  });

  it.each([
    ['goven', 'guichen'],
    ['saint malo', 'saint malon sur mel'],
    ['bain', 'baud'],
    ['la', 'la baule escoublac'],
  ])('%s does not mean %s', (one, other) => {
    expect(areAlike(one, other)).toBe(false);
  });
});
