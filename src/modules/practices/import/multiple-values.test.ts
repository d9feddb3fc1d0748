import { describe, expect, it } from 'vitest';
import { detectSeparator, splitValues } from './multiple-values.ts';

describe('splitValues', () => {
  it.each([
    ['Jardin', ['Jardin']],
    ['Jardin ; verger;Jardin', ['Jardin', 'verger']],
    ['Jardin|verger', ['Jardin', 'verger']],
    ['- Jardin\n- verger\n', ['Jardin', 'verger']],
    ['Coworking / cantine', ['Coworking / cantine']],
    [
      'Cyberbase / Cybercentre","CCAS","Centre socio-culturel',
      ['Cyberbase / Cybercentre', 'CCAS', 'Centre socio-culturel'],
    ],
    [
      'Adultes,Seniors,"Enfance, parentalité (3-10 ans)","Jeunesse',
      ['Adultes', 'Seniors', 'Enfance, parentalité (3-10 ans)', 'Jeunesse'],
    ],
    [
      'Adhésion,"Solidaire (tarif réduit, ou convention)',
      ['Adhésion', 'Solidaire (tarif réduit, ou convention)'],
    ],
  ])('%j', (cell, values) => {
    expect(splitValues(cell, null)).toEqual(values);
  });

  it('parts at commas outside of brackets when told to', () => {
    expect(splitValues('Association (loi 1901, ONG), commune', ',')).toEqual([
      'Association (loi 1901, ONG)',
      'commune',
    ]);
    expect(splitValues('Légumes / Viande', ' / ')).toEqual(['Légumes', 'Viande']);
  });
});

describe('detectSeparator', () => {
  it('finds the sign between values that recur', () => {
    expect(detectSeparator(['Légumes / Viande', 'Miel / Viande', 'Légumes'])).toBe(' / ');
    expect(detectSeparator(['jardin, verger', 'verger, ruche'])).toBe(',');
  });

  it('leaves names and sentences whole', () => {
    expect(
      detectSeparator(['Coworking / cantine numérique', 'FabLab', 'Coworking / cantine numérique']),
    ).toBeNull();
    expect(detectSeparator(['2, rue X', '3, rue Y', 'rue Z'])).toBeNull();
    expect(detectSeparator([])).toBeNull();
  });
});
