import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { anyText } from './testing/any-text.ts';
import { limitedText, problemsOf, tooLongFor } from './field-problems.ts';

describe('a text that is too long', () => {
  test('says by how many characters, an emoji counting for one', () => {
    expect(tooLongFor('abcde', 3)).toEqual({ excess: 2, max: 3 });
    expect(tooLongFor('🌱🌱🌱', 3)).toBeUndefined();
    expect(tooLongFor('🌱🌱🌱', 1)).toEqual({ excess: 2, max: 1 });
  });

  test('law: fits once so many characters are taken away, and not one fewer', () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, max) => {
        const { excess = 0 } = tooLongFor(text, max) ?? {};
        const letters = [...text];
        expect(tooLongFor(letters.slice(excess).join(''), max)).toBeUndefined();
        if (excess > 0) expect(tooLongFor(letters.slice(excess - 1).join(''), max)).toBeDefined();
      }),
    );
  });
});

describe('the fields that a form could not give', () => {
  const shape = z.object({
    title: limitedText(5, (text) => text.trim()).refine((text) => text !== ''),
    who: limitedText(3, (text) => text),
    status: z.enum(['open', 'closed']),
  });

  test('are each named once, with by how much a text is too long', () => {
    const read = shape.safeParse({ title: ' abcdefg ', who: 'abc', status: 'late' });
    expect(read.success ? [] : problemsOf(read.error)).toEqual([
      { field: 'title', tooLong: { excess: 2, max: 5 } },
      { field: 'status' },
    ]);
  });

  test('are none when all is well, and what was tidied is kept whole', () => {
    expect(shape.parse({ title: ' abcde ', who: '', status: 'open' })).toEqual({
      title: 'abcde',
      who: '',
      status: 'open',
    });
    const blank = shape.safeParse({ title: '  ', who: '', status: 'open' });
    expect(blank.success ? [] : problemsOf(blank.error)).toEqual([{ field: 'title' }]);
  });
});
