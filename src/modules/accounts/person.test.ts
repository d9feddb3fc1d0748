import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normaliseEmail } from './person.ts';

it('an address is the same however it is typed', () => {
  for (const typed of [
    'anne@exemple.test',
    ' Anne@Exemple.TEST ',
    '\tANNE@exemple.test\n',
    'anne@exemple.test\u00a0',
  ]) {
    expect(normaliseEmail(typed)).toBe('anne@exemple.test');
  }
});

it('an address made comparable stays as it is', () => {
  fc.assert(
    fc.property(
      fc.emailAddress(),
      (email) => normaliseEmail(normaliseEmail(email)) === normaliseEmail(email),
    ),
  );
});
