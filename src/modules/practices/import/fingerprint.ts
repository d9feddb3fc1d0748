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

/**
 * Keys under which two records look alike: the same title in the same commune, or within about 100 m. Two records
 * that share a key are probably one practice; both are kept, and the later one is flagged.
 */
export function lookalikeKeys(draft: Identifying): string[] {
  const title = titleKey(draft.title);
  const commune = communeKey(draft);
  const keys = [commune && `${title}|${commune}`, draft.point && `${title}|${pointKey(draft.point, 3)}`];
  return keys.flatMap((key) => key || []);
}

function titleKey(title: string): string {
  return plainWords(title).slice(0, 160);
}

function communeKey({ communeCode, communeName, postalCode }: Identifying): string {
  return communeCode ?? (plainWords(communeName) || postalCode);
}

/** One thousandth of a degree is 111 m northward, 75 m eastward in Brittany; `-0` is written `0`. */
export function pointKey({ latitude, longitude }: Point, decimals: number): string {
  return [latitude, longitude]
    .map((degrees) => (Number(degrees.toFixed(decimals)) + 0).toFixed(decimals))
    .join(',');
}
