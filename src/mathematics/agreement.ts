/** What the numbers mean: names, an order, equal steps, or amounts from a true zero. */
export type Measurement = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/** For one unit: how many times each value (by its index among all values) was given, and how many values in all. */
type Unit = { readonly counts: ReadonlyMap<number, number>; readonly size: number };

/**
 * How much people agree beyond chance: Krippendorff's α. 1: full agreement on every unit; 0: no better than if the
 * values had been dealt out at random; below 0: systematic disagreement. Krippendorff calls ≥ .800 reliable and
 * .667–.800 tentative; with few raters it moves a lot, so it never stands without the distributions.
 *
 * α = 1 − D_o/D_e. Units with fewer than two values are dropped. With n values left, n_c of them equal to c, and
 * m_u values in unit u:
 *   D_o = (1/n)·Σ_u Σ_{pairs of u} δ²/(m_u − 1),   D_e = 1/(n(n − 1))·Σ_c Σ_k n_c n_k δ²(c, k).
 * δ² is 1 for different names (nominal); (c − k)² (interval); ((c − k)/(c + k))² (ratio); and for an order
 * (Σ_{g=c..k} n_g − (n_c + n_k)/2)², which is the squared difference of the mid-ranks of c and k.
 *
 * Example (nominal): units [1, 1], [1, 2], [2, 2]: n = 6, three 1 and three 2. D_o = (1/6)·(0 + 2 + 0) = 1/3;
 * D_e = (3·3 + 3·3)/30 = 3/5; α = 1 − (1/3)/(3/5) = 4/9 = .444….
 *
 * Source: Krippendorff K. (2011) Computing Krippendorff's alpha-reliability, Annenberg School for Communication
 * Departmental Papers 43, https://repository.upenn.edu/asc_papers/43.
 *
 * @param units for each thing judged (a criterion), the values it received, in any order: who gave which plays no
 *   part, so the values of a shown distribution are enough
 * @returns −∞ < α ≤ 1, or null when it is undefined: nothing to pair, no variation at all (agreement cannot be told
 *   from a question that leaves no choice), or a negative value with `ratio`
 */
export function krippendorffAlpha(
  units: readonly (readonly number[])[],
  measurement: Measurement,
): number | null {
  const pairable = units.filter((values) => values.length >= 2);
  const values = [...new Set(pairable.flat())].toSorted((a, b) => a - b);
  if (measurement === 'ratio' && values.some((value) => value < 0)) return null;

  const indexOf = new Map(values.map((value, i) => [value, i]));
  const counted = pairable.map((unit) => countUnit(unit, indexOf));
  const totals = values.map((_, i) => counted.reduce((sum, { counts }) => sum + (counts.get(i) ?? 0), 0));
  const difference = squaredDifference(values, totals, measurement);

  const expected = sumOverPairs([...totals.entries()], difference);
  if (expected === 0) return null;
  const observed = counted.reduce(
    (sum, { counts, size }) => sum + sumOverPairs([...counts], difference) / (size - 1),
    0,
  );
  const total = totals.reduce((sum, count) => sum + count, 0);
  return 1 - ((total - 1) * observed) / expected;
}

/**
 * The values of each unit from a table raters × units, where null stands for a missing value.
 *
 * Example: [[1, null], [2, 3]] → [[1, 2], [3]].
 */
export function unitsOf(raters: readonly (readonly (number | null)[])[]): number[][] {
  const width = raters.reduce((widest, row) => Math.max(widest, row.length), 0);
  return Array.from({ length: width }, (_, unit) =>
    raters.flatMap((row) => {
      const value = row[unit];
      return value === null || value === undefined ? [] : [value];
    }),
  );
}

function countUnit(unit: readonly number[], indexOf: ReadonlyMap<number, number>): Unit {
  const counts = new Map<number, number>();
  for (const value of unit) {
    const index = indexOf.get(value);
    if (index === undefined) throw new RangeError(`not a number that can be compared: ${value}`);
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return { counts, size: unit.length };
}

/** δ² between two values, given by their index among all values. */
export type Difference = (c: number, k: number) => number;

/**
 * @param values the different values, in rising order
 * @param totals how many times each was given, where it can be paired
 */
export function squaredDifference(
  values: readonly number[],
  totals: readonly number[],
  measurement: Measurement,
): Difference {
  if (measurement === 'nominal') return (c, k) => (c === k ? 0 : 1);
  const scale = measurement === 'ordinal' ? midRanks(totals) : values;
  return (c, k) => {
    const a = scale[c] ?? 0;
    const b = scale[k] ?? 0;
    if (a === b) return 0;
    return measurement === 'ratio' ? ((a - b) / (a + b)) ** 2 : (a - b) ** 2;
  };
}

/** The rank each value shares with its equals when all values are sorted. */
function midRanks(totals: readonly number[]): number[] {
  let below = 0;
  return totals.map((count) => {
    const rank = below + (count + 1) / 2;
    below += count;
    return rank;
  });
}

/** Σ over ordered pairs of different values of count × count × δ². */
function sumOverPairs(counts: readonly (readonly [number, number])[], difference: Difference): number {
  let sum = 0;
  for (const [i, [c, countOfC]] of counts.entries()) {
    for (const [k, countOfK] of counts.slice(i + 1)) sum += 2 * countOfC * countOfK * difference(c, k);
  }
  return sum;
}
