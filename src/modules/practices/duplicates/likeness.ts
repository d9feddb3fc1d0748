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
  /** How many practices of the territory have the same name, this one included, and how many there are. */
  homonyms: number;
  among: number;
}

/** Why two practices may be the same, or may not, in a code for which there are words. */
export type LikenessReason =
  | { code: 'same-name' | 'nearly-same-name' | 'name-within' | 'alike-name' | 'other-name' }
  | { code: 'near' | 'far'; metres: number }
  | {
      code:
        | 'same-commune'
        | 'other-commune'
        | 'same-site'
        | 'other-site'
        | 'same-email'
        | 'same-phone'
        | 'same-text';
    };

export interface LikenessFound {
  /** Sum of weights, in bits. */
  score: number;
  reasons: LikenessReason[];
}

/** From here on a pair is shown: chosen on one synthetic inventory, measured on another (docs/performance.md). */
export const shownFrom = 13;

/**
 * How likely two practices are the same: the sum of one weight for each thing they are compared by (Fellegi and Sunter, "A Theory
 * for Record Linkage", JASA 64, 1969). A weight is log2(m/u): m, how often the same practice described twice agrees so; u, how often
 * two different ones do. Names weigh by how rare they are (Winkler, 1989): "Jardin partagé" says less than a name of which there
 * is one. What is missing on one side weighs nothing. Symmetric; the weights are estimates, not counts of a real territory.
 *
 * @example the same rare name (9), 80 m apart (5), no website on one side (0): 14 bits, shown
 */
export function likenessBetween(first: Likeable, second: Likeable): LikenessFound {
  const found = [byName(first, second), byPlace(first, second), ...bySigns(first, second)];
  const weights = found.filter((one) => one !== null);
  return {
    score: weights.reduce((sum, { weight }) => sum + weight, 0),
    reasons: weights
      .filter(({ reason, weight }) => weight > 0 || reason.code === 'far' || reason.code === 'other-name')
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ reason }) => reason),
  };
}

interface Weighed {
  weight: number;
  reason: LikenessReason;
}

function byName(first: Likeable, second: Likeable): Weighed {
  const [own, other] = [nameWords(first), nameWords(second)];
  const [a, b] = [own.join(' '), other.join(' ')];
  const others = Math.max(first.homonyms - 1, second.homonyms - 1, 1);
  // Of a small inventory nobody knows what is rare.
  const rarity = Math.min(9, Math.log2(Math.max(first.among, second.among, 1000) / others));
  if (own.toSorted().join(' ') === other.toSorted().join(' '))
    return { weight: rarity, reason: { code: 'same-name' } };
  if (isOneLetterApart(a, b)) return { weight: rarity - 1, reason: { code: 'nearly-same-name' } };
  const [fewer, more] = own.length < other.length ? [own, other] : [other, own];
  if (fewer.every((word) => more.includes(word)))
    return { weight: rarity - 1, reason: { code: 'name-within' } };
  const alike = sharedPairs(a, b);
  if (alike >= 0.7) return { weight: 3, reason: { code: 'alike-name' } };
  return { weight: alike >= 0.4 ? -1 : -6, reason: { code: 'other-name' } };
}

function byPlace(first: Likeable, second: Likeable): Weighed | null {
  if (first.point && second.point) {
    const metres = Math.round(metresBetween(first.point, second.point));
    const weight = metres <= 150 ? 5 : metres <= 500 ? 3 : metres <= 2000 ? -1 : -5;
    return { weight, reason: { code: metres <= 500 ? 'near' : 'far', metres } };
  }
  const same = communeOf(first) === communeOf(second);
  return { weight: same ? 3 : -4, reason: { code: same ? 'same-commune' : 'other-commune' } };
}

function bySigns(first: Likeable, second: Likeable): (Weighed | null)[] {
  const compare = (keyOf: (one: Likeable) => string, same: Weighed, other: Weighed | null) => {
    const [a, b] = [keyOf(first), keyOf(second)];
    if (a === '' || b === '') return null;
    return a === b ? same : other;
  };
  return [
    compare(
      ({ website }) => siteKey(website),
      { weight: 7, reason: { code: 'same-site' } },
      { weight: -3, reason: { code: 'other-site' } },
    ),
    compare(({ email }) => email.trim().toLowerCase(), { weight: 6, reason: { code: 'same-email' } }, null),
    compare(({ phone }) => phoneKey(phone), { weight: 5, reason: { code: 'same-phone' } }, null),
    compare(({ text }) => textKey(text), { weight: 8, reason: { code: 'same-text' } }, null),
  ];
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

function communeOf({ communeCode, communeName }: Pick<Likeable, 'communeCode' | 'communeName'>): string {
  return communeCode ?? plainWords(communeName);
}

/** Texts by which practices that may be the same are found together; nothing private is among them. */
export function keysOf(one: Omit<Likeable, 'homonyms' | 'among'>): string[] {
  const words = nameWords(one);
  const name = words.toSorted().join(' ').slice(0, 160);
  const ends = `${words[0]?.slice(0, 3) ?? ''}…${words.at(-1)?.slice(-3) ?? ''}`;
  const [site, text] = [siteKey(one.website), textKey(one.text)];
  return distinct([
    homonymKey(one),
    `commune ${communeOf(one)} ${name}`,
    `ends ${communeOf(one)} ${ends}`,
    ...(site ? [`site ${site}`.slice(0, 300)] : []),
    ...(text ? [`text ${text}`.slice(0, 300)] : []),
  ]);
}

/** What practices of the same name have in common. */
export function homonymKey(one: Pick<Likeable, 'title' | 'communeName'>): string {
  return `name ${nameWords(one).toSorted().join(' ').slice(0, 160)}`;
}

/** An address without what changes nothing: `https://www.jardin.test/` is `jardin.test`. */
function siteKey(website: string): string {
  return website
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/#?]+$/, '');
}

/** The last nine digits: with or without 0 or +33. */
function phoneKey(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length >= 9 ? digits.slice(-9) : '';
}

/** Short texts say what many say. */
function textKey(text: string): string {
  const words = plainWords(text.slice(0, 300));
  return words.length >= 60 ? words : '';
}

/** Whether one letter was added, left out, replaced or changed places with its neighbour. */
function isOneLetterApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 5) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [ends, otherEnds] = [a.slice(start), b.slice(start)];
  if (ends.length !== otherEnds.length)
    return ends.length < otherEnds.length ? ends === otherEnds.slice(1) : ends.slice(1) === otherEnds;
  const swapped = `${ends[1] ?? ''}${ends[0] ?? ''}${ends.slice(2)}`;
  return ends.slice(1) === otherEnds.slice(1) || swapped === otherEnds;
}

/** Dice, 1945: twice the pairs of letters that both have, over all of theirs; from 0 to 1. */
function sharedPairs(a: string, b: string): number {
  const pairsOf = (text: string) =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
  const [own, other] = [pairsOf(a), pairsOf(b)];
  if (own.length + other.length === 0) return 0;
  const left = [...other];
  const shared = own.filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * shared.length) / (own.length + other.length);
}

/** On a sphere of 6,371 km, flat enough over such short ways. */
function metresBetween(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const radians = Math.PI / 180;
  const north = (a.lat - b.lat) * radians;
  const east = (a.lng - b.lng) * radians * Math.cos(((a.lat + b.lat) / 2) * radians);
  return Math.hypot(north, east) * 6_371_000;
}
