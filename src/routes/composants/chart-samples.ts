import ChartTable from '#kernel/ui/ChartTable.svelte';
import GroupsChart from '#kernel/ui/GroupsChart.svelte';
import ProfileChart from '#kernel/ui/ProfileChart.svelte';
import RangesChart from '#kernel/ui/RangesChart.svelte';
import SpreadChart from '#kernel/ui/SpreadChart.svelte';
import StrandsChart from '#kernel/ui/StrandsChart.svelte';
import { type ShownComponent, longWord, shown } from './sample.ts';

const levels = [1, 2, 3, 4, 5].map((value) => ({ value, label: `niveau ${value}` }));
const spreadWords = {
  table: 'Voir les chiffres',
  caption: 'Réponses',
  college: 'Collège',
  median: 'Médiane',
  outside: ['Ne sait pas'],
  hidden: 'masqué',
  key: ['médiane', 'moitié centrale'] as const,
};
const dimension = {
  id: 'lien',
  label: 'Lien social',
  score: 0.71,
  scoreText: '71 sur 100',
  lower: 0.5,
  upper: 0.8,
  boundsText: 'entre 50 et 80',
  coverage: 0.7,
  coverageText: '70 % renseigné',
  contributions: [
    { label: 'Accueil', share: 0.3, text: '30' },
    { label: longWord, share: 0.2, text: '20' },
  ],
};
const groupsWords = {
  table: 'Voir les groupes en texte',
  caption: 'Groupes',
  group: 'Groupe',
  people: 'Personnes',
  tells: 'Ce qui le distingue',
  own: 'Votre groupe',
  dot: (each: number) => `Un point : ${each}`,
};
const profileWords = {
  table: 'Voir les chiffres',
  caption: 'Profil',
  dimension: 'Dimension',
  score: 'Score',
  bounds: 'Bornes',
  coverage: 'Renseigné',
  contributions: 'Contributions',
  key: ['contribution', 'inconnu', 'score'] as [string, string, string],
};

export const chartSamples: readonly ShownComponent[] = [
  shown('kernel/ui/SpreadChart', SpreadChart, {
    states: {
      filled: {
        id: 'spread',
        title: 'Accueil',
        level: 4,
        summary: 'Deux niveaux d’écart.',
        levels,
        rows: [
          {
            label: 'Mairie',
            note: '6 réponses',
            counts: [0, 0, 2, 4, 0],
            median: 4,
            text: 'médiane : 4',
            outside: [1],
          },
          {
            label: 'Habitantes',
            note: '64 réponses',
            counts: [4, 30, 20, 8, 2],
            median: 2,
            text: 'médiane : 2',
            outside: [0],
          },
          { label: 'Usagers', counts: null, median: null, text: 'Moins de 5 réponses.' },
        ],
        words: spreadWords,
      },
      'long words': {
        id: 'spread-long',
        title: longWord,
        level: 4,
        levels,
        rows: [{ label: longWord, counts: [1, 0, 0, 0, 0], median: 1, text: longWord, outside: [0] }],
        words: { ...spreadWords, caption: 'Réponses longues' },
      },
    },
  }),
  shown('kernel/ui/StrandsChart', StrandsChart, {
    states: {
      filled: {
        id: 'strands',
        title: 'Où l’on se rejoint',
        level: 4,
        levels,
        strands: ['Élues et élus', 'Agents', 'Habitantes'],
        rows: [
          { id: '1', label: 'Accueil', medians: [4, 4, 2], texts: ['4', '4', '2'] },
          { id: '2', label: 'Prix', medians: [1, 5, 2.5], texts: ['1', '5', '2,5'] },
          { id: '3', label: longWord, medians: [3, null, 3], texts: ['3', 'masqué', '3'] },
        ],
        words: { table: 'Voir les chiffres', caption: 'Médianes', criterion: 'Critère' },
      },
    },
  }),
  shown('kernel/ui/GroupsChart', GroupsChart, {
    states: {
      filled: {
        id: 'groups',
        title: 'Qui pense la même chose',
        level: 4,
        summary: 'Deux ronds proches se ressemblent.',
        groups: [
          { label: 'A', people: 42, x: 0, y: 0, text: 'D’accord avec le four à pain.' },
          { label: 'B', people: 17, x: 1, y: 0.2, text: 'Pas d’accord avec le four à pain.' },
          { label: 'C', people: 5, x: 0.3, y: 1, text: longWord },
        ],
        own: 1,
        words: groupsWords,
      },
      'many people': {
        id: 'groups-many',
        title: 'Beaucoup de personnes',
        level: 4,
        groups: [
          { label: 'A', people: 900, x: 0, y: 0, text: '' },
          { label: 'B', people: 600, x: 0, y: 0, text: '' },
        ],
        words: { ...groupsWords, caption: 'Beaucoup de groupes' },
      },
    },
  }),
  shown('kernel/ui/RangesChart', RangesChart, {
    states: {
      filled: {
        id: 'ranges',
        title: 'Jusqu’où cela tient',
        level: 4,
        summary: 'Le losange reste dans la partie pleine.',
        rows: [
          {
            id: '1',
            label: 'Accueil',
            text: '20 %, entre 0 et 45 %',
            parts: [{ from: 0, to: 0.45, how: 'full' }],
            mark: 0.2,
          },
          {
            id: '2',
            label: longWord,
            text: '60 %',
            parts: [
              { from: 0, to: 0.6, how: 'full' },
              { from: 0.6, to: 0.9, how: 'hatched' },
            ],
          },
        ],
        ends: ['0 %', '100 %'],
        words: { table: 'Voir les chiffres', caption: 'Plages', key: ['tient', 'peut-être', 'aujourd’hui'] },
        columns: ['Critère', 'Plage'],
        cells: [
          ['Accueil', '0 à 45 %'],
          [longWord, '0 à 60 %'],
        ],
      },
    },
  }),
  shown('kernel/ui/ProfileChart', ProfileChart, {
    states: {
      filled: { id: 'profile', title: 'Le profil', level: 4, dimensions: [dimension], words: profileWords },
      empty: {
        id: 'profile-empty',
        title: 'Trop peu de réponses',
        level: 4,
        dimensions: [
          { ...dimension, id: 'vide', score: null, scoreText: 'Trop peu de réponses', contributions: [] },
        ],
        words: { ...profileWords, caption: 'Profil vide' },
      },
    },
  }),
  shown('kernel/ui/ChartTable', ChartTable, {
    states: {
      filled: {
        id: 'chart-table',
        label: 'Voir les chiffres seuls',
        caption: 'Des chiffres',
        columns: ['Collège', 'Médiane'],
        rows: [
          ['Mairie', '4'],
          [longWord, '2'],
        ],
      },
    },
  }),
];
