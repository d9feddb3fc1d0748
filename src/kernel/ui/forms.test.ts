import { describe, expect, test } from 'vitest';
import Button from './Button.svelte';
import CheckboxGroup from './CheckboxGroup.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import Field from './Field.svelte';
import RadioGroup from './RadioGroup.svelte';
import SearchForm from './SearchForm.svelte';
import { html, paragraph, tagsWith, textOf, words } from './ui-testing.ts';

const choices = [
  { value: '1', label: 'Fermé', hint: 'On y entre par cooptation.' },
  { value: '2', label: 'Ouvert' },
  { value: 'na', label: 'Ne s’applique pas', apart: true },
];

describe('a field', () => {
  test('ties its label, hint and error to the control', () => {
    const body = html(Field, { name: 'titre', label: 'Titre', hint: 'Court.', error: 'Donnez un titre.' });
    expect(tagsWith(body, 'for="titre"')).toHaveLength(1);
    const [input = ''] = tagsWith(body, '<input');
    expect(input).toContain('aria-describedby="titre-hint titre-error"');
    expect(input).toContain('aria-invalid="true"');
    expect(textOf(body)).toContain('Donnez un titre.');
  });

  test('says nothing of errors when there is none', () => {
    const body = html(Field, { name: 'titre', label: 'Titre', value: 'A & "B"' });
    expect(body).not.toContain('aria-');
    expect(tagsWith(body, '<input')[0]).toContain('value="A &amp; &quot;B&quot;"');
  });

  test('says in words that it is required', () => {
    const body = html(Field, {
      name: 'titre',
      label: 'Titre',
      required: true,
      requiredText: '(obligatoire)',
    });
    expect(tagsWith(body, '<input')[0]).toContain('required');
    expect(textOf(body)).toBe('Titre (obligatoire)');
  });

  test('is a textarea that keeps what was typed, markup included', () => {
    const body = html(Field, {
      kind: 'textarea',
      name: 'texte',
      label: 'Texte',
      value: '<script>1</script>',
      rows: 4,
    });
    expect(body).toContain('rows="4"');
    expect(body).toContain('&lt;script>1&lt;/script>');
    expect(body).not.toContain('kind=');
  });

  test('is a select with its value chosen', () => {
    const body = html(Field, {
      kind: 'select',
      name: 'c',
      label: 'Commune',
      value: '2',
      options: choices,
      emptyLabel: 'Toutes',
    });
    expect(tagsWith(body, 'selected')).toEqual([expect.stringContaining('value="2"')]);
    expect(tagsWith(body, '<option')).toHaveLength(4);
  });

  test('passes other attributes to the control', () => {
    const body = html(Field, {
      name: 'mel',
      id: 'mel-2',
      type: 'email',
      autocomplete: 'email',
      label: 'Adresse',
    });
    const [input = ''] = tagsWith(body, '<input');
    expect(input).toMatch(/type="email"/);
    expect(input).toMatch(/autocomplete="email"/);
    expect(input).toMatch(/id="mel-2"/);
  });
});

describe('a group of choices', () => {
  const group = {
    name: 'avis',
    legend: 'Accueil',
    choices,
    error: 'Choisissez une réponse.',
    hint: 'Ce que vous avez vu.',
  };

  test('names radios by a legend and ties the error to the group', () => {
    const body = html(RadioGroup, { ...group, value: '2', required: true });
    const [fieldset = ''] = tagsWith(body, '<fieldset');
    expect(fieldset).toContain('role="radiogroup"');
    expect(fieldset).toContain('aria-describedby="avis-group-hint avis-group-error"');
    expect(fieldset).toContain('aria-invalid="true"');
    expect(tagsWith(body, 'checked')).toEqual([expect.stringContaining('value="2"')]);
    expect(tagsWith(body, 'choice-apart')).toHaveLength(1);
  });

  test('puts the group’s own name as id on its first control, where an error summary leads', () => {
    expect(tagsWith(html(RadioGroup, group), 'id="avis"')[0]).toContain('value="1"');
  });

  test('sends several boxes under one name', () => {
    const body = html(CheckboxGroup, { ...group, values: ['1', 'na'] });
    expect(tagsWith(body, 'name="avis"')).toHaveLength(3);
    expect(tagsWith(body, 'checked')).toHaveLength(2);
    expect(body).not.toContain('aria-invalid');
  });
});

describe('an error summary', () => {
  test('is an alert that takes the focus and leads to each field', () => {
    const body = html(ErrorSummary, {
      title: 'Un champ est à reprendre',
      errors: [{ id: 'titre', message: 'Donnez un titre.' }],
    });
    const [alert = ''] = tagsWith(body, 'role="alert"');
    expect(alert).toContain('tabindex="-1"');
    expect(alert).toContain('autofocus');
    expect(tagsWith(body, 'href="#titre"')).toHaveLength(1);
  });

  test('is absent without errors', () => {
    expect(textOf(html(ErrorSummary, { title: 'Erreurs', errors: [] }))).toBe('');
  });
});

test('a button acts, a link with the same look goes elsewhere', () => {
  const button = html(Button, {
    name: 'action',
    value: 'retirer',
    kind: 'danger',
    children: words('Retirer'),
  });
  expect(tagsWith(button, '<button')[0]).toMatch(
    /button-danger.*type="submit".*name="action".*value="retirer"/,
  );
  const link = html(Button, { href: '/pratiques/nouvelle', children: words('Proposer') });
  expect(tagsWith(link, '<a')[0]).toContain('href="/pratiques/nouvelle"');
  expect(link).not.toContain('<button');
});

test('a search form is a named landmark whose address carries everything', () => {
  const body = html(SearchForm, {
    action: '/pratiques',
    value: 'jardin',
    filtersOpen: true,
    filters: paragraph('Thème'),
    words: { landmark: 'Chercher une pratique', label: 'Mots', submit: 'Chercher', filters: 'Filtrer' },
  });
  expect(tagsWith(body, '<search')[0]).toContain('aria-label="Chercher une pratique"');
  expect(tagsWith(body, '<form')[0]).toMatch(/method="get".*action="\/pratiques"/);
  expect(tagsWith(body, 'for="search-q"')).toHaveLength(1);
  expect(tagsWith(body, '<details')[0]).toContain('open');
});
