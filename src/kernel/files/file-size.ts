import type { Locale } from '../translate.ts';

/**
 * A size in words: `1,2 Mo`, `340 ko`. Units of the international system: a thousand bytes to the kilobyte.
 *
 * @param bytes at least 0; what is less than a kilobyte counts for one
 */
export function fileSize(bytes: number, locale: Locale): string {
  const isLarge = bytes >= 1_000_000;
  const unit = isLarge ? 'megabyte' : 'kilobyte';
  const value = isLarge ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000));
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
