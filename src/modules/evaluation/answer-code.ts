/**
 * Letters of a code, twenty: no vowel, so that no word comes out; neither L, which is read as I or 1, nor any digit,
 * for which a telephone changes its keyboard.
 */
const letters = 'BCDFGHJKMNPQRSTVWXYZ';
/** Letters of one code; 20^10 ≈ 1.0e13 codes, 43 bits. What that is worth: see `open-by-code.server.ts`. */
export const codeLength = 10;
const groupLength = 5;

/**
 * A code to type from paper instead of a link.
 *
 * @param random an integer from 0 to below its argument, not to be foreseen
 */
export function makeCode(random: (below: number) => number): string {
  return Array.from({ length: codeLength }, () => letters.charAt(random(letters.length))).join('');
}

/** Letters of a code that is shown in a room for the time of a meeting; 20^6 = 6.4e7 codes. */
const roomCodeLength = 6;

/** A code to type from a screen, for the time of a meeting. */
export function makeRoomCode(random: (below: number) => number): string {
  return Array.from({ length: roomCodeLength }, () => letters.charAt(random(letters.length))).join('');
}

/** As it is printed and said: `BCDFG-HJKMN`. */
export function printedCode(code: string): string {
  return `${code.slice(0, groupLength)}-${code.slice(groupLength)}`;
}

/**
 * The code that was typed, in whatever case, with or without the hyphen and spaces; null when it cannot be one, as
 * with a letter too many.
 */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s.\p{Pd}]+/gu, '');
  const isCode = code.length === codeLength && [...code].every((letter) => letters.includes(letter));
  return isCode ? code : null;
}
