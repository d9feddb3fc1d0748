import { plainLetters } from './plain-letters.ts';

/** Longest slug; addresses stay short enough for a printed page and a text message. */
const MAX_LENGTH = 60;

/**
 * The words of a title as they stand in an address: `L’atelier vélo d’Œuvre` gives `l-atelier-velo-d-oeuvre`.
 * Lower-case ASCII letters and digits, single hyphens between words, at most 60 characters, cut between two
 * words.
 * @param fallback the slug of a text without Latin letters or digits; it is a slug itself
 */
export function slugify(text: string, fallback = 'fiche'): string {
  const words = plainLetters(text.normalize('NFKD'))
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
