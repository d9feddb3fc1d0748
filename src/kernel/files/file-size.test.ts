import { expect, it } from 'vitest';
import { fileSize } from './file-size.ts';

it('a size is said in the words of the language', () => {
  expect(fileSize(1_240_000, 'fr')).toBe('1,2\u202FMo');
  expect(fileSize(1_240_000, 'en')).toBe('1.2 MB');
  expect(fileSize(339_900, 'fr')).toBe('340\u202Fko');
  expect(fileSize(0, 'en')).toBe('1 kB');
});
