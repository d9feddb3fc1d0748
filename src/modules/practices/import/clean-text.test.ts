import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, plainWords, shorten } from './clean-text.ts';

describe('cleanText', () => {
  it.each([
    '',
    '  ',
    '#N/D',
    'N/A',
    'NULL',
    'null',
    '-',
    '—',
    'n.c.',
    'Non renseigné',
    'non communiquée',
    'à compléter',
    '#REF!',
    '\u0000',
  ])('takes %j for nothing', (cell) => {
    expect(cleanText(cell)).toBe('');
  });

  it.each(['Non', 'Oui', '0', 'X', 'Aucun', 'NAC', 'Nantes', 'A-', 'Sans objet'])('keeps %j', (cell) => {
    expect(cleanText(cell)).toBe(cell);
  });

  it.each([
    ['<p>Ouvert&nbsp;: <b>lundi</b></p><p>et mardi</p>', 'Ouvert : lundi\n\net mardi'],
    ['12, rue X<br />35600 Redon', '12, rue X\n35600 Redon'],
    ['<ul><li>Un</li><li>Deux</li></ul>', '- Un\n- Deux'],
    ['Caf&eacute; &amp; th&#233; &#x1F375;', 'Café & thé 🍵'],
    ['voir <a href=""https://exemple.org"" target=""blank"">ici</a>', 'voir ici (https://exemple.org)'],
    ['<a href="https://exemple.org">https://exemple.org</a>', 'https://exemple.org'],
    ['<i class=""fas fa-deaf""></i> Surdité', 'Surdité'],
    ['<script>alert(1)</script>bon<style>p{}</style>jour<!-- non -->', 'bonjour'],
    ['moins de 5 < 10 & plus', 'moins de 5 < 10 & plus'],
    ['&inconnu; &#0; R&D', '&inconnu; \uFFFD R&D'],
    ['  deux   mots\r\n \r\n\r\n\r\nfin\u200B\u0007 ', 'deux mots\n\nfin'],
  ])('reads %j as %j', (cell, text) => {
    expect(cleanText(cell)).toBe(text);
  });

  it('gives text that a database takes, and leaves it as it is the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cell) => {
        const text = cleanText(cell);
        expect(text.isWellFormed()).toBe(true);
        expect(/[^\P{Cc}\n\t]|<script/u.test(text)).toBe(false);
        if (!/[<&]/.test(text)) expect(cleanText(text)).toBe(text);
      }),
    );
  });

  it('stays quick on markup that never ends', () => {
    const started = performance.now();
    for (const part of ['<a href=x>', '<!--', '<a ', '<script', '&', '<li', 'é  \n', '<'])
      cleanText(part.repeat(100_000 / part.length));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

it('cleanLine puts lines of an address side by side', () => {
  expect(cleanLine('Espace Créa,\n15, rue Galilée\n')).toBe('Espace Créa, 15, rue Galilée');
});

it('plainWords compares what people write', () => {
  expect(plainWords('Tiers-lieu « L’Éveil » – Cœur')).toBe('tiers lieu l eveil coeur');
  expect(plainWords('LIEU_1')).toBe(plainWords('lieu 1'));
});

it('shorten cuts between two words', () => {
  expect(shorten('Le jardin partagé des cordiers', 20)).toBe('Le jardin partagé…');
  expect(shorten('court', 20)).toBe('court');
  expect([...shorten('a'.repeat(10_000), 200)]).toHaveLength(200);
});
