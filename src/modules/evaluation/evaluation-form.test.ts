import { describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { evaluationShape, inputOf, newForm, problemsIn, readForm } from './evaluation-form.ts';

const versionId = newId();

/** What a browser sends for a session with two colleges, with changes. */
function sent(changes: Record<string, string> = {}): FormData {
  const form = new FormData();
  const values = {
    title: 'La ressourcerie',
    purpose: 'Parler ensemble.',
    frameworkVersionId: versionId,
    closesOn: '',
    'college-1-name': 'Habitant·es',
    'college-1-showing': '5',
    'college-2-name': '',
    'college-2-showing': '5',
    'college-3-name': 'Élu·es',
    'college-3-showing': 'named',
    ...changes,
  };
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

function read(changes: Record<string, string> = {}) {
  return evaluationShape.safeParse(inputOf(readForm(sent(changes))));
}

function problems(changes: Record<string, string>) {
  const input = inputOf(readForm(sent(changes)));
  const { error } = evaluationShape.safeParse(input);
  return error ? problemsIn(error, input) : [];
}

describe('the form of a session', () => {
  test('leaves out rows without a name, and keeps each college under its row', () => {
    expect(read().data).toMatchObject({
      closesOn: null,
      colleges: [
        { key: 'college-1', name: 'Habitant·es', kind: 'anonymous', threshold: 5 },
        { key: 'college-3', name: 'Élu·es', kind: 'named', threshold: null },
      ],
    });
  });

  test.each([
    ['no title', { title: '  ' }, 'title'],
    ['no purpose', { purpose: '' }, 'purpose'],
    ['a framework that is none', { frameworkVersionId: 'general' }, 'frameworkVersionId'],
    ['a day that does not exist', { closesOn: '2026-02-30' }, 'closesOn'],
    ['a single college', { 'college-3-name': '' }, 'colleges'],
    ['two colleges of one name', { 'college-3-name': 'habitant·es' }, 'colleges'],
    ['a threshold below three', { 'college-1-showing': '2' }, 'colleges'],
    ['a showing that is none', { 'college-1-showing': 'public' }, 'colleges'],
  ])('refuses %s', (_, changes, field) => {
    expect(problems(changes)).toEqual([{ field }]);
  });

  test('says by how many characters a text is too long, a college’s name included', () => {
    const changes = {
      title: 'a'.repeat(203),
      purpose: 'a'.repeat(20_001),
      'college-3-name': 'é'.repeat(101),
    };
    expect(problems(changes)).toEqual([
      { field: 'title', tooLong: { excess: 3, max: 200 } },
      { field: 'purpose', tooLong: { excess: 1, max: 20_000 } },
      { field: 'college-3-name', tooLong: { excess: 1, max: 100 } },
    ]);
  });

  test('how many of a college are wanted is a whole number, or nothing', () => {
    expect(read({ 'college-1-least': ' 3 ' }).data?.colleges).toMatchObject([
      { least: 3 },
      { key: 'college-3' },
    ]);
    expect(read({ 'college-1-least': '' }).data?.colleges[0]).not.toHaveProperty('least');
    for (const least of ['0', '2,5', 'trois', '5000']) {
      expect(problems({ 'college-1-least': least })).toEqual([{ field: 'college-1-least' }]);
    }
  });

  test('a new one proposes the usual colleges, anonymous from five answers, with rows to spare', () => {
    const { colleges } = newForm(['Habitant·es', 'Élu·es']);
    expect(colleges.slice(0, 3)).toEqual([
      { name: 'Habitant·es', showing: '5', least: '' },
      { name: 'Élu·es', showing: '5', least: '' },
      { name: '', showing: '5', least: '' },
    ]);
  });
});
