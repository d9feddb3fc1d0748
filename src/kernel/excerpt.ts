import { type AskedWords, type Word, isWanted, wordOf, wordPattern } from './search-words.ts';

/** A piece of a text, and whether it is one of the words searched for. */
export interface Piece {
  text: string;
  marked: boolean;
}

interface Place {
  start: number;
  end: number;
}

/** The whole text, the words searched for marked. */
export function markWords(text: string, asked: readonly AskedWords[]): Piece[] {
  return cutAt(text, [...placesOf(text, asked)]);
}

/**
 * The part of a text around the first of the words searched for, or its beginning when it holds none; `…` says where
 * something was left out. Cut between words.
 *
 * @param length about how many characters to keep
 */
export function excerptOf(text: string, asked: readonly AskedWords[], length: number): Piece[] {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const [first] = placesOf(line, asked);
  const start = first ? spaceBefore(line, first.start - Math.floor(length / 4)) : 0;
  const isWhole = line.length <= start + length;
  const end = isWhole ? line.length : Math.max(spaceBefore(line, start + length), first?.end ?? 0);
  const part = line.slice(start, end > start ? end : start + length).trim();
  return markWords(`${start > 0 ? '… ' : ''}${part}${isWhole ? '' : ' …'}`, asked);
}

/** Where the words searched for stand, one after the other. */
function* placesOf(text: string, asked: readonly AskedWords[]): Generator<Place> {
  const wanted = asked.flatMap(({ all }) => all);
  // A word and what it is found by begin alike: few words need more than a look at their first letter.
  const initials = new Set(wanted.map(({ plain }) => plain[0]));
  for (const match of text.matchAll(wordPattern)) {
    const word = wordOfInitial(match[0], initials);
    if (word && wanted.some((one) => isWanted(word, one))) {
      yield { start: match.index, end: match.index + match[0].length };
    }
  }
}

function wordOfInitial(text: string, initials: ReadonlySet<string | undefined>): Word | undefined {
  const [initial = ''] = text.toLowerCase();
  const isAscii = initial <= '\x7f';
  return isAscii && !initials.has(initial) ? undefined : wordOf(text);
}

function cutAt(text: string, places: readonly Place[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, end } of places) {
    if (start > done) pieces.push({ text: text.slice(done, start), marked: false });
    pieces.push({ text: text.slice(start, end), marked: true });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), marked: false });
  return pieces;
}

/** The place of the last space before that one; 0 when there is none. */
function spaceBefore(line: string, place: number): number {
  return place <= 0 ? 0 : Math.max(0, line.lastIndexOf(' ', place));
}
