import { describe, expect, test } from 'vitest';
import { html, tagsWith, textOf } from '#kernel/ui/ui-testing.ts';
import { translators } from '#messages/index.ts';
import type { College } from '../evaluation.ts';
import { type Sheet, workOutResult } from '../result.ts';
import { smallFramework } from '../testing/small-framework.ts';
import AnswerStep from './AnswerStep.svelte';
import CollegePromise from './CollegePromise.svelte';
import ResultView from './ResultView.svelte';

const t = translators.fr;
const elected: College = { key: 'elected', name: 'Élu·es', kind: 'named', threshold: null };
const residents: College = { key: 'residents', name: 'Habitant·es', kind: 'anonymous', threshold: 5 };
const staff: College = { key: 'staff', name: 'Agent·es', kind: 'anonymous', threshold: 5 };
const colleges = [elected, residents, staff];

function sheet(collegeKey: string, answers: Sheet['answers'], reason = ''): Sheet {
  const remarks: Sheet['remarks'] = reason ? { price: [{ kind: 'reason', text: reason }] } : {};
  return {
    respondentKey: reason,
    collegeKey,
    subject: '1',
    signature: 'Une élue',
    consented: true,
    answers,
    remarks,
    details: {},
  };
}

function shown(sheets: Sheet[], locale: 'fr' | 'en' = 'fr') {
  const result = workOutResult({ colleges, content: smallFramework, sheets });
  const props = { t: translators[locale], locale, result, colleges, content: smallFramework };
  return html(ResultView, {
    ...props,
    frameworkHref: '/referentiels/x',
    lang: locale === 'en' ? 'fr' : undefined,
  });
}

const many = (count: number, collegeKey: string, answers: Sheet['answers'], reason = '') =>
  Array.from({ length: count }, () => sheet(collegeKey, answers, reason));

const sheets = [
  sheet('elected', { meeting: 4, help: 4, price: 5 }, 'Abordable.'),
  ...many(6, 'residents', { meeting: 4, help: 'dk', price: 1 }, 'Trop <b>cher</b>'),
  ...many(2, 'staff', { meeting: 4, price: 3 }, 'Vu du bureau'),
];

describe('the result', () => {
  const body = shown(sheets);
  const text = textOf(body);

  test('begins where views differ, then what people agree on, and only then the profile', () => {
    const order = [
      'Là où les avis diffèrent',
      'Ce sur quoi on s’accorde',
      'Le profil',
      'À quoi on a répondu',
    ];
    const places = order.map((title) => text.indexOf(title));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  test('says in words which groups are farthest apart and by how much', () => {
    expect(text).toContain(
      'Élu·es (médiane 5) et Autres (médiane 1). Leurs réponses diffèrent de 3,5 niveaux',
    );
  });

  test('attributes the reasons of named colleges, and of no one else', () => {
    expect(text).toContain('« Abordable. » – Une élue (Élu·es)');
    expect(text).toContain('« Vu du bureau » – Autres');
    expect(text.match(/Une élue/g)).toHaveLength(2);
  });

  test('shows a reason as it was written, never as markup', () => {
    expect(body).toContain('Trop &lt;b>cher&lt;/b>');
  });

  test('explains who is merged and who is not shown', () => {
    expect(text).toContain('Le groupe « Autres » réunit Habitant·es, Agent·es (8 personnes)');
    expect(textOf(shown([sheet('residents', { price: 1 })]))).toContain('Rien ne peut être montré');
    expect(textOf(shown(many(5, 'residents', { price: 1 })))).toContain(
      'Personne n’a répondu dans : Élu·es, Agent·es',
    );
  });

  test('in English says in which language reasons are written', () => {
    const english = shown(sheets, 'en');
    expect(textOf(english)).toContain('Where views differ');
    expect(tagsWith(english, '<span lang="fr">').length).toBeGreaterThan(0);
  });
});

test('of many gaps, shows four whole and says the others in a sentence, their answers folded', () => {
  const [dimension] = smallFramework.dimensions;
  const [criterion] = dimension?.criteria ?? [];
  if (!dimension || !criterion) throw new Error('The small framework has a criterion');
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const criteria = ids.map((id) => ({ ...criterion, id }));
  const content = { ...smallFramework, dimensions: [{ ...dimension, criteria }] };
  const every = (level: number) => Object.fromEntries(ids.map((id) => [id, level]));
  const divided = [sheet('elected', every(5)), ...many(5, 'residents', every(1))];
  const result = workOutResult({ colleges, content, sheets: divided });
  const body = html(ResultView, { t, locale: 'fr', result, colleges, content, frameworkHref: '/x' });
  expect(tagsWith(body, 'class="folded"')).toHaveLength(2);
  expect(textOf(body).match(/Les plus éloignés/g)).toHaveLength(6);
  expect(textOf(body)).toContain(t('evaluation.overview.title'));
});

describe('the promise made before answering', () => {
  const promise = (college: College) => textOf(html(CollegePromise, { t, college }));

  test('says from how many answers an anonymous college is shown, and warns when they are few', () => {
    expect(promise(residents)).toContain('à partir de 5 réponses');
    expect(promise(residents)).not.toContain('Attention');
    expect(promise({ ...residents, threshold: 3 })).toMatch(
      /Attention : Ce collège est montré dès 3 réponses/,
    );
  });

  test('says that answers of a named college are attributed', () => {
    expect(promise(elected)).toContain('attribuées à la personne ou à l’institution qui signe');
  });
});

test('one step offers every sentence, “does not apply” and “I don’t know”, with what was answered before', () => {
  const criteria = smallFramework.dimensions[0]?.criteria ?? [];
  const given = { number: '', confidence: '', link: '', linkWords: '', fileWords: '' };
  const typed = { meeting: { ...given, answer: '4', reason: 'Parce que' } };
  const body = html(AnswerStep, {
    t,
    locale: 'fr',
    criteria,
    typed,
    withReason: ['meeting'],
    files: {},
    withLink: [],
    errors: {},
  });
  expect(tagsWith(body, 'name="answer-meeting"')).toHaveLength(7);
  expect(tagsWith(body, 'checked')).toEqual([expect.stringContaining('value="4"')]);
  expect(body).toContain('Parce que</textarea>');
  expect(tagsWith(body, 'name="had-reason-meeting"')).toHaveLength(1);
  expect(tagsWith(body, 'name="had-reason-help"')).toHaveLength(0);
});
