import type { DecisionMatrix, Direction } from './decision-matrix.ts';

/**
 * How figures in unlike units become comparable, column by column; more is better afterwards.
 * - `max`: x/max, and for a cost min/x;
 * - `min-max`: (x − min)/(max − min), and for a cost (max − x)/(max − min); a column of equals gives 1;
 * - `sum`: x/Σx, and for a cost (1/x)/Σ(1/x);
 * - `vector`: x/√Σx², and for a cost 1 − x/√Σx²;
 * - `none`: as given, and for a cost −x.
 */
export const NORMALISATIONS = ['max', 'min-max', 'sum', 'vector', 'none'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/**
 * Whether a column can be normalised so: shares of a maximum, of a sum or of a length need figures of 0 or more that are
 * not all 0, and the shares of a cost figures above 0.
 */
export function canNormalise(column: readonly number[], direction: Direction, by: Normalisation): boolean {
  if (by === 'none' || by === 'min-max') return true;
  if (direction === 'min' && by !== 'vector') return column.every((value) => value > 0);
  return column.every((value) => value >= 0) && column.some((value) => value > 0);
}

/**
 * A matrix made comparable.
 *
 * Example, `max`: a benefit of 4, 7, 3 → 4/7, 1, 3/7; a cost of 2, 4 → 1, ½.
 *
 * Source: Hwang C.-L., Yoon K. (1981) Multiple Attribute Decision Making, Springer, chapter 3; Nardo et al. (2008)
 * OECD/JRC Handbook, doi:10.1787/9789264043466-en. The choice changes scores and sometimes the order: it is always said.
 *
 * @throws RangeError when a column cannot be normalised so: see `canNormalise`
 */
export function normalised(
  matrix: DecisionMatrix,
  directions: readonly Direction[],
  by: Normalisation,
): number[][] {
  const columns = directions.map((direction, j) => {
    const column = matrix.map((row) => row[j] ?? 0);
    if (!canNormalise(column, direction, by))
      throw new RangeError(`criterion ${j} cannot be shared out by ${by}`);
    return normalisedColumn(column, direction, by);
  });
  return matrix.map((_, i) => columns.map((column) => column[i] ?? 0));
}

function normalisedColumn(column: readonly number[], direction: Direction, by: Normalisation): number[] {
  const cost = direction === 'min';
  const [low, high] = [Math.min(...column), Math.max(...column)];
  switch (by) {
    case 'none':
      return column.map((value) => (cost ? -value : value));
    case 'max':
      return column.map((value) => (cost ? low / value : value / high));
    case 'min-max':
      return column.map((value) => (high === low ? 1 : (cost ? high - value : value - low) / (high - low)));
    case 'sum':
      return shares(column.map((value) => (cost ? 1 / value : value)));
    case 'vector': {
      const length = Math.hypot(...column);
      return column.map((value) => (cost ? 1 - value / length : value / length));
    }
  }
}

function shares(column: readonly number[]): number[] {
  const total = column.reduce((sum, value) => sum + value, 0);
  return column.map((value) => value / total);
}
