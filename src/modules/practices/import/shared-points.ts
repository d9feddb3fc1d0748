import { plainWords } from './clean-text.ts';
import { pointKey } from './fingerprint.ts';
import type { ImportWarning } from './import-codes.ts';
import type { PracticeDraft } from './practice-draft.ts';

type Placed = Pick<PracticeDraft, 'title' | 'place' | 'point'>;

interface SharedPoint {
  /** How many differently named records have exactly this point. */
  count: number;
  /** False when all of them declare the same address: several practices in one house. */
  isDoubtful: boolean;
  warning: ImportWarning;
}

interface Tally {
  title: string;
  address: string;
  /** All titles, once there are two. */
  titles: Set<string> | null;
  hasSeveralAddresses: boolean;
}

/** Names kept for one point: more would only make the same verdict. */
const titlesAtMost = 100;

/**
 * Finds the points that differently named records share exactly: mostly those a geocoder gives when it does not find
 * the address. Every record is counted first, then each can be judged.
 */
export function createPointCensus(): {
  count(draft: Placed): void;
  judge(draft: Placed): SharedPoint | null;
} {
  const tallies = new Map<string, Tally>();

  function count({ title: name, place, point }: Placed): void {
    if (!point) return;
    const [key, title, address] = [pointKey(point, 7), plainWords(name), plainWords(place)];
    const tally = tallies.get(key);
    if (!tally) {
      tallies.set(key, { title, address, titles: null, hasSeveralAddresses: false });
      return;
    }
    tally.hasSeveralAddresses ||= tally.address !== address;
    if (tally.title === title && !tally.titles) return;
    tally.titles ??= new Set([tally.title]);
    if (tally.titles.size < titlesAtMost) tally.titles.add(title);
  }

  function judge({ point }: Placed): SharedPoint | null {
    const tally = point ? tallies.get(pointKey(point, 7)) : undefined;
    if (!tally?.titles) return null;
    const { size } = tally.titles;
    const isDoubtful = tally.hasSeveralAddresses || tally.address === '';
    return {
      count: size,
      isDoubtful,
      warning: { field: 'point', code: 'shared-point', params: { count: size } },
    };
  }
  return { count, judge };
}
