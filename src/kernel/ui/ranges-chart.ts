import { percent } from './profile-chart.ts';

/** Data of the chart of ranges: places run from 0 to 1; every text is written by the caller in the reader's language. */
export interface RangesRow {
  id: string;
  label: string;
  /** What there is to see, in words. */
  text: string;
  /** From left to right; `how` is told by the key. */
  parts: readonly { from: number; to: number; how: 'full' | 'hatched' }[];
  /** Where a diamond stands; null or absent: nowhere. */
  mark?: number | null;
}

/** Where a part is drawn, in percent of the width. Example: from 0.25 to 0.5 → x 25, width 25. */
export function partPlace({ from, to }: { from: number; to: number }): { x: number; width: number } {
  const x = percent(from);
  return { x, width: Math.round((percent(to) - x) * 100) / 100 };
}
