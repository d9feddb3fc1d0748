/**
 * Weights that add up to 1, in the same ratios.
 *
 * Example: 40, 30, 20, 10 points → 0.4, 0.3, 0.2, 0.1. Points of a 100-point budget and points of a swing ("100 for the
 * criterion I would move first, the others relative to it") become weights in this same way.
 *
 * Source: Edwards W., Barron F. H. (1994) SMARTS and SMARTER, Organizational Behavior and Human Decision Processes
 * 60:306–325.
 *
 * @param points one number a criterion, 0 or more, in any unit
 * @throws RangeError when one is negative or not finite, or when all are 0
 */
export function weightsOfPoints(points: readonly number[]): number[] {
  const total = points.reduce((sum, point) => {
    if (!Number.isFinite(point) || point < 0) throw new RangeError(`a weight is 0 or more: ${point}`);
    return sum + point;
  }, 0);
  if (!(total > 0 && Number.isFinite(total))) throw new RangeError('no criterion has any weight');
  return points.map((point) => point / total);
}

/** Σ of weight × value. @throws RangeError when they are not as many */
export function weightedSum(weights: readonly number[], values: readonly number[]): number {
  if (weights.length !== values.length) {
    throw new RangeError(`${weights.length} weights for ${values.length} values`);
  }
  return weights.reduce((sum, weight, j) => sum + weight * (values[j] ?? 0), 0);
}
