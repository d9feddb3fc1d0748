import { expect, test } from 'vitest';
import { licenceName } from './licence-name.ts';

test.each([
  ['CC-BY-SA-4.0', 'CC BY-SA 4.0'],
  ['CC-BY-4.0', 'CC BY 4.0'],
  ['CC0-1.0', 'CC0 1.0'],
  ['ODbL-1.0', 'ODbL 1.0'],
  ['Licence Ouverte 2.0', 'Licence Ouverte 2.0'],
  ['', ''],
])('%s is read %s', (identifier, name) => {
  expect(licenceName(identifier)).toBe(name);
});
