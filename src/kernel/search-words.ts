import { stemmer } from '@orama/stemmers/french';
import { plainLetters } from './plain-letters.ts';

/** A word as it is compared: without accents or capitals, and what is left of it without its ending. */
export interface Word {
  plain: string;
  stem: string;
}

/** What a search asks for: each of `all` somewhere, none of `none`. */
export interface AskedWords {
  all: Word[];
  none: Word[];
}

/** Words so common in French that a search for them says nothing, as the database leaves them out too. */
const commonWords = new Set(
  `a ai as au aux avec c ce ces cet cette d dans de des du elle elles en es est et eu il ils j je l la le les leur leurs
  lui m ma mais me mes moi mon n ne nos notre nous on ont ou par pas pour qu que qui s sa se ses si son sont sur t ta te
  tes toi ton tu un une vos votre vous y`.split(/\s+/),
);

/** A word typed to its end, or only begun: shorter beginnings are those of too many words. */
const shortestBeginning = 3;

/** Splits a text where PostgreSQL’s search does, near enough: at whatever is neither a letter nor a figure. */
export const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;

export function wordOf(text: string): Word {
  const plain = plainLetters(text);
  return { plain, stem: stemmer(plain) };
}

/** The words of a text in order, common ones left out, each once. */
export function wordsOf(text: string): Word[] {
  const plain = new Set((text.match(wordPattern) ?? []).map(plainLetters));
  return [...plain].filter((word) => !commonWords.has(word)).map(wordOf);
}

/**
 * Reads a search as `websearch_to_tsquery` of PostgreSQL does: every word is wanted, `or` parts alternatives, a word after
 * a hyphen is not wanted. Quotes are left aside: the words in them are wanted, wherever they stand. Alternatives that
 * want no word are left out: a search for common words alone asks for nothing.
 *
 * @example askedWords('jardin or potager -privé')
 */
export function askedWords(search: string): AskedWords[] {
  return search
    .split(/\s+or\s+/i)
    .map((part) => {
      const unwanted = part.match(/(?<=^|\s)-[\p{L}\p{M}\p{N}]+/gu) ?? [];
      const wanted = unwanted.reduce((left, word) => left.replace(word, ' '), part);
      return { all: wordsOf(wanted), none: unwanted.flatMap(wordsOf) };
    })
    .filter(({ all }) => all.length > 0);
}

/** Whether a word of a text is the one wanted: by its stem, or begun as it is. */
export function isWanted(word: Word, wanted: Word): boolean {
  if (word.stem === wanted.stem) return true;
  return wanted.plain.length >= shortestBeginning && word.plain.startsWith(wanted.plain);
}

/** Stems shorter than that are a letter away from too many others. */
const shortestStem = 4;

/**
 * How many letters a word of a text is from the one wanted, mistyped: 0 when it is that one or begins so, one at most in a word
 * of four to seven letters, two in a longer one; undefined when it is further. Endings count for nothing when less is left then.
 *
 * @example typosBetween(wordOf('épicerie'), wordOf('epicrie')) // 1
 */
export function typosBetween(word: Word, wanted: Word): number | undefined {
  if (isWanted(word, wanted)) return 0;
  const most = mostTypos(wanted);
  if (most === 0) return undefined;
  const apart = distance(word.plain, wanted.plain);
  const hasStems = Math.min(word.stem.length, wanted.stem.length) >= shortestStem;
  const least = hasStems ? Math.min(apart, distance(word.stem, wanted.stem)) : apart;
  return least <= most ? least : undefined;
}

/** How many letters may be wrong in a word that is typed. */
export function mostTypos({ plain: { length } }: Word): 0 | 1 | 2 {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/** Whether a word of a text is probably the one wanted, mistyped. */
export function isNear(word: Word, wanted: Word): boolean {
  return typosBetween(word, wanted) !== undefined;
}

/** Whether words answer one of the alternatives. */
export function answers(
  words: readonly Word[],
  asked: readonly AskedWords[],
  isSame: (word: Word, wanted: Word) => boolean = isWanted,
): boolean {
  const holds = (wanted: Word) => words.some((word) => isSame(word, wanted));
  return asked.some(({ all, none }) => all.every(holds) && !none.some(holds));
}

/**
 * How many letters to add, take away, replace or swap with their neighbour make one word of another: the optimal string
 * alignment distance (Damerau 1964). Words whose lengths differ by more than two are at least that far apart.
 *
 * @example distance('epicrie', 'epicerie') // 1
 */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return Math.abs(one.length - other.length);
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const replaced = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
      const swapped = isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(replaced, swapped, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    [beforeLast, last] = [last, current];
  }
  return last[other.length] ?? 0;
}
