import Badge from '#kernel/ui/Badge.svelte';
import Breadcrumb from '#kernel/ui/Breadcrumb.svelte';
import Card from '#kernel/ui/Card.svelte';
import DataTable from '#kernel/ui/DataTable.svelte';
import DescriptionList from '#kernel/ui/DescriptionList.svelte';
import EmptyState from '#kernel/ui/EmptyState.svelte';
import Icon from '#kernel/ui/Icon.svelte';
import Logo from '#kernel/ui/Logo.svelte';
import Meter from '#kernel/ui/Meter.svelte';
import Notice from '#kernel/ui/Notice.svelte';
import Pagination from '#kernel/ui/Pagination.svelte';
import Plait from '#kernel/ui/Plait.svelte';
import ProgressBar from '#kernel/ui/ProgressBar.svelte';
import RichText from '#kernel/ui/RichText.svelte';
import Steps from '#kernel/ui/Steps.svelte';
import Tabs from '#kernel/ui/Tabs.svelte';
import Tag from '#kernel/ui/Tag.svelte';
import Timeline from '#kernel/ui/Timeline.svelte';
import Weave from '#kernel/ui/Weave.svelte';
import { type IconName, icons } from '#kernel/ui/icons.ts';
import {
  type ShownComponent,
  breton,
  longPhrase,
  longText,
  longWord,
  paragraph,
  shown,
  words,
} from './sample.ts';

const here = '#content';
const pagination = (label: string) => ({
  label,
  previous: 'Précédente',
  next: 'Suivante',
  page: (page: number) => `Page ${page}`,
});
const row = { name: 'Four à pain', count: '12', place: 'Allaire' };
const columns = [
  { label: 'Nom', text: ({ name }: typeof row) => name },
  { label: 'Personnes', text: ({ count }: typeof row) => count, number: true },
  { label: 'Où', text: ({ place }: typeof row) => place },
];

