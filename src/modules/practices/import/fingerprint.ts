import { plainWords } from './clean-text.ts';
import type { Point, PracticeDraft } from './practice-draft.ts';

type Identifying = Pick<
  PracticeDraft,
  'title' | 'communeCode' | 'communeName' | 'postalCode' | 'place' | 'point'
>;

/**
 * What stays the same when the same record without an id is read again: its title, its commune, and its point to
 * about 100 m (else its address). Readable and stable from one version to the next; compared within one source.
 *
 * @example fingerprintOf(draft) // 'jardin des cordiers|35236|47.651,-2.085'
 */
export function fingerprintOf(draft: Identifying): string {
  const where = draft.point ? pointKey(draft.point, 3) : plainWords(draft.place).slice(0, 100);
  return [titleKey(draft.title), communeKey(draft), where].join('|');
}

/** By what the records of one file are compared with each other; each key is compared as a whole. */
export interface Likeness {
  /** The same title in the same commune is probably the same practice; null when the commune is not known. */
  inCommune: string | null;
  /** So is the same title within about 100 m; null when there is no point. */
  nearby: string | null;
  /** To about one centimetre: differently named records that share it were probably put there for want of better. */
  point: string | null;
  title: string;
  /** Several practices of one address may well share its point. */
  place: string;
}

export function likenessOf(draft: Identifying): Likeness {
  const title = titleKey(draft.title);
  const commune = communeKey(draft);
  return {
    inCommune: commune ? `${title}|${commune}` : null,
    nearby: draft.point && `${title}|${pointKey(draft.point, 3)}`,
    point: draft.point && pointKey(draft.point, 7),
    title,
    place: plainWords(draft.place),
  };
}

function titleKey(title: string): string {
  return plainWords(title).slice(0, 160);
}

function communeKey({ communeCode, communeName, postalCode }: Identifying): string {
  return communeCode ?? (plainWords(communeName) || postalCode);
}

/** One thousandth of a degree is 111 m northward, 75 m eastward in Brittany; `-0` is written `0`. */
function pointKey({ latitude, longitude }: Point, decimals: number): string {
  return [latitude, longitude]
    .map((degrees) => (Number(degrees.toFixed(decimals)) + 0).toFixed(decimals))
    .join(',');
}
