import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import Badge from './Badge.svelte';
import Card from './Card.svelte';
import DataTable from './DataTable.svelte';
import DescriptionList from './DescriptionList.svelte';
import EmptyState from './EmptyState.svelte';
import Logo from './Logo.svelte';
import Meter from './Meter.svelte';
import Notice from './Notice.svelte';
import ProgressBar from './ProgressBar.svelte';
import Tag from './Tag.svelte';
import Timeline from './Timeline.svelte';
import { attributeValues, html, paragraph, tagsWith, textOf } from './ui-testing.ts';

describe('a notice', () => {
  test('tells its tone by an icon and in words', () => {
    const body = html(Notice, {
      tone: 'warning',
      toneLabel: 'Attention',
      title: 'Ancien',
      children: paragraph('À revoir.'),
    });
    expect(tagsWith(body, '<svg')[0]).toContain('aria-hidden="true"');
    expect(textOf(body)).toBe('Attention Ancien À revoir.');
    expect(body).not.toContain('role=');
  });

  test('is announced only when asked, an error at once', () => {
    expect(tagsWith(html(Notice, { live: true }), 'role="status"')).toHaveLength(1);
    expect(tagsWith(html(Notice, { live: true, tone: 'error' }), 'role="alert"')).toHaveLength(1);
  });

  test('may be a heading', () => {
    expect(tagsWith(html(Notice, { title: 'Publié', level: 2 }), '<h2')).toHaveLength(1);
    expect(tagsWith(html(Notice, { title: 'Publié' }), '<p ')).toHaveLength(1);
  });
});

test('a card has one link, its heading, read before what stands above it', () => {
  const body = html(Card, {
    title: 'Jardin',
    href: '/jardin',
    level: 3,
    meta: 'Redon',
    text: 'On y cultive.',
  });
  expect(tagsWith(body, '<a ')).toHaveLength(1);
  expect(textOf(body)).toBe('Jardin Redon On y cultive.');
  expect(tagsWith(body, '<h3')).toHaveLength(1);
});

test('a tag is a link only when it leads somewhere', () => {
  expect(tagsWith(html(Tag, { label: 'Mobilité', href: '/m' }), '<a')).toHaveLength(1);
  expect(tagsWith(html(Tag, { label: 'Mobilité' }), '<a')).toHaveLength(0);
  const foreign = html(Tag, { kind: 'Lever', label: 'Prêter une salle', lang: 'fr', href: '/l' });
  expect(textOf(foreign)).toBe('Lever · Prêter une salle');
  expect(foreign).toContain('<span lang="fr">Prêter une salle</span>');
  expect(textOf(html(Badge, { label: 'Brouillon', icon: 'lock' }))).toBe('Brouillon');
});

describe('a table', () => {
  const table = {
    id: 'reponses',
    caption: 'Réponses par collège',
    columns: [
      { label: 'Collège', text: (row: { name: string }) => row.name },
      { label: 'Réponses', text: () => '6', number: true },
    ],
    rows: [{ name: 'Élu·es' }, { name: 'Agents' }],
  };
  // Rendered apart from its row type: what is read here is the markup.
  const body = html(DataTable<{ name: string }>, table);

  test('has a caption that names the box that scrolls, which the keyboard reaches', () => {
    const [region = ''] = tagsWith(body, 'role="region"');
    expect(region).toContain('aria-labelledby="reponses-caption"');
    expect(region).toContain('tabindex="0"');
  });

  test('has scoped headers for columns and rows', () => {
    expect(tagsWith(body, 'scope="col"')).toHaveLength(2);
    expect(tagsWith(body, 'scope="row"')).toHaveLength(2);
    expect(
      tagsWith(html(DataTable<{ name: string }>, { ...table, rowHeader: false }), 'scope="row"'),
    ).toHaveLength(0);
  });
});

test('a description list pairs each term with its text or its links', () => {
  const body = html(DescriptionList, {
    items: [
      { term: 'Depuis', text: 'mars 2016' },
      {
        term: 'Communes',
        links: [
          { label: 'Redon', href: '/r' },
          { label: 'Allaire', href: '/a' },
        ],
      },
    ],
  });
  expect(tagsWith(body, '<dt')).toHaveLength(2);
  expect(tagsWith(body, '<dd')).toHaveLength(3);
});

test('an empty state says what one can do', () => {
  const body = html(EmptyState, { title: 'Rien encore', text: 'Commencez.', actions: paragraph('Agir') });
  expect(textOf(body)).toBe('Rien encore Commencez. Agir');
});

test('a timeline dates each event for people and machines', () => {
  const body = html(Timeline, {
    events: [{ id: '1', iso: '2026-03-12', date: '12 mars 2026', title: 'Créée', href: '/h' }],
  });
  expect(attributeValues(body, 'datetime')).toEqual(['2026-03-12']);
  expect(textOf(body)).toBe('12 mars 2026 Créée');
});

test('gauges are native, labelled, and say their value in words', () => {
  const meter = html(Meter, { id: 'm', label: 'Complétude', text: '18 sur 24', value: 0.75 });
  expect(tagsWith(meter, '<meter')[0]).toMatch(/id="m".*max="1".*value="0.75"/);
  expect(tagsWith(meter, 'for="m"')).toHaveLength(1);
  const unknown = html(ProgressBar, { id: 'p', label: 'Import', text: 'en attente' });
  expect(tagsWith(unknown, '<progress')[0]).not.toContain('value');
});

describe('the rules of the kit', () => {
  const folder = new URL('.', import.meta.url);
  const components = readdirSync(folder)
    .filter((file) => file.endsWith('.svelte'))
    .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const);

  test.each(components)(
    '%s begins with a comment, and has no style, transition or word of its own',
    (_, source) => {
      expect(source).toMatch(/^<!--/);
      expect(source).not.toMatch(/<style|\sstyle[=:]|\s(?:transition|in|out|animate):/);
      const markup = source
        .replaceAll(/<!--[\s\S]*?-->/g, '')
        .replaceAll(/<script[\s\S]*?<\/script>/g, '')
        .replaceAll(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '')
        .replaceAll(/<[^>]*>/g, '');
      expect(markup.trim()).toMatch(/^[^\p{L}]*$/u);
    },
  );

  test('the logo is the mark of the page, and both pictures wear the colours of the band', () => {
    const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
    const tokens = read('./styles/tokens.css');
    const worn = ['band', 'band-woad', 'band-madder', 'band-weld'].map(
      (name) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(tokens)?.[1],
    );
    for (const file of ['favicon.svg', 'logo.svg']) {
      const drawing = read(`../../../static/${file}`);
      expect(drawing).not.toMatch(/style|script/);
      expect([...new Set(drawing.match(/#[0-9a-f]{6}/g))].toSorted()).toEqual(worn.toSorted());
    }
    const paths = attributeValues(html(Logo, {}), 'd');
    const logo = read('../../../static/logo.svg');
    expect(new Set(paths).size).toBe(3);
    for (const path of paths) expect(logo).toContain(path);
  });
});
