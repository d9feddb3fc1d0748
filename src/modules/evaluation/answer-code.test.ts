import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeLength, makeCode, printedCode, readCode } from './answer-code.ts';

/** Codes as chance makes them. */
const codes = fc
  .array(fc.nat(19), { minLength: codeLength, maxLength: codeLength })
  .map((places) => makeCode(() => places.shift() ?? 0));

describe('a code', () => {
  test('is read back as it is printed, in any case and however it is cut', () => {
    fc.assert(
      fc.property(codes, fc.array(fc.constantFrom(' ', '-', '–', '.')), (code, cuts) => {
        expect(readCode(printedCode(code))).toBe(code);
        const typed = [...code.toLowerCase()].flatMap((letter, i) => [letter, cuts[i] ?? '']).join('');
        expect(readCode(typed)).toBe(code);
      }),
    );
  });

  test('uses twenty letters, none of which is a vowel or looks like a digit beside it', () => {
    const used = new Set(Array.from({ length: 20 }, (_, place) => makeCode(() => place)).join(''));
    expect(used.size).toBe(20);
    expect([...used].join('')).not.toMatch(/[AEIOUL0-9]/);
  });

  test('asks chance for each of its letters', () => {
    const asked: number[] = [];
    makeCode((below) => {
      asked.push(below);
      return 0;
    });
    expect(asked).toEqual(Array.from({ length: codeLength }, () => 20));
  });

  test.each([
    '',
    'BCDFG',
    'BCDFG-HJKM',
    'BCDFG-HJKMNP',
    'BCDFG-HJKMA',
    'BCDFG-HJKM1',
    'ßCDFG-HJKMN',
    "'; --",
  ])('%j is none', (typed) => {
    expect(readCode(typed)).toBe(null);
  });
});
