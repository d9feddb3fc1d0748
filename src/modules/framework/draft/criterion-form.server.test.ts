import { describe, expect, test } from 'vitest';
import { readShippedFrameworks } from '../publish-framework.server.ts';
import { criteriaOf } from '../framework.ts';
import {
  type CriterionForm,
  criterionFormOf,
  criterionFrom,
  readCriterionForm,
  reworded,
} from './criterion-form.ts';

const shipped = readShippedFrameworks().flatMap((content) =>
  criteriaOf(content).map(({ criterion }) => ({ criterion, sources: content.sources.map(({ id }) => id) })),
);
const base = {
  locale: 'fr' as const,
  taken: new Set<string>(),
  sources: [],
  yesNo: ['Non.', 'Oui.'] as const,
};
const asked: CriterionForm = {
  ...criterionFormOf(undefined, 'fr'),
  title: 'Lien',
  question: 'Qui vient ?',
  levels: ['Personne.', 'Du monde.'].map((sentence) => ({ sentence, bound: '' })),
};

/** What a browser sends of a form. */
function sent(form: CriterionForm): FormData {
  const data = new FormData();
  const { levels, indicators, sdgs, sources, keepOthers, ...texts } = form;
  Object.entries(texts).forEach(([name, value]) => data.set(name, String(value)));
  levels.forEach(({ sentence, bound }, i) => {
    data.set(`level-${i + 1}`, sentence);
    data.set(`bound-${i + 1}`, bound);
  });
  indicators.forEach((row, i) =>
    Object.entries(row).forEach(([name, value]) => data.set(`indicator-${i + 1}-${name}`, value)),
  );
  sdgs.forEach((goal) => data.append('sdgs', goal));
  sources.forEach((id) => data.append('sources', id));
  if (keepOthers) data.set('keepOthers', '1');
  return data;
}

describe('the form of a criterion', () => {
  test('that nobody touched changes nothing, in either language', () => {
    for (const { criterion, sources } of shipped) {
      for (const locale of ['fr', 'en'] as const) {
        const form = readCriterionForm(sent(criterionFormOf(criterion, locale)));
        expect(criterionFrom(form, { ...base, criterion, locale, sources })).toEqual({
          ok: true,
          value: criterion,
        });
      }
    }
  });

  test('makes a criterion of a title, a question and two sentences', () => {
    expect(criterionFrom(asked, { ...base, taken: new Set(['lien']) })).toEqual({
      ok: true,
      value: {
        id: 'lien-2',
        title: { fr: 'Lien' },
        question: { fr: 'Qui vient ?' },
        scale: [
          { level: 1, fr: 'Personne.' },
          { level: 2, fr: 'Du monde.' },
        ],
        sources: [],
      },
    });
  });

  test('answered by yes or no needs no sentence; by a number, its unit and limits in order', () => {
    const yesNo = criterionFrom({ ...asked, answeredBy: 'yes-no', levels: [] }, base);
    expect(yesNo).toMatchObject({
      ok: true,
      value: { answeredBy: 'yes-no', scale: [{ fr: 'Non.' }, { fr: 'Oui.' }] },
    });
    const levels = ['Peu.', 'Assez.', 'Beaucoup.'].map((sentence, i) => ({
      sentence,
      bound: ['', '10,5', '1 200'][i] ?? '',
    }));
    const counted = { ...asked, answeredBy: 'number', unit: 'personnes', better: 'higher', levels };
    expect(criterionFrom(counted, base)).toMatchObject({
      ok: true,
      value: { measure: { unit: { fr: 'personnes' }, better: 'higher', bounds: [10.5, 1200] } },
    });
    expect(criterionFrom({ ...counted, better: 'lower' }, base)).toEqual({
      ok: false,
      error: [{ field: 'bound-2' }],
    });
  });

  test.each([
    ['no title', { title: ' ' }, ['title']],
    ['no question', { question: '' }, ['question']],
    ['one sentence', { levels: [{ sentence: 'Une.', bound: '' }] }, ['level-2']],
    [
      'a gap among the sentences',
      { levels: ['a', '', 'c'].map((sentence) => ({ sentence, bound: '' })) },
      ['level-2'],
    ],
    ['a number without unit nor limit', { answeredBy: 'number' }, ['unit', 'bound-2']],
    [
      'a limit that is no number',
      {
        answeredBy: 'number',
        unit: 'jours',
        levels: ['a', 'b'].map((sentence) => ({ sentence, bound: 'dix' })),
      },
      ['bound-2'],
    ],
    [
      'an indicator that does not say how',
      { indicators: [{ title: 'Venues', unit: '', how: '' }] },
      ['indicator-1-how'],
    ],
    ['a text that is too long', { why: 'x'.repeat(2001) }, ['why']],
  ])('%s is refused, where it is', (_, change, fields) => {
    const read = criterionFrom({ ...asked, ...change }, base);
    expect(!read.ok && read.error.map(({ field }) => field)).toEqual(fields);
  });
});

test.each([
  ['the same words keep their translation', { fr: 'a', en: 'b' }, 'a', false, { fr: 'a', en: 'b' }],
  ['other words lose it', { fr: 'a', en: 'b' }, 'c', false, { fr: 'c' }],
  ['unless it is kept', { fr: 'a', en: 'b' }, 'c', true, { fr: 'c', en: 'b' }],
  ['a translation stands beside', { en: 'b' }, 'c', false, { en: 'b', fr: 'c' }],
  ['what was not translated stays', { en: 'b' }, '', false, { en: 'b' }],
  ['what is emptied goes', { fr: 'a', en: 'b' }, '', false, undefined],
] as const)('%s', (_, words, typed, keepOthers, after) => {
  expect(reworded(words, typed, { locale: 'fr', keepOthers })).toEqual(after);
});
