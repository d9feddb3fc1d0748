import { type Measurement, krippendorffAlpha, squaredDifference, unitsOf } from './agreement.ts';
import { quantile } from './weights-of-groups.ts';

export type AgreementInterval = {
  readonly alpha: number;
  /** Nineteen resamples of people in twenty lie between the two. */
  readonly lower: number;
  readonly upper: number;
  /** Resamples in which α was defined. */
  readonly resamples: number;
};

/** Of two people, a resample is the two again or one alone. */
const LEAST_PEOPLE = 3;

type Ratings = readonly (readonly (number | null)[])[];

/**
 * How far Krippendorff's α depends on who answered: its interval over people drawn anew, with replacement (percentile
 * bootstrap, 95 %).
 *
 * Somebody drawn twice would agree with themselves and raise α. So pairs are only made of different people: with m_r
 * the times r was drawn, M the sum of the m of those who rated a unit and N_c the same for those who gave c, the unit
 * brings Σ_r m_r/(M − m_r)·Σ_c N_c·δ²(v_r, c) to n·D_o; with every m = 1 this is α itself.
 *
 * Example: when all agree on units that differ, every resample of two people or more gives 1: interval 1 to 1.
 *
 * Sources: Efron B., Tibshirani R. (1993) An Introduction to the Bootstrap, Chapman & Hall, chapter 13; α:
 * Krippendorff (2011), see `agreement.ts`; leaving out a person's pairs with themselves: definition of this project.
 *
 * @param raters people × units, null where missing
 * @param random numbers in [0, 1)
 * @returns null when α is undefined, when fewer than three people rated, or when less than half of the resamples give one
 */
export function agreementInterval(
  raters: Ratings,
  measurement: Measurement,
  { resamples, random }: { readonly resamples: number; readonly random: () => number },
): AgreementInterval | null {
  const alpha = krippendorffAlpha(unitsOf(raters), measurement);
  if (alpha === null || raters.length < LEAST_PEOPLE) return null;
  const values = [...new Set(unitsOf(raters).flat())].toSorted((a, b) => a - b);
  const indexOf = new Map(values.map((value, i) => [value, i]));
  const rated = raters.map((row) =>
    row.map((value) => (value === null ? null : (indexOf.get(value) ?? null))),
  );
  const times = new Array<number>(raters.length);
  const found: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    times.fill(0);
    for (let drawn = 0; drawn < raters.length; drawn += 1) {
      const rater = Math.floor(random() * raters.length);
      times[rater] = (times[rater] ?? 0) + 1;
    }
    const again = alphaOfResample(rated, { times, values, measurement });
    if (again !== null) found.push(again);
  }
  if (found.length === 0 || found.length < resamples / 2) return null;
  found.sort((a, b) => a - b);
  return { alpha, lower: quantile(found, 0.025), upper: quantile(found, 0.975), resamples: found.length };
}

type Resample = {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly measurement: Measurement;
};

/** α with rater r counted `times[r]` times, never paired with themselves. `rated` holds indices of `values`. */
function alphaOfResample(rated: Ratings, { times, values, measurement }: Resample): number | null {
  const width = Math.max(...rated.map((row) => row.length));
  const units = Array.from({ length: width }, (_, unit) =>
    countedUnit(rated, times, { unit, size: values.length }),
  );
  const paired = units.filter(({ people }) => people >= 2);
  const totals = values.map((_, c) => paired.reduce((sum, { counts }) => sum + (counts[c] ?? 0), 0));
  const n = totals.reduce((sum, count) => sum + count, 0);
  const difference = squaredDifference(values, totals, measurement);
  const expected = totals.reduce(
    (sum, count, c) => sum + totals.reduce((inner, other, k) => inner + count * other * difference(c, k), 0),
    0,
  );
  if (expected === 0) return null;
  let observed = 0;
  for (const { counts, total, given } of paired) {
    for (const { value, weight } of given) {
      const apart = counts.reduce((sum, count, c) => sum + (count > 0 ? count * difference(value, c) : 0), 0);
      observed += (weight / (total - weight)) * apart;
    }
  }
  return 1 - ((n - 1) * observed) / expected;
}

/** Who rated one unit in a resample: their values with the times they were drawn, and how often each value comes. */
function countedUnit(
  rated: Ratings,
  times: readonly number[],
  { unit, size }: { unit: number; size: number },
) {
  const counts = new Array<number>(size).fill(0);
  const given: { value: number; weight: number }[] = [];
  let total = 0;
  for (const [r, row] of rated.entries()) {
    const value = row[unit] ?? null;
    const weight = times[r] ?? 0;
    if (value === null || weight === 0) continue;
    counts[value] = (counts[value] ?? 0) + weight;
    given.push({ value, weight });
    total += weight;
  }
  return { counts, given, total, people: given.length };
}
