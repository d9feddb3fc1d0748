import fc from 'fast-check';

/**
 * Texts as anyone may send them: control characters, signs that mean something somewhere, letters of every script,
 * halves of characters.
 */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(0, 9, 10, 13, 0x22, 0x27, 0x3c, 0x3e, 0x5c, 0xa0, 0x202e, 0x2028, 0xd83d),
      },
    ),
    { maxLength: 40 },
  )
  .map((units) => String.fromCharCode(...units));
