/** Whether more of a criterion is better (`max`) or less is (`min`, such as a cost). */
export type Direction = 'max' | 'min';

/** Alternatives × criteria. */
export type DecisionMatrix = readonly (readonly number[])[];

/** Comparisons closer than this are equal: 5.4 − 3.6 must reach a threshold of 1.8 in spite of floating noise. */
export const NOISE = 1e-12;

/** The same figures with more always better: what is `min` changes its sign. */
export function higherIsBetter(values: readonly number[], directions: readonly Direction[]): number[] {
  return values.map((value, j) => (directions[j] === 'min' ? -value : value));
}

/** @throws RangeError when the rows are not as long as there are criteria, or a figure is not finite */
export function requireMatrix(matrix: DecisionMatrix, criteria: number): void {
  for (const row of matrix) {
    if (row.length !== criteria) throw new RangeError(`${row.length} figures for ${criteria} criteria`);
    if (!row.every(Number.isFinite)) throw new RangeError('a figure is a finite number');
  }
}
