/**
 * The page numbers worth offering: the first, the last, the current one and its neighbours; `null` stands for a gap.
 * A gap of a single page is that page. `current` and `pages` count from 1; an empty list has one page.
 * @example pageWindow(6, 12) // [1, null, 5, 6, 7, null, 12]
 */
export function pageWindow(current: number, pages: number): (number | null)[] {
  const last = Math.max(1, pages);
  const shown: (number | null)[] = [];
  let previous = 0;
  for (let page = 1; page <= last; page += 1) {
    if (page !== 1 && page !== last && Math.abs(page - current) > 1) continue;
    if (page - previous === 2) shown.push(previous + 1);
    if (page - previous > 2) shown.push(null);
    shown.push(page);
    previous = page;
  }
  return shown;
}
