import { describe, expect, test } from 'vitest';
import { translators } from '#messages/index.ts';
import { emptyLeverForm } from './lever-form.ts';
import { type LeverChoices, leverDifferences, leverErrors, leverWords } from './lever-words.ts';

const t = translators.fr;
const choices: LeverChoices = {
  means: [{ value: 't-ideas', label: 'Faire émerger des idées' }],
  brakes: [],
  callsOn: [],
  criteria: [{ value: 'welcome', label: 'Accueil' }],
};
const wordOf = leverWords(t, choices);

test('codes and ids have words; what someone wrote has none', () => {
  expect(wordOf('phase', 'trigger')).toBe('Déclencher');
  expect(wordOf('competent', 'epci')).toBe('Intercommunalité');
  expect(wordOf('language', 'br')).toBe('breton');
  expect(wordOf('means', 't-ideas')).toBe('Faire émerger des idées');
  expect(wordOf('criteria', 'gone')).toBeUndefined();
  expect(wordOf('title', 'trigger')).toBeUndefined();
  expect(wordOf('constructor', 'x')).toBeUndefined();
});

describe('what was not understood', () => {
  test('is told beside its control, and with its row in the summary', () => {
    const [title, url, place, long] = leverErrors(t, [
      { field: 'title' },
      { field: 'sources-2-url' },
      { field: 'inspirations-1-place' },
      { field: 'inspirations-3-source-publisher', tooLong: { excess: 12, max: 200 } },
    ]);
    expect(title).toEqual({ id: 'title', message: 'Donnez un titre.', summary: 'Donnez un titre.' });
    expect(url).toMatchObject({ id: 'sources-2-url', message: t('knowledge.error.source-url') });
    expect(url?.summary).toBe(`Source 2 – ${url?.message}`);
    expect(place?.summary).toBe('Exemple 1 – Dites où cela s’est passé.');
    expect(long?.summary).toMatch(/^Exemple 3 – «\u00a0Qui l’a publiée\u00a0»\u00a0: 12 caractères de trop/);
  });

  test('says by how much a text is too long, singular included', () => {
    const [how] = leverErrors(t, [{ field: 'how', tooLong: { excess: 1, max: 100_000 } }]);
    expect(how?.message).toMatch(/: 1 caractère de trop \(100.000 au plus\)/);
  });
});

test('what someone else saved is told in words, where it differs', () => {
  const typed = { ...emptyLeverForm, title: 'Prêter', phase: 'trigger', language: 'fr' };
  const source = { title: 'Un article', publisher: '', date: '2016', url: '' };
  const theirs = { ...typed, phase: 'sustain', language: 'en', means: ['t-ideas'], sources: [source] };
  expect(leverDifferences(t, { typed, theirs, wordOf })).toEqual([
    { term: 'Langue de la fiche', text: 'anglais' },
    { term: 'Moment', text: 'Pérenniser' },
    { term: 'Moyens dont il se sert', text: 'Faire émerger des idées' },
    { term: 'D’où vient l’idée', text: 'Un article, 2016' },
  ]);
});
