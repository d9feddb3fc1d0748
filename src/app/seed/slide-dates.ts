const dayLength = 86_400_000;

/**
 * How far a demonstration slides so that it plays now, in days: whole weeks, rounded down. A Saturday stays a Saturday,
 * and what happened the day before it was written for happened one to seven days ago.
 *
 * @param writtenFor the day its dates were written for, `YYYY-MM-DD`
 *
 * @example daysToSlide('2026-11-23', new Date('2026-12-01T10:00:00Z')) // 7
 */
export function daysToSlide(writtenFor: string, now: Date): number {
  const days = Math.floor((now.getTime() - Date.parse(writtenFor)) / dayLength);
  return Math.floor(days / 7) * 7;
}

/**
 * A partial date (`2014`, `2016-03` or `2026-11-07`) so many days later. A month slides from its middle, a year by whole
 * years.
 *
 * @example slideDate('2026-11-07', 7) // '2026-11-14'
 * @example slideDate('2016-03', 28) // '2016-04'
 * @example slideDate('2014', 700) // '2016'
 */
export function slideDate(date: string, days: number): string {
  if (date.length === 4) return String(Number(date) + Math.round(days / 365.25));
  const start = date.length === 7 ? `${date}-15` : date;
  return new Date(Date.parse(start) + days * dayLength).toISOString().slice(0, date.length);
}
