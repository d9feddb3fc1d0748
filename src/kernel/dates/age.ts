/** How long ago, in the unit that people would say it in. */
export interface Age {
  unit: 'days' | 'months' | 'years';
  count: number;
}

const oneDay = 86_400_000;

/**
 * How long ago a day was: in days within the first month, in whole months within two years, then in whole years. A day to
 * come counts as today.
 *
 * @param day ISO 8601, as `today`
 * @example ageOf('2026-08-23', '2026-11-23') // { unit: 'months', count: 3 }
 */
export function ageOf(day: string, today: string): Age {
  const [from, to] = [new Date(`${day}T00:00:00Z`), new Date(`${today}T00:00:00Z`)];
  const days = Math.max(0, Math.round((to.getTime() - from.getTime()) / oneDay));
  const months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 +
    (to.getUTCMonth() - from.getUTCMonth()) -
    (to.getUTCDate() < from.getUTCDate() ? 1 : 0);
  if (months < 1) return { unit: 'days', count: days };
  return months < 24 ? { unit: 'months', count: months } : { unit: 'years', count: Math.floor(months / 12) };
}
