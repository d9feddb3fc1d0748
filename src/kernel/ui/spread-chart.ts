/** Data and geometry of the spread charts. Horizontal positions are percentages of the plot, so that one drawing
 * fits every width without JavaScript; vertical ones are pixels. */

/** One level of a worded scale; levels are given in ascending order of `value`. */
export interface Level {
  value: number;
  label: string;
}

/** One college before one criterion. */
export interface SpreadRow {
  /** Name of the college. */
  label: string;
  /** How many answered, or that the answer is the institution's: shown under the name. */
  note?: string;
  /** Answers at each level, in the order of the levels; null when they may not be shown. */
  counts: readonly number[] | null;
  /** On the scale of the levels' values; may fall between two. Null when there is none. */
  median: number | null;
  /** The median in words and figures ("médiane : 3,5"), or why there is nothing to show. */
  text: string;
  /** First and third quartiles, on the scale of the levels' values. */
  quartiles?: readonly [number, number];
  /** Answers outside the scale, in the order of `words.outside`. */
  outside?: readonly number[];
}

/** Above this many answers at one level, dots become bars. */
export const mostDots = 12;

/** Outline of the mark of a median or a score, around (0, 0). */
export const diamond = 'M0 -9L9 0L0 9L-9 0z';

const dotsAcross = 3;
const dotStep = 12;
const barHeight = 52;
const labelHeight = 17;

/** The place of level `index` among `levels`, in percent of the width: the middle of its column. */
export function columnCentre(index: number, levels: number): number {
  return round(((index + 0.5) / levels) * 100);
}

/**
 * The place of a value on the axis, in percent of the width; linear between the two levels around it, held at the
 * ends.
 * @example valuePlace(3.5, five levels from 1 to 5) // 60
 */
export function valuePlace(value: number, levels: readonly Level[]): number {
  const above = levels.findIndex((level) => level.value >= value);
  if (above === -1) return columnCentre(levels.length - 1, levels.length);
  const upper = levels[above];
  const lower = levels[above - 1];
  if (lower === undefined || upper === undefined) return columnCentre(0, levels.length);
  return columnCentre(above - 1 + (value - lower.value) / (upper.value - lower.value), levels.length);
}

export interface SpreadCell {
  x: number;
  count: number;
  /** Where the figure above the dots or the bar is written. */
  labelY: number;
  /** Dots as zero-length strokes around x = 0, or null when a bar is drawn. */
  dots: string | null;
  bar: { y: number; height: number } | null;
}

export interface SpreadPlot {
  /** Height of the dots or bars with their figures; the line they stand on. */
  base: number;
  cells: SpreadCell[];
}

/** Lays out the answers of one college: dots in rows of three while they can be counted, bars beyond. */
export function spreadPlot(counts: readonly number[]): SpreadPlot {
  const most = Math.max(0, ...counts);
  const asDots = most <= mostDots;
  const base = labelHeight + (asDots ? Math.max(1, Math.ceil(most / dotsAcross)) * dotStep : barHeight);
  const cells = counts.map((count, index) => {
    const x = columnCentre(index, counts.length);
    if (asDots) {
      const labelY = base - Math.ceil(count / dotsAcross) * dotStep - 5;
      return { x, count, labelY, dots: dotsPath(count, base), bar: null };
    }
    const height = round((count / most) * barHeight);
    return { x, count, labelY: base - height - 5, dots: null, bar: { y: base - height, height } };
  });
  return { base, cells };
}

function dotsPath(count: number, base: number): string {
  let path = '';
  for (let dot = 0; dot < count; dot += 1) {
    const line = Math.floor(dot / dotsAcross);
    const inLine = Math.min(dotsAcross, count - line * dotsAcross);
    const x = ((dot % dotsAcross) - (inLine - 1) / 2) * dotStep;
    path += `M${x} ${base - line * dotStep - dotStep / 2}h.01`;
  }
  return path;
}

/** Two decimals are a tenth of a pixel on the widest screen. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
