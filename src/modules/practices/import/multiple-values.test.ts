import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, plainWords } from './clean-text.ts';
import { detectSeparator, joinValues, splitValues, valuesAsLines } from './multiple-values.ts';

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

describe('joinValues', () => {
  it('keeps values apart whatever signs they hold', () => {
    const value = fc.stringMatching(/^[a-zé][a-zé;|,"/ •-]{0,12}[a-zé]$/);
    fc.assert(
      fc.property(fc.uniqueArray(value, { selector: plainWords, minLength: 2 }), (values) => {
        const tidy = values.map((one) => one.replaceAll(/\s+/g, ' '));
        expect(splitValues(cleanText(joinValues(values)), ',')).toEqual(tidy);
      }),
    );
  });

  it('leaves a single value as it is, and one value per line elsewhere', () => {
    expect(joinValues(['Jardin; verger'])).toBe('Jardin; verger');
    expect(valuesAsLines(joinValues(['2, rue X', ' ', 'Redon']))).toBe('2, rue X\nRedon');
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
