/** Signs that Windows-1252 has in place of controls, by their byte. */
const signs = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const byteOfSign = new Map([...signs].map((sign, index) => [sign, 0x80 + index]));

/** A first byte of UTF-8 read as a letter (Â, Ã, Å, Ì, â), then what its other bytes became. */
const doubled = new RegExp(`[ÂÃÅÌ][\\u0080-\\u00BF${signs}]|â[\\u0080-\\u00BF${signs}]{2}`, 'g');
/** What French texts hold above ASCII: only that is put right, for `CAFÉ»` looks much the same. */
const french = /^(?:[\u00A0-\u00FFŒœŸŠšŽž\u2010-\u2026\u2030\u2039\u203A\u20AC\u2122]|\p{M})$/u;

/**
 * Puts right a text that was UTF-8, then read as Windows-1252 and written as UTF-8 again: `CafÃ©` is `Café`, `lâ€™air` is
 * `l’air`. What is well written stays.
 */
export function mendDoubledText(text: string): string {
  if (!/[ÂÃÅÌâ][\u0080-\uFFFF]/.test(text)) return text;
  const mended = text.replaceAll(doubled, (read) => {
    const meant = Buffer.from(
      [...read].map((letter) => byteOfSign.get(letter) ?? letter.charCodeAt(0)),
    ).toString('utf8');
    return french.test(meant) ? meant : read;
  });
  // The second half of `à` is a space that does not break, which programs turn into any space.
  return mended === text ? text : mended.replaceAll(/Ã {1,2}(?=\S)/g, 'à ');
}
