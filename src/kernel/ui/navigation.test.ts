import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Breadcrumb from './Breadcrumb.svelte';
import PageHeader from './PageHeader.svelte';
import PageShell from './PageShell.svelte';
import Pagination from './Pagination.svelte';
import Steps from './Steps.svelte';
import Tabs from './Tabs.svelte';
import { pageWindow } from './pagination.ts';
import { attributeValues, html, paragraph, tagsWith, textOf } from './ui-testing.ts';

const shell = {
  territory: 'Pays de Redon',
  product: 'Entrelacs',
  homeHref: '/',
  nav: [
    { href: '/pratiques', label: 'Pratiques', current: true },
    { href: '/carte', label: 'Carte' },
  ],
  languages: [
    { href: '/pratiques', lang: 'fr', label: 'Français', current: true },
    { href: '/en/pratiques', lang: 'en', label: 'English' },
  ],
  account: { href: '/connexion', label: 'Se connecter' },
  demo: 'Territoire de démonstration',
  footer: { text: 'CC BY-SA 4.0', links: [{ href: '/accessibilite', label: 'Accessibilité' }] },
  words: {
    skip: 'Aller au contenu',
    menu: 'Menu',
    nav: 'Principale',
    languages: 'Langue',
    footer: 'Pied de page',
  },
  children: paragraph('Bonjour'),
};

describe('the page frame', () => {
  const body = html(PageShell, shell);

  test('begins with a link to the main content', () => {
    expect(body.trimStart()).toMatch(/^<a class="skip" href="#main">/);
    expect(tagsWith(body, 'id="main"')[0]).toMatch(/^<main.*tabindex="-1"/);
  });

  test('has one banner, one main and one footer, and names each navigation', () => {
    for (const landmark of ['<header', '<main', '<footer']) expect(tagsWith(body, landmark)).toHaveLength(1);
    expect(tagsWith(body, '<nav').flatMap((tag) => attributeValues(tag, 'aria-label'))).toEqual([
      'Principale',
      'Langue',
      'Pied de page',
    ]);
  });

  test('marks the current page and says the language of each language link', () => {
    expect(tagsWith(body, 'aria-current="page"')).toEqual([expect.stringContaining('href="/pratiques"')]);
    expect(tagsWith(body, 'hreflang="en"')[0]).toContain('lang="en"');
  });

  test('folds the menu without JavaScript', () => {
    expect(tagsWith(body, '<details')).toHaveLength(1);
    expect(body).not.toContain('<button');
  });

  test('shows neither the demo banner nor the languages when there is nothing to say', () => {
    const plain = html(PageShell, { ...shell, demo: undefined, languages: [], account: undefined });
    expect(tagsWith(plain, 'class="demo"')).toEqual([]);
    expect(tagsWith(plain, '<nav')).toHaveLength(2);
  });
});

test('a page header has the only h1, in its own language', () => {
  const body = html(PageHeader, {
    title: 'Shared garden',
    lead: 'Thirty families',
    kind: 'Pratique',
    lang: 'en',
  });
  expect(tagsWith(body, '<h1')).toEqual(['<h1 lang="en">']);
});

test('a breadcrumb ends on the page itself, which is not a link', () => {
  const body = html(Breadcrumb, {
    label: 'Vous êtes ici',
    items: [
      { label: 'Accueil', href: '/' },
      { label: 'Jardin', href: '/jardin' },
    ],
  });
  expect(tagsWith(body, '<a ')).toHaveLength(1);
  expect(body).toContain('<span aria-current="page">Jardin</span>');
});

test('tabs are links, the current one marked', () => {
  const body = html(Tabs, {
    label: 'Rubriques',
    items: [
      { href: '/a', label: 'Fiche', current: true },
      { href: '/b', label: 'Échanges', count: '3' },
    ],
  });
  expect(body).not.toContain('role="tab"');
  expect(tagsWith(body, 'aria-current="page"')).toHaveLength(1);
  expect(textOf(body)).toBe('Fiche Échanges 3');
});

test('steps say their state in words', () => {
  const body = html(Steps, {
    label: 'Étapes',
    steps: [
      { label: 'Inviter', state: 'done', stateText: 'fait' },
      { label: 'Répondre', state: 'current', stateText: 'en cours' },
    ],
  });
  expect(tagsWith(body, 'aria-current="step"')).toHaveLength(1);
  expect(textOf(body)).toContain('Répondre en cours');
});

describe('pagination', () => {
  const words = {
    label: 'Pages',
    previous: 'Précédente',
    next: 'Suivante',
    page: (page: number) => `Page ${page}`,
  };
  const hrefOf = (page: number) => `?page=${page}`;

  test('marks the current page and offers the neighbours', () => {
    const body = html(Pagination, { page: 2, pages: 3, hrefOf, words });
    expect(tagsWith(body, 'aria-current="page"')[0]).toContain('aria-label="Page 2"');
    expect(tagsWith(body, 'rel="prev"')[0]).toContain('href="?page=1"');
    expect(tagsWith(body, 'rel="next"')[0]).toContain('href="?page=3"');
  });

  test('has no way before the first page, and is absent for one page', () => {
    expect(html(Pagination, { page: 1, pages: 2, hrefOf, words })).not.toContain('rel="prev"');
    expect(textOf(html(Pagination, { page: 1, pages: 1, hrefOf, words }))).toBe('');
  });

  test('offers the ends and the neighbours, never more than seven stops, in order', () => {
    expect(pageWindow(6, 12)).toEqual([1, null, 5, 6, 7, null, 12]);
    expect(pageWindow(1, 1)).toEqual([1]);
    expect(pageWindow(1, 0)).toEqual([1]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 }), (a, b) => {
        const [current, pages] = a < b ? [a, b] : [b, a];
        const stops = pageWindow(current, pages);
        const numbers = stops.filter((stop) => stop !== null);
        expect(stops.length).toBeLessThanOrEqual(7);
        expect(numbers).toContain(current);
        expect([numbers.at(0), numbers.at(-1)]).toEqual([1, pages]);
        numbers.slice(1).forEach((stop, index) => {
          const step = stop - (numbers[index] ?? 0);
          expect(stops[stops.indexOf(stop) - 1] === null).toBe(step > 1);
          expect(step).not.toBe(2);
        });
      }),
    );
  });
});
