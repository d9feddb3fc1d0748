/** Encodings with one byte per character that French spreadsheets still write. */
export type SingleByteEncoding = 'windows-1252' | 'macintosh' | 'cp850';

const encodings: readonly SingleByteEncoding[] = ['windows-1252', 'macintosh', 'cp850'];

/** Characters of bytes 0x80 to 0xFF, in order. */
export type UpperHalf = Readonly<Record<SingleByteEncoding, string>>;

const lowerCaseLetters = /[àâäçéèêëîïôöùûüÿœæ]/;
const neighbours = /[ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»’‘“”–—…€°²³·•\u00A0]/;
const otherEuropean = /[ñÑáÁíÍóÓúÚãÃõÕßøØåÅ¿¡ªº§½¼¾±µ©®™]/;

function frenchness(character: string): number {
  if (lowerCaseLetters.test(character)) return 2;
  if (neighbours.test(character)) return 0.5;
  return otherEuropean.test(character) ? 0 : -2;
}

/**
 * The encoding under which the bytes above ASCII read most like French: accented small letters count for, signs
 * that no French text holds (Ž, ‡, controls) count against. Windows-1252, by far the most common, is kept unless
 * it reads badly: a text in capitals, such as `ÉCOLE`, says too little to leave it.
 *
 * @param counts how often each byte 0x80 to 0xFF occurs (128 numbers)
 * @example a Macintosh `é` is 0x8E, which Windows-1252 reads `Ž`
 */
export function guessSingleByte(counts: ArrayLike<number>, upperHalf: UpperHalf): SingleByteEncoding {
  const scores = encodings.map((encoding) => {
    const characters = [...upperHalf[encoding]];
    const score = characters.reduce((sum, one, index) => sum + frenchness(one) * (counts[index] ?? 0), 0);
    return { encoding, score };
  });
  const usual = scores.find(({ encoding }) => encoding === 'windows-1252');
  if (!usual || usual.score >= 0) return 'windows-1252';
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.encoding : 'windows-1252';
}
