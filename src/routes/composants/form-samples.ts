import Button from '#kernel/ui/Button.svelte';
import Chips from '#kernel/ui/Chips.svelte';
import Facet from '#kernel/ui/Facet.svelte';
import CheckboxGroup from '#kernel/ui/CheckboxGroup.svelte';
import ErrorSummary from '#kernel/ui/ErrorSummary.svelte';
import Field from '#kernel/ui/Field.svelte';
import FieldSet from '#kernel/ui/FieldSet.svelte';
import RadioGroup from '#kernel/ui/RadioGroup.svelte';
import SearchForm from '#kernel/ui/SearchForm.svelte';
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

const choices = [
  { value: 'yes', label: 'Oui' },
  { value: 'long', label: longWord, hint: 'Une aide sous le choix.' },
  { value: 'br', label: breton, lang: 'br' },
  { value: 'off', label: 'Pas encore possible', disabled: true },
  { value: 'none', label: 'Ne s’applique pas', apart: true },
];
const facetValues = Array.from({ length: 9 }, (_, place) => ({
  value: String(place),
  label: place === 3 ? longPhrase : `Valeur ${place}`,
  count: String(90 - place),
  checked: false,
  depth: place === 1 ? 1 : 0,
}));
const hint = 'Comme on le dirait à une voisine.';
const error = 'Il manque une réponse.';

export const formSamples: readonly ShownComponent[] = [
  shown('kernel/ui/Button', Button, {
    states: {
      primary: { children: words('Enregistrer') },
      secondary: { kind: 'secondary', icon: 'undo', children: words('Annuler') },
      quiet: { kind: 'quiet', children: words('Plus tard') },
      danger: { kind: 'danger', children: words('Retirer') },
      link: { href: '#kernel/ui/Button', icon: 'next', children: words('Un lieu') },
      disabled: { disabled: true, children: words('Pas encore') },
      'long words': { children: words(longPhrase) },
    },
  }),
  shown('kernel/ui/Field', Field, {
    states: {
      empty: { name: 'field-empty', label: 'Titre' },
      filled: { name: 'field-filled', label: 'Titre', value: 'Le four à pain', hint },
      required: { name: 'field-required', label: 'Titre', required: true, requiredText: '(obligatoire)' },
      error: { name: 'field-error', label: 'Titre', value: '', error, hint },
      disabled: { name: 'field-disabled', label: 'Titre', value: 'Le four', disabled: true },
      short: { name: 'field-short', label: 'Combien', value: 12, short: true, type: 'number' },
      'long words': { name: 'field-long', label: longWord, value: longWord },
      Breton: { name: 'field-breton', label: 'Titre', value: breton, lang: 'br' },
      '10,000 characters': { name: 'field-text', label: 'Récit', kind: 'textarea', value: longText, rows: 4 },
      select: { name: 'field-select', label: 'Réponse', kind: 'select', options: choices.slice(0, 3) },
      'select, error': {
        name: 'field-select-error',
        label: 'Réponse',
        kind: 'select',
        options: choices.slice(0, 3),
        emptyLabel: 'Choisir',
        error,
      },
    },
  }),
  shown('kernel/ui/RadioGroup', RadioGroup, {
    states: {
      empty: { name: 'radio-empty', legend: 'Une réponse', choices },
      filled: { name: 'radio-filled', legend: 'Votre réponse', choices, value: 'yes', hint },
      error: { name: 'radio-error', legend: 'Réponse attendue', choices, error, required: true },
    },
  }),
  shown('kernel/ui/CheckboxGroup', CheckboxGroup, {
    states: {
      empty: { name: 'check-empty', legend: 'Plusieurs réponses', choices },
      filled: { name: 'check-filled', legend: 'Vos réponses', choices, values: ['yes', 'br'], hint },
      error: { name: 'check-error', legend: 'Réponses attendues', choices, error },
      scroll: { name: 'check-scroll', legend: 'Beaucoup de réponses', choices, scroll: true },
    },
  }),
  shown('kernel/ui/Facet', Facet, {
    states: {
      empty: { name: 'facet-empty', legend: 'Un filtre', values: facetValues },
      filled: {
        name: 'facet-filled',
        legend: longWord,
        values: [{ value: 'x', label: longWord, count: '1 200 et plus', checked: true }, ...facetValues],
        note: 'Et 12 autres valeurs.',
      },
    },
  }),
  shown('kernel/ui/Chips', Chips, {
    states: {
      one: {
        label: 'Un filtre choisi',
        action: 'Retirer',
        chips: [{ label: 'Commune : Redon', href: '#un' }],
      },
      several: {
        label: 'Filtres choisis',
        action: 'Retirer',
        chips: [
          { label: 'Thème : Jardins', href: '#jardins' },
          { label: longPhrase, href: '#long' },
        ],
        all: { label: 'Tout afficher', href: '#tout' },
      },
    },
  }),
  shown('kernel/ui/FieldSet', FieldSet, {
    states: {
      filled: { id: 'set-filled', legend: 'Une adresse', hint, children: paragraph('Des champs.') },
      error: { id: 'set-error', legend: 'Une adresse fausse', error, children: paragraph('Des champs.') },
    },
  }),
  shown('kernel/ui/ErrorSummary', ErrorSummary, {
    states: {
      empty: { title: 'Rien à corriger', errors: [] },
      filled: {
        title: 'Deux réponses à corriger',
        errors: [
          { id: 'field-error', message: error },
          { id: 'radio-error', message: longWord },
        ],
      },
    },
  }),
  shown('kernel/ui/SearchForm', SearchForm, {
    states: {
      empty: {
        action: '#search',
        name: 'search-empty',
        words: { landmark: 'Recherche vide', label: 'Chercher', submit: 'Chercher' },
      },
      filled: {
        action: '#search',
        name: 'search-filled',
        value: longWord,
        filtersOpen: true,
        words: { landmark: 'Recherche remplie', label: 'Chercher', submit: 'Chercher', filters: 'Filtres' },
        filters: paragraph('Des filtres.'),
      },
    },
  }),
];
