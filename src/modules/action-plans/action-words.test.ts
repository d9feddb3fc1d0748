import { expect, test } from 'vitest';
import { translators } from '#messages/index.ts';
import { actionError, actionWords } from './action-words.ts';

const t = translators.fr;

test('codes and dates have words; what someone wrote has none', () => {
  const wordOf = actionWords(t, 'fr');
  expect(wordOf('due', '2027-03')).toBe('mars 2027');
  expect(wordOf('status', 'done')).toBe('Faite');
  expect(wordOf('language', 'en')).toBe('anglais');
  expect(wordOf('who', 'done')).toBeUndefined();
});

test('what was not understood is told, with by how much a text is too long', () => {
  expect(actionError(t, { field: 'who' })).toBe(t('action-plans.error.who'));
  const tooLong = { excess: 1_234, max: 2_000 };
  expect(actionError(t, { field: 'progress', tooLong })).toMatch(
    /: 1.234 caractères de trop \(2.000 au plus\)/,
  );
  expect(actionError(t, { field: 'what', tooManyLinks: true })).toMatch(/au plus deux liens/);
  expect(actionError(translators.en, { field: 'title', tooLong: { excess: 1, max: 200 } })).toMatch(
    /^“Title”: 1 character too many \(200 at most\)/,
  );
});
