/** Longest slug; addresses stay short enough for a printed page and a text message. */
const MAX_LENGTH = 60;

/** Letters of the Latin alphabet that Unicode does not decompose into a basic letter and a mark. */
const PLAIN_LETTERS: Record<string, string> = {
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
 * The words of a title as they stand in an address: `L’atelier vélo d’Œuvre` gives `l-atelier-velo-d-oeuvre`.
 * Lower-case ASCII letters and digits, single hyphens between words, at most 60 characters, cut between two
 * words.
 * @param fallback the slug of a text without Latin letters or digits; it is a slug itself
 */
export function slugify(text: string, fallback = 'fiche'): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return cutAtWord(words) || fallback;
}

function cutAtWord(words: string): string {
  if (words.length <= MAX_LENGTH) return words;
  // One more than fits: a hyphen there means that the last word is whole.
  const end = words.lastIndexOf('-', MAX_LENGTH);
  return words.slice(0, end > 0 ? end : MAX_LENGTH);
}
