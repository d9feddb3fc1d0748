import {
  type AskedWords,
  type Word,
  mostTypos,
  typosBetween,
  wordOf,
  wordsOf,
} from '#kernel/search-words.ts';

/** Words that may stand for one that was typed. */
export interface WordsMeant {
  /** Whether titles hold the word itself. */
  isKnown: boolean;
  /** Others that it may be, mistyped or only begun, by how many titles hold them; each with a stem of its own. */
  near: string[];
}

/** Longer and shorter ones are never looked for as a typo of something. */
const lengths = { least: 3, most: 30 };

/** What a territory’s titles hold beside that is not met again by a typo: memory has an end. */
const mostWords = 200_000;

/** Near words that a word is looked for by. */
const mostNear = 6;

/** How much longer or shorter a word may be with another ending. */
const longestEnding = 2;

/** The words of titles, without accents, and how many titles hold each: what a mistyped word is compared with. */
export class TitleWords {
  readonly #titles = new Map<string, number>();
  /** By their length; beside each, which letters it has. */
  readonly #ofLength: { words: string[]; letters: number[] }[] = Array.from(
    { length: lengths.most + 1 },
    () => ({ words: [], letters: [] }),
  );

  /** Words that leave a title stay: they find nothing any more. */
  add(title: string): void {
    for (const { plain } of wordsOf(title)) {
      if (plain.length < lengths.least || plain.length > lengths.most || /\p{N}/u.test(plain)) continue;
      const titles = this.#titles.get(plain);
      if (titles === undefined && this.#titles.size >= mostWords) continue;
      this.#titles.set(plain, (titles ?? 0) + 1);
      if (titles !== undefined) continue;
      this.#ofLength[plain.length]?.words.push(plain);
      this.#ofLength[plain.length]?.letters.push(lettersOf(plain));
    }
  }

  /** Of words that are equally many letters away, those that most titles hold; none is given that is further than another. */
  meant(wanted: Word): WordsMeant {
    const near: { word: Word; apart: number; titles: number }[] = [];
    let isKnown = false;
    for (const plain of this.#alike(wanted)) {
      const word = wordOf(plain);
      const apart = typosBetween(word, wanted);
      if (apart === undefined) continue;
      if (word.stem === wanted.stem) isKnown = true;
      // A word that is only begun is as far as one with a letter missing.
      else near.push({ word, apart: Math.max(1, apart), titles: this.#titles.get(plain) ?? 0 });
    }
    const nearest = Math.min(...near.map(({ apart }) => apart));
    const ranked = near.filter(({ apart }) => apart === nearest).toSorted((a, b) => b.titles - a.titles);
    const byStem = new Map(ranked.toReversed().map(({ word }) => [word.stem, word.plain]));
    return { isKnown, near: [...byStem.values()].toReversed().slice(0, mostNear) };
  }

  /** Those that may be near: about as long, with about the same letters, or begun alike. */
  *#alike({ plain, stem }: Word): Generator<string> {
    const most = mostTypos({ plain, stem });
    const letters = lettersOf(plain);
    const within = most + longestEnding;
    for (const [length, { words, letters: others }] of this.#ofLength.entries()) {
      const isAsLong = Math.abs(length - plain.length) <= within;
      if (!isAsLong && length < plain.length) continue;
      for (const [place, word] of words.entries()) {
        // One letter for another makes two differences.
        const isLike = isAsLong && differences(letters, others[place] ?? 0) <= 2 * most + longestEnding;
        if (isLike || word.startsWith(plain)) yield word;
      }
    }
  }
}

/** One bit for each letter from a to z, one for all others. */
function lettersOf(plain: string): number {
  let letters = 0;
  for (let place = 0; place < plain.length; place += 1) {
    const letter = plain.charCodeAt(place) - 97;
    letters |= 1 << (letter >= 0 && letter < 26 ? letter : 26);
  }
  return letters;
}

function differences(one: number, other: number): number {
  let count = 0;
  for (let bits = one ^ other; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

/** What is looked for when nothing holds what was typed: one of each of `all`; of `some`, the more the better. */
export interface ResemblingWords {
  all: string[][];
  some: string[];
  none: string[];
}

/**
 * The words that are probably meant, for each alternative of a search; those of which no word is known in any title are left out.
 * A word that titles hold is believed, unless all of them are: then one of them was meant otherwise.
 */
export function resemblingWords(
  asked: readonly AskedWords[],
  titles: readonly TitleWords[],
): ResemblingWords[] {
  return asked.flatMap(({ all, none }) => {
    const meant = all.map((word) => ({ word, ...meantIn(titles, word) }));
    const isBelieved = meant.some(({ isKnown }) => !isKnown);
    const met = meant.filter(({ isKnown, near }) => isKnown || near.length > 0);
    if (met.length === 0) return [];
    const alternatives = met.map(({ word, isKnown, near }) =>
      isKnown && isBelieved ? [word.plain] : [word.plain, ...near],
    );
    const some = meant.filter((one) => !met.includes(one)).map(({ word }) => word.plain);
    return [{ all: alternatives, some, none: none.map(({ plain }) => plain) }];
  });
}

function meantIn(titles: readonly TitleWords[], word: Word): WordsMeant {
  const found = titles.map((words) => words.meant(word));
  const near = new Set(found.flatMap((one) => one.near));
  return { isKnown: found.some(({ isKnown }) => isKnown), near: [...near] };
}

/**
 * As PostgreSQL’s `to_tsquery` reads it; empty when there is nothing to look for. The words hold neither quotes nor signs.
 *
 * @param use `match`: what a text must hold; `rank`: everything that makes it a better one
 */
export function queryOf(resembling: readonly ResemblingWords[], use: 'match' | 'rank'): string {
  const either = (words: readonly string[]) => `(${words.map((word) => `'${word}'`).join(' | ')})`;
  const parts = resembling.map(({ all, some, none }) => {
    if (use === 'rank') return either([...all.flat(), ...some]);
    return [...all.map(either), ...none.map((word) => `!'${word}'`)].join(' & ');
  });
  return parts.map((part) => `(${part})`).join(' | ');
}
