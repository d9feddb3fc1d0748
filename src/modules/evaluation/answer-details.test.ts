import { describe, expect, it, test } from 'vitest';
import type { Criterion } from '#modules/framework/index.ts';
import { readNumber } from './answer-details.ts';
import { readSheetChange, typedOf } from './answer-form.ts';
import { readPaperForm } from './paper-form.ts';
import { smallFramework } from './testing/small-framework.ts';

const [meeting, help] = smallFramework.dimensions[0]?.criteria ?? [];
if (!meeting || !help) throw new Error('the framework of tests has two criteria');
/** Answered by a number: 10 reaches level 2, 50 level 3… */
const counted: Criterion = {
  ...help,
  measure: { unit: { fr: 'repas par mois' }, better: 'higher', bounds: [10, 50, 100, 500] },
};
const criteria = [meeting, counted];

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}
const read = (values: Record<string, string>) => readSheetChange(formOf(values), criteria);
const problems = (values: Record<string, string>) => {
  const change = read(values);
  return change.ok ? [] : change.error.problems.map(({ field }) => field);
};

test.each([
  ['12', 12],
  ['3,5', 3.5],
  ['1 200', 1200],
  ['1\u202F200,25', 1200.25],
  ['12 %', 12],
  ['-4', -4],
  ['', null],
  ['12 repas', undefined],
  ['1e5', undefined],
  ['9'.repeat(20), undefined],
])('“%s” is read as the number it is, or none', (typed, number) => {
  expect(readNumber(typed)).toBe(number);
});

describe('a criterion answered by a number', () => {
  it('keeps the number, and the level it reaches', () => {
    expect(read({ 'number-help': '50' })).toMatchObject({
      ok: true,
      value: { answers: { help: 3 }, details: { help: { number: 50 } } },
    });
  });

  it('may not apply or not be known: the number goes', () => {
    expect(read({ 'answer-help': 'na' })).toMatchObject({
      value: { answers: { help: 'na' }, details: { help: { number: null } } },
    });
  });

  it('is left as it was when nothing is said', () => {
    expect(read({ 'number-help': '', 'answer-help': '' })).toEqual({
      ok: true,
      value: { answers: {}, remarks: {}, details: {} },
    });
  });

  test.each([
    ['what is no number', { 'number-help': 'beaucoup' }, ['number-help']],
    ['a number announced and not given', { 'answer-help': 'number' }, ['number-help']],
    ['a number, and that it is not known', { 'number-help': '4', 'answer-help': 'dk' }, ['answer-help']],
    ['a level nobody offered', { 'answer-help': '3' }, ['answer-help']],
  ])('refuses %s', (_, values, fields) => {
    expect(problems(values)).toEqual(fields);
  });
});

describe('what is said beside an answer', () => {
  it('is kept: how sure one is, and a page that shows it', () => {
    const said = {
      'confidence-meeting': '2',
      'link-meeting': 'https://exemple.org/a b',
      'words-meeting': 'Le bilan',
    };
    expect(read(said)).toMatchObject({
      value: {
        details: {
          meeting: { confidence: 2, evidence: [{ url: 'https://exemple.org/a%20b', words: 'Le bilan' }] },
        },
      },
    });
  });

  it('a link is taken away only when the form had shown it', () => {
    expect(read({ 'link-meeting': '' })).toMatchObject({ value: { details: {} } });
    expect(read({ 'link-meeting': '', 'had-link-meeting': '1' })).toMatchObject({
      value: { details: { meeting: { evidence: [] } } },
    });
  });

  test.each([
    'javascript:alert(1)',
    'exemple.org',
    'file:///etc/passwd',
    `https://x.org/${'a'.repeat(3000)}`,
  ])('refuses as a page %s', (link) => {
    expect(problems({ 'link-meeting': link })).toEqual(['link-meeting']);
  });

  it('refuses a confidence nobody offered, and words without end', () => {
    expect(problems({ 'confidence-meeting': '9' })).toEqual(['confidence-meeting']);
    expect(problems({ 'words-meeting': 'x'.repeat(5_000_000) })).toEqual(['words-meeting']);
  });

  it('what was saved comes back to the form as it was given', () => {
    const sheet = {
      answers: { meeting: 4, help: 3 },
      remarks: { meeting: [{ kind: 'reason' as const, text: 'Vu' }] },
      details: { meeting: { confidence: 3 as const }, help: { number: 50 } },
    };
    expect(typedOf(sheet, meeting)).toMatchObject({ answer: '4', reason: 'Vu', confidence: '3', number: '' });
    expect(typedOf(sheet, counted)).toMatchObject({ answer: 'number', number: '50' });
  });
});

describe('a sheet of paper', () => {
  const keyed = (values: Record<string, string>) => readPaperForm(formOf(values), criteria, '2');

  it('is typed in shorthand: a level, x, ?, a dash or nothing, and a number where one is asked', () => {
    expect(
      keyed({ '2-answer-meeting': ' 4 ', '2-reason-meeting': 'Vu', '2-answer-help': '80' }),
    ).toMatchObject({
      value: {
        answers: { meeting: 4, help: 3 },
        remarks: { meeting: [{ text: 'Vu' }] },
        details: { help: { number: 80 } },
      },
    });
    expect(keyed({ '2-answer-meeting': 'X', '2-answer-help': '?' })).toMatchObject({
      value: { answers: { meeting: 'na', help: 'dk' } },
    });
    expect(keyed({ '2-answer-meeting': '-', '1-answer-help': '80' })).toMatchObject({
      value: { answers: {} },
    });
  });

  it('says which field is not understood, under its own name', () => {
    expect(keyed({ '2-answer-meeting': '7', '2-answer-help': 'non' })).toMatchObject({
      error: { problems: [{ field: '2-answer-meeting' }, { field: '2-answer-help' }] },
    });
  });
});
