import { distinct, plainWords } from '../import/clean-text.ts';

/** What of a practice tells whether another one is the same. */
export interface Likeable {
  title: string;
  communeCode: string | null;
  communeName: string;
  /** Null when unknown or doubtful. */
  point: { lat: number; lng: number } | null;
  website: string;
  /** The beginning of its text. */
  text: string;
  email: string;
  phone: string;
}

/** The same, made ready to be compared with many others. What is empty says nothing. */
export interface Comparable {
  /** The words of its name that count, and as one text: in their order, and in that of the alphabet. */
  words: string[];
  name: string;
  sortedName: string;
  commune: string;
  point: Likeable['point'];
  site: string;
  text: string;
  email: string;
  phone: string;
}

export function comparable(one: Likeable): Comparable {
  const words = nameWords(one);
  return {
    words,
    name: words.join(' '),
    sortedName: words.toSorted().join(' '),
    commune: one.communeCode ?? plainWords(one.communeName),
    point: one.point,
    site: siteOf(one.website),
    text: textOf(one.text),
    email: one.email.trim().toLowerCase(),
    phone: phoneOf(one.phone),
  };
}

/** Words that names have or have not, without being other names. */
const idle = new Set([
  'le',
  'la',
  'les',
  'l',
  'de',
  'du',
  'des',
  'd',
  'et',
  'a',
  'au',
  'aux',
  'en',
  'the',
  'of',
]);

/** The words of a name that count, without its commune when something is left. */
function nameWords({ title, communeName }: Pick<Likeable, 'title' | 'communeName'>): string[] {
  const words = distinct(
    plainWords(title)
      .split(' ')
      .filter((word) => word !== ''),
  );
  const telling = words.filter((word) => !idle.has(word));
  const commune = new Set(plainWords(communeName).split(' '));
  const own = telling.filter((word) => !commune.has(word));
  // "Repair café Redon" and "Repair café" of Redon; but "Redon en commun" is no "commun".
  return own.length >= 2 ? own : telling.length > 0 ? telling : words;
}

/** An address without what changes nothing: `https://www.jardin.test/` is `jardin.test`. */
function siteOf(website: string): string {
  return website
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/#?]+$/, '');
}

/** The last nine digits: with or without 0 or +33. */
function phoneOf(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length >= 9 ? digits.slice(-9) : '';
}

/** Short texts say what many say. */
function textOf(text: string): string {
  const words = plainWords(text.slice(0, 300));
  return words.length >= 60 ? words : '';
}
