import type { Locale } from '../translate.ts';

/** English is that of Europe, where the day comes before the month and the clock counts to 24. */
const LANGUAGE_TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' };

/** Making a formatter takes about a hundred times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

export type DateStyle = {
  locale: Locale;
  /** IANA name, such as `Europe/Paris`. */
  timeZone: string;
  fields: Intl.DateTimeFormatOptions;
};

/**
 * A moment in words. French writes the first of a month `1er`, which Intl does not.
 * @throws RangeError when the instant is not a date or the time zone does not exist
 */
export function formatInstant(instant: Date, style: DateStyle): string {
  return formatterFor(style).formatToParts(instant).map(partText).join('');

  function partText({ type, value }: Intl.DateTimeFormatPart): string {
    return type === 'day' && value === '1' && style.locale === 'fr' ? '1er' : value;
  }
}

function formatterFor({ locale, timeZone, fields }: DateStyle): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, fields]);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat(LANGUAGE_TAGS[locale], { ...fields, timeZone });
  formatters.set(key, formatter);
  return formatter;
}
