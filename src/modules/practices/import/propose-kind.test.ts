import { describe, expect, it } from 'vitest';
import { joinValues } from './multiple-values.ts';
import { proposeKind } from './propose-kind.ts';

describe('the kind of question that a column looks like', () => {
  it.for<[string, string[]]>([
    ['number', ['12', '1 250,5', '', '-3']],
    ['date', ['2014', '2016']],
    ['date', ['mars 2016', '12/03/2016', '26-5-20']],
    ['link', ['https://a.test/', 'http://b.test/page']],
    ['choice', ['Oui', 'Non', 'oui', 'Oui']],
    ['choices', ['Vélo, Bus', 'Bus', 'Vélo']],
    ['choices', [joinValues(['Matin', 'Soir']), 'Nuit']],
    ['text', ['Une histoire', 'Une autre', 'Encore une']],
    ['text', ['12', 'douze']],
    ['text', []],
    ['text', Array.from({ length: 200 }, (_, index) => `Réponse ${index % 40}`)],
  ])('is %s for %j', ([kind, cells]) => {
    expect(proposeKind(cells)).toBe(kind);
  });
});
