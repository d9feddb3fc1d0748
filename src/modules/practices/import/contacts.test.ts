import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findContacts, readPhones, withoutContacts } from './contacts.ts';

describe('findContacts', () => {
  it.each([
    ['Écrire à Contact@Exemple.org.', ['contact@exemple.org']],
    ['a.b-c+d@sous.domaine.exemple.fr, e@f.bzh', ['a.b-c+d@sous.domaine.exemple.fr', 'e@f.bzh']],
    ['contact [at] exemple (point) org', ['contact@exemple.org']],
    ['mailto:contact@exemple.org', ['contact@exemple.org']],
    ['@jardin sur Mastodon', []],
    ['lundi @ 18 h', []],
  ])('finds the e-mail addresses of %j', (text, emails) => {
    expect(findContacts(text).emails).toEqual(emails);
  });

  it.each([
    ['02 99 12 34 56', ['02 99 12 34 56']],
    ['Tél. : 0299123456 ou 06.39.98.12.34', ['02 99 12 34 56', '06 39 98 12 34']],
    ['+33 (0)2 99 12 34 56', ['02 99 12 34 56']],
    ['0033299123456', ['02 99 12 34 56']],
    ['+32 2 555 12 12', ['+32 2 555 12 12']],
    ['SIRET 12345678901234', []],
    ['https://exemple.org/0299123456', []],
    ['2020-05-26, 35600 Redon, 268346,70', []],
  ])('finds the telephone numbers of %j', (text, phones) => {
    expect(findContacts(text).phones).toEqual(phones);
  });
});

describe('withoutContacts', () => {
  it('leaves nothing to write or call to', () => {
    expect(withoutContacts('Voir Camille, camille@exemple.org ou 06 39 98 12 34.')).toEqual({
      text: 'Voir Camille, … ou ….',
      emails: ['camille@exemple.org'],
      phones: ['06 39 98 12 34'],
    });
    const words = fc.array(fc.constantFrom('a@b.fr', '0299123456', 'x', ' ', '.', '\n', '(at)', 'é', ';'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, (parts) => {
        const { text } = withoutContacts(parts.join(' '));
        expect(findContacts(text)).toEqual({ emails: [], phones: [] });
      }),
    );
  });

  it('leaves other texts alone', () => {
    const text = 'Ouvert depuis 2014, 12 places.';
    expect(withoutContacts(text)).toEqual({ text, emails: [], phones: [] });
  });

  it('stays quick on long texts', () => {
    const started = performance.now();
    for (const part of ['a', 'a.', '0', '0 2', '+1 ', 'a@', 'a@b.', '(at)'])
      withoutContacts(`@${part.repeat(100_000 / part.length)}`);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('readPhones', () => {
  it.each([
    ['299123456', ['02 99 12 34 56']],
    ['299123456.0', ['02 99 12 34 56']],
    ['02 99 12 34 56 / 06 39 98 12 34', ['02 99 12 34 56', '06 39 98 12 34']],
    ['3949', ['3949']],
    ['sur place', null],
    ['12', null],
  ])('%j', (cell, phones) => {
    expect(readPhones(cell)).toEqual(phones);
  });
});
