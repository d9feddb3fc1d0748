/** How a number of a sheet is meant to be seen, as far as it changes what it says. */
export type NumberStyle = { kind: 'plain' } | { kind: 'date' } | { kind: 'digits'; count: number };

const plain: NumberStyle = { kind: 'plain' };

/** Formats that every spreadsheet has (Office Open XML, 18.8.30): dates and times of day. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/**
 * @param id number of the format
 * @param code the format itself, when the file declares it: `dd/mm/yyyy`, `00000`…
 */
export function styleOf(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return isBuiltInDate(id) ? { kind: 'date' } : plain;
  const bare = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').replace(/;.*$/, '');
  // A postal code or a telephone number keeps its first zeros.
  if (/^0{2,15}$/.test(bare)) return { kind: 'digits', count: bare.length };
  return /[dmyhj]/i.test(bare) && !/general|standard|[#0?]/i.test(bare) ? { kind: 'date' } : plain;
}

/** Days between the two ways of counting (Office Open XML, 18.17.4.1): from 30 December 1899, or from 1 January 1904. */
const daysTo1904 = 1462;
const dayLength = 86_400_000;

/**
 * The number of a cell as text: dates as `2020-05-26` or `2020-05-26T14:30`, numbers without exponent, the first zeros of
 * codes put back.
 *
 * @example numberText('43977', { kind: 'date' }, false) // '2020-05-26'
 */
export function numberText(value: string, style: NumberStyle, is1904: boolean): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (style.kind === 'digits' && Number.isInteger(number)) return String(number).padStart(style.count, '0');
  if (style.kind === 'date') return dateText(number + (is1904 ? daysTo1904 : 0)) ?? value;
  return /e/i.test(value) ? withoutExponent(number) : value;
}

function dateText(days: number): string | null {
  // Less than a day is a time of day; beyond the year 9999 it is no date.
  if (days < 1 || days > 2_958_465) return null;
  const instant = new Date(Date.UTC(1899, 11, 30) + Math.round(days * 1440) * 60_000);
  const text = instant.toISOString();
  return instant.getTime() % dayLength === 0 ? text.slice(0, 10) : text.slice(0, 16);
}

function withoutExponent(number: number): string {
  return Math.abs(number) >= 1e21
    ? String(number)
    : String(Number.isInteger(number) ? BigInt(number) : number);
}
