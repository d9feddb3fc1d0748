/** Data and geometry of the strands chart: one ribbon per college running down through the criteria. */

import { round, valuePlace, type Level } from './spread-chart.ts';

export interface StrandsRow {
  id: string;
  /** Name of the criterion. */
  label: string;
  href?: string;
  /** Median of each college, in the order of the strands; null when it may not be shown or does not exist. */
  medians: readonly (number | null)[];
  /** The same in figures or words, in the same order. */
  texts: readonly string[];
}

/** Where the strands pass at one row: percentages of the width. Strands that agree run side by side. */
export function strandPlaces(
  medians: readonly (number | null)[],
  levels: readonly Level[],
): (number | null)[] {
  const step = Math.min(4, 80 / (levels.length * Math.max(1, medians.length)));
  return medians.map((median, strand) => {
    if (median === null) return null;
    const alike = medians.flatMap((other, index) => (other === median ? [index] : []));
    const offset = (alike.indexOf(strand) - (alike.length - 1) / 2) * step;
    return round(valuePlace(median, levels) + offset);
  });
}

export interface StrandPiece {
  strand: number;
  path: string;
}

/**
 * The pieces of ribbon between consecutive rows, in drawing order: who passes above whom alternates from one gap to
 * the next, as in a plait. Coordinates: x from 0 to 100, y in rows (row i at i + 1).
 */
export function strandPieces(rows: readonly (readonly (number | null)[])[]): StrandPiece[] {
  return rows.slice(1).flatMap((to, gap) => {
    const from = rows[gap] ?? [];
    const pieces = to.flatMap((x, strand) => {
      const start = from[strand];
      if (x === null || start === null || start === undefined) return [];
      const [top, middle, bottom] = [gap + 1, gap + 1.5, gap + 2];
      return [{ strand, path: `M${start} ${top}C${start} ${middle} ${x} ${middle} ${x} ${bottom}` }];
    });
    return gap % 2 === 0 ? pieces : pieces.toReversed();
  });
}

/** A mark per strand, so that they can be told apart without colour: around (0, 0), 8 units wide on each side. */
const marks = [
  'M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0',
  'M-6.5 -6.5h13v13h-13z',
  'M0 -9L8.5 6.5H-8.5z',
  'M0 -9L9 0L0 9L-9 0z',
  'M-3 -8h6v5h5v6h-5v5h-6v-5h-5v-6h5z',
  'M0 9L8.5 -6.5H-8.5z',
] as const;

/** The mark and series number (from 1) of a strand; beyond six strands they start again. */
export function strandMark(strand: number): { path: string; series: number } {
  const index = strand % marks.length;
  return { path: marks[index] ?? marks[0], series: index + 1 };
}
