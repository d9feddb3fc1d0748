/** Letters of the Latin alphabet that Unicode does not decompose into a basic letter and a mark. */
const undecomposed: Record<string, string> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
};

/**
 * A text in lower case without accents or ligatures: the form under which what people typed is compared, and from
 * which addresses are made. Everything else stays: spaces, signs, figures above the line, letters of other alphabets.
 *
 * @example plainLetters('L’Été à Œuilly') // 'l’ete a oeuilly'
 */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, (letter) => undecomposed[letter] ?? letter);
}
