import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import en from '#messages/en/import.json' with { type: 'json' };
import fr from '#messages/fr/import.json' with { type: 'json' };
import { importErrorCodes, importWarningCodes } from './import-codes.ts';
import { importFields } from './practice-draft.ts';

const expected = [
  ...importWarningCodes.map((code) => `import.warning.${code}`),
  ...importErrorCodes.map((code) => `import.error.${code}`),
  ...[...importFields, 'commune', 'extra', 'ignored', 'auto'].map((field) => `import.field.${field}`),
];

describe.each([
  ['fr', fr],
  ['en', en],
])('messages in %s', (locale, messages) => {
  it('say every code and every field', () => {
    expect(expected.filter((key) => !Object.hasOwn(messages, key))).toEqual([]);
  });

  it('can be formatted', () => {
    const values = {
      missing: 2,
      max: 3,
      length: 4,
      count: 2,
      record: 7,
      limit: 1,
      found: 2,
      expected: 1,
      distance: 3,
      line: 12,
    };
    const words = [
      'value',
      'date',
      'postalCode',
      'commune',
      'given',
      'id',
      'column',
      'columns',
      'field',
      'fields',
      'format',
      'title',
      'name',
      'forms',
      'list',
      'offset',
      'address',
      'file',
      'field',
      'label',
      'kind',
      'why',
    ];
    const params = { ...values, ...Object.fromEntries(words.map((word) => [word, `«${word}»`])) };
    for (const [key, text] of Object.entries(messages)) {
      if (!expected.includes(key)) continue;
      const said = String(new IntlMessageFormat(text, locale).format(params));
      expect(said).not.toMatch(/[{}]/);
      expect(said.length).toBeGreaterThan(2);
    }
  });
});
