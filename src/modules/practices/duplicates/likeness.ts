import type { Comparable } from './likeable.ts';

/** A practice as it is compared, among all those of its territory. */
export interface Compared extends Comparable {
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
export function likenessBetween(first: Compared, second: Compared): LikenessFound {
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

function byName(first: Compared, second: Compared): Weighed {
  const [own, other] = [first.words, second.words];
  const [a, b] = [first.name, second.name];
  const others = Math.max(first.homonyms - 1, second.homonyms - 1, 1);
  // Of a small inventory nobody knows what is rare.
  const rarity = Math.min(9, Math.log2(Math.max(first.among, second.among, 1000) / others));
  if (first.sortedName === second.sortedName) return { weight: rarity, reason: { code: 'same-name' } };
  if (isOneLetterApart(a, b)) return { weight: rarity - 1, reason: { code: 'nearly-same-name' } };
  const [fewer, more] = own.length < other.length ? [own, other] : [other, own];
  if (fewer.every((word) => more.includes(word)))
    return { weight: rarity - 1, reason: { code: 'name-within' } };
  const alike = sharedPairs(a, b);
  if (alike >= 0.7) return { weight: 3, reason: { code: 'alike-name' } };
  return { weight: alike >= 0.4 ? -1 : -6, reason: { code: 'other-name' } };
}

function byPlace(first: Compared, second: Compared): Weighed | null {
  if (first.point && second.point) {
    const metres = Math.round(metresBetween(first.point, second.point));
    const weight = metres <= 150 ? 5 : metres <= 500 ? 3 : metres <= 2000 ? -1 : -5;
    return { weight, reason: { code: metres <= 500 ? 'near' : 'far', metres } };
  }
  const same = first.commune === second.commune;
  return { weight: same ? 3 : -4, reason: { code: same ? 'same-commune' : 'other-commune' } };
}

function bySigns(first: Compared, second: Compared): (Weighed | null)[] {
  const compare = (sign: 'site' | 'email' | 'phone' | 'text', same: Weighed, other: Weighed | null) => {
    if (first[sign] === '' || second[sign] === '') return null;
    return first[sign] === second[sign] ? same : other;
  };
  return [
    compare(
      'site',
      { weight: 7, reason: { code: 'same-site' } },
      { weight: -3, reason: { code: 'other-site' } },
    ),
    compare('email', { weight: 6, reason: { code: 'same-email' } }, null),
    compare('phone', { weight: 5, reason: { code: 'same-phone' } }, null),
    compare('text', { weight: 8, reason: { code: 'same-text' } }, null),
  ];
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
  const total = Math.max(0, a.length - 1) + Math.max(0, b.length - 1);
  if (total === 0) return 0;
  const left = new Map<string, number>();
  for (let i = 1; i < b.length; i += 1) {
    const pair = b.slice(i - 1, i + 1);
    left.set(pair, (left.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (let i = 1; i < a.length; i += 1) {
    const pair = a.slice(i - 1, i + 1);
    const others = left.get(pair) ?? 0;
    if (others === 0) continue;
    left.set(pair, others - 1);
    shared += 1;
  }
  return (2 * shared) / total;
}

/** On a sphere of 6,371 km, flat enough over such short ways. */
function metresBetween(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const radians = Math.PI / 180;
  const north = (a.lat - b.lat) * radians;
  const east = (a.lng - b.lng) * radians * Math.cos(((a.lat + b.lat) / 2) * radians);
  return Math.hypot(north, east) * 6_371_000;
}
