import type { PointInView } from './in-view.ts';
import { type MapStrings, sayCount } from './map-strings.ts';

/** What is said after the title of a practice: how many it stands for, and that it covers more than a place. */
export function toldOfPoint(
  { count, area }: Pick<PointInView, 'count' | 'area'>,
  strings: Pick<MapStrings, 'grouped' | 'areas'>,
  locale: string,
): string {
  return [count > 1 ? sayCount(locale, strings.grouped, { count }) : '', area && strings.areas[area]]
    .filter(Boolean)
    .join(', ');
}
