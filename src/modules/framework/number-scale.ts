import { z } from 'zod';
import { wordsShape } from './words.ts';

/** How a number becomes a level: the limits that cut it into the levels of a scale. */
export const numberScaleShape = z.strictObject({
  unit: wordsShape,
  /** Whether a larger number is a more solid situation, or a smaller one. */
  better: z.enum(['higher', 'lower']),
  /** One fewer than the levels, from the most fragile: growing when more is better, falling when less is. */
  bounds: z.array(z.number()).min(1).max(9),
});
export type NumberScale = z.output<typeof numberScaleShape>;

export function isSoundNumberScale({ better, bounds }: NumberScale, levels: number): boolean {
  const isAfter = (bound: number, before: number) => (better === 'higher' ? bound > before : bound < before);
  const rises = bounds.slice(1).every((bound, i) => isAfter(bound, bounds[i] ?? Number.NaN));
  return bounds.length === levels - 1 && rises;
}

/**
 * The level that a number reaches on the scale of a criterion: 1 and one more for each limit reached. A number on a
 * limit has reached the better level. With bounds [10, 50] and more being better: 9 gives 1, 10 gives 2, 80 gives 3.
 *
 * @returns 1 to the number of levels; undefined for a criterion that is not answered by a number
 */
export function levelOf(
  criterion: { measure?: NumberScale | undefined },
  number: number,
): number | undefined {
  const { measure } = criterion;
  if (!measure || !Number.isFinite(number)) return undefined;
  const reached = ({ better }: NumberScale, bound: number) =>
    better === 'higher' ? number >= bound : number <= bound;
  return 1 + measure.bounds.filter((bound) => reached(measure, bound)).length;
}