export const contentSamples: readonly ShownComponent[] = [
  shown('kernel/ui/Card', Card, {
    isItem: true,
    states: {
      filled: {
        title: 'Le four à pain',
        href: here,
        level: 4,
        meta: 'Pratique · Allaire',
        text: 'On cuit ensemble le samedi.',
        foot: words('En bas'),
      },
      empty: { title: 'Sans rien de plus', level: 4 },
      'long words': { title: longWord, href: here, level: 4, meta: longWord, text: longWord },
      English: { title: 'The bread oven', href: here, level: 4, lang: 'en' },
      Breton: { title: breton, href: here, level: 4, lang: 'br' },
      'long text': { title: 'Un long texte', level: 4, text: longText.slice(0, 300) },
    },
  }),
  shown('kernel/ui/Notice', Notice, {
    states: {
      info: { title: 'À savoir', level: 4, children: paragraph('Rien ne presse.') },
      success: { tone: 'success', toneLabel: 'Fait', children: paragraph('C’est enregistré.') },
      warning: { tone: 'warning', toneLabel: 'Attention', title: longWord },
      error: { tone: 'error', toneLabel: 'Erreur', title: 'Cela n’a pas marché' },
    },
  }),
  shown('kernel/ui/Badge', Badge, {
    states: {
      plain: { label: 'Brouillon' },
      info: { label: 'En cours', tone: 'info' },
      success: { label: 'Fini', tone: 'success', icon: 'check' },
      warning: { label: 'Retard', tone: 'warning' },
      error: { label: 'Refusé', tone: 'error' },
      'long words': { label: longPhrase },
    },
  }),
  shown('kernel/ui/Tag', Tag, {
    states: {
      word: { label: 'pain' },
      link: { label: 'four', href: here, kind: 'Mot-clé' },
      Breton: { label: breton, lang: 'br' },
      'long words': { label: longWord, href: here },
    },
  }),
  shown('kernel/ui/EmptyState', EmptyState, {
    states: {
      empty: { title: 'Rien encore', level: 4 },
      filled: {
        title: 'Aucune pratique ne répond',
        text: 'Retirez un filtre.',
        level: 4,
        actions: words('Un bouton'),
      },
    },
  }),
  shown('kernel/ui/DataTable', DataTable<typeof row>, {
    states: {
      empty: { id: 'table-empty', caption: 'Sans ligne', columns, rows: [] },
      filled: {
        id: 'table-filled',
        caption: 'Deux lignes',
        columns,
        rows: [row, { ...row, name: longWord }],
      },
    },
  }),
  shown('kernel/ui/DescriptionList', DescriptionList<{ term: string; text: string; lang?: string }>, {
    states: {
      filled: {
        items: [
          { term: 'Où', text: 'Allaire' },
          { term: 'Nom breton', text: breton, lang: 'br' },
          { term: longWord, text: longWord },
        ],
      },
      narrow: { items: [{ term: 'Où', text: 'Allaire' }], narrow: true },
    },
  }),
  shown(
    'kernel/ui/Timeline',
    Timeline<{ id: string; iso: string; date: string; title: string; text?: string }>,
    {
      states: {
        filled: {
          events: [
            {
              id: '1',
              iso: '2026-11-23',
              date: '23 novembre 2026',
              title: 'Allumé',
              text: longText.slice(0, 300),
            },
            { id: '2', iso: '2026-11-22', date: '22 novembre 2026', title: longWord },
          ],
        },
      },
    },
  ),
  shown('kernel/ui/RichText', RichText, {
    states: {
      filled: {
        html: '<p>Un <strong>texte</strong> et sa <a href="#content">suite</a>.</p><ul><li>un</li></ul>',
      },
      Breton: { html: `<p>${breton}</p>`, lang: 'br' },
      'long words': { html: `<p>${longWord}</p>` },
      '10,000 characters': { html: `<p>${longText}</p>` },
    },
  }),
  shown('kernel/ui/Breadcrumb', Breadcrumb, {
    states: {
      filled: { label: 'Chemin', items: [{ label: 'Pratiques', href: here }, { label: 'Le four' }] },
      'long words': { label: 'Long chemin', items: [{ label: longWord, href: here }, { label: longWord }] },
    },
  }),
  shown('kernel/ui/Tabs', Tabs, {
    states: {
      filled: {
        label: 'Vues',
        items: [
          { href: here, label: 'Liste', current: true, count: '12' },
          { href: here, label: 'Carte' },
        ],
      },
    },
  }),
  shown('kernel/ui/Pagination', Pagination, {
    states: {
      first: { page: 1, pages: 3, hrefOf: () => here, words: pagination('Premières pages') },
      middle: { page: 12, pages: 40, hrefOf: () => here, words: pagination('Pages du milieu') },
    },
  }),
  shown('kernel/ui/Steps', Steps, {
    states: {
      filled: {
        label: 'Étapes',
        steps: [
          { label: 'Bienvenue', state: 'done', stateText: 'faite', href: here },
          { label: longWord, state: 'current', stateText: 'en cours' },
          { label: 'Fin', state: 'todo', stateText: 'à faire' },
        ],
      },
    },
  }),
  shown('kernel/ui/Meter', Meter, {
    states: {
      empty: { id: 'meter-empty', label: 'Rien', text: '0 sur 10', value: 0 },
      filled: { id: 'meter-filled', label: 'Presque tout', text: '8 sur 10', value: 8, max: 10 },
    },
  }),
  shown('kernel/ui/ProgressBar', ProgressBar, {
    states: {
      unknown: { id: 'progress-unknown', label: 'Durée inconnue', text: 'En route' },
      filled: { id: 'progress-filled', label: 'Avancement', text: '40 %', value: 0.4 },
    },
  }),
  shown('kernel/ui/Icon', Icon, {
    states: Object.fromEntries(Object.keys(icons).map((name) => [name, { name: name as IconName }])),
  }),
  shown('kernel/ui/Weave', Weave, { states: { drawn: {} } }),
  shown('kernel/ui/Logo', Logo, { states: { drawn: {} } }),
  shown('kernel/ui/Plait', Plait, { states: { drawn: { id: 'plait-shown' } } }),
];
