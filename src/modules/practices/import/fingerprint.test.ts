import { describe, expect, it } from 'vitest';
import { fingerprintOf, likenessOf } from './fingerprint.ts';

const garden = {
  title: 'Jardin des Cordiers',
  communeCode: '35236',
  communeName: '',
  postalCode: '',
  place: '',
  point: { latitude: 47.651, longitude: -2.085 },
};

describe('fingerprintOf', () => {
  it('stays when case, accents, signs and a few metres change', () => {
    const same = {
      ...garden,
      title: 'JARDIN DES CORDIERS !',
      point: { latitude: 47.6511, longitude: -2.0849 },
    };
    expect(fingerprintOf(same)).toBe(fingerprintOf(garden));
    expect(fingerprintOf(garden)).toBe('jardin des cordiers|35236|47.651,-2.085');
  });

  it('differs by title, commune, place', () => {
    const others = [
      { ...garden, title: 'Jardin des Tisserands' },
      { ...garden, communeCode: '35294' },
      { ...garden, point: { latitude: 47.66, longitude: -2.085 } },
      { ...garden, point: null, place: '3, rue X' },
      { ...garden, point: null, place: '4, rue X' },
    ];
    expect(new Set([garden, ...others].map(fingerprintOf)).size).toBe(6);
  });

  it('does not tell 0 from -0', () => {
    const at = (longitude: number) => fingerprintOf({ ...garden, point: { latitude: 47, longitude } });
    expect(at(-0.0001)).toBe(at(0.0001));
  });
});

describe('likenessOf', () => {
  it('says by what two records look alike: the title in the commune, the title nearby, the exact point', () => {
    expect(likenessOf({ ...garden, place: '3, rue X' })).toEqual({
      inCommune: 'jardin des cordiers|35236',
      nearby: 'jardin des cordiers|47.651,-2.085',
      point: '47.6510000,-2.0850000',
      title: 'jardin des cordiers',
      place: '3 rue x',
    });
  });

  it('compares nothing that a record does not say', () => {
    expect(likenessOf({ ...garden, communeCode: null, point: null })).toMatchObject({
      inCommune: null,
      nearby: null,
      point: null,
    });
  });

  it('knows a commune by its name, else by its postal code, when it has no code', () => {
    const inCommune = (changes: object) => likenessOf({ ...garden, communeCode: null, ...changes }).inCommune;
    expect(inCommune({ communeName: 'Ailleurs-sur-Mer' })).toBe('jardin des cordiers|ailleurs sur mer');
    expect(inCommune({ postalCode: '35600' })).toBe('jardin des cordiers|35600');
  });
});
