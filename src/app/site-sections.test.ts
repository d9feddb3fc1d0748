import { describe, expect, it } from 'vitest';
import { sections } from '#modules/territories/index.ts';
import { isInSections, kindsIn } from './site-sections.ts';

describe('an address', () => {
  it.each([
    ['/pratiques', true],
    ['/pratiques/carte/tuiles/0/0/0', true],
    ['/pratiques.atom', true],
    ['/api/v1/practices', true],
    ['/api/v1/practices.csv', true],
    ['/api/v1/practices/0190', true],
    ['/pratiquesautres', false],
    ['/api/v1/openapi.json', false],
    ['/evaluations', false],
    ['/', false],
  ])('%s stands among practices: %s', (path, isThere) => {
    expect(isInSections(path, ['practices'])).toBe(isThere);
  });

  it('of answer cards goes with evaluations, and nothing that merely begins alike', () => {
    expect(isInSections('/r/ABCDE', ['evaluations'])).toBe(true);
    expect(isInSections('/referentiels/depart', ['evaluations'])).toBe(true);
    expect(isInSections('/robots.txt', ['evaluations'])).toBe(false);
  });

  it('of the settings stands in no part, so that all can be switched on again', () => {
    for (const path of ['/gestion/territoire/rubriques', '/compte', '/connexion', '/themes']) {
      expect(isInSections(path, sections)).toBe(false);
    }
  });
});

it('kinds of records leave with their part', () => {
  expect(kindsIn([])).toEqual([]);
  expect(kindsIn(['evaluations', 'actions'])).toEqual(['evaluation', 'framework', 'action']);
});
