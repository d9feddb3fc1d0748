import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownKinds } from './own-field.ts';
import { fitsKind, readOwnValue } from './own-value.ts';
import type { OwnList } from './own-list.ts';

const list: OwnList = {
  id: '019a7c3e-0000-7000-8000-000000000001',
  key: 'jours',
  name: 'Jours',
  options: ['lundi', 'mardi'].map((key) => ({ key, label: key, removed: false, mergedInto: null })),
};

const typed = fc.oneof(
  fc.string(),
  fc.webUrl(),
  fc.integer().map(String),
  fc.constantFrom(
    'lundi',
    'Mardi; lundi',
    '|',
    ' ; ',
    'mars 2016',
    '12/03/2016',
    '1 234,5',
    'javascript:alert(1)',
  ),
);

it('whatever is read from what was typed fits its kind', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ownKinds), fc.array(typed, { maxLength: 3 }), (kind, texts) => {
      const read = readOwnValue({ kind }, list, texts);
      if (read.ok && read.value !== null) expect(fitsKind(kind, read.value)).toBe(true);
    }),
  );
});

it.each([
  ['link', 'javascript:alert(1)'],
  ['link', 'https://anyone:secret@site.example/'],
  ['link', 'not an address'],
  ['date', 'once'],
  ['number', '12'],
  ['text', ''],
  ['choices', 'lundi'],
  ['practices', []],
] as const)('a %s that an archive made by anyone says to be “%s” is shown nowhere', (kind, value) => {
  expect(fitsKind(kind, typeof value === 'string' ? value : [...value])).toBe(false);
});
