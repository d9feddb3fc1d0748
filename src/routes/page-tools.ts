import { page } from '$app/state';
import { localPath } from '#app/locale.ts';
import { ageOf } from '#kernel/dates/age.ts';
import { formatDate, formatDateTime, formatTime } from '#kernel/dates/format-date.ts';
import { isInSections } from '#app/site-sections.ts';
import type { Section } from '#modules/territories/index.ts';
import { langIn } from '#kernel/lang-in.ts';
import type { Locale, Translate } from '#kernel/translate.ts';
import { type MessageKey, translators } from '#messages/index.ts';

export interface PageTools {
  t: Translate<MessageKey>;
  locale: Locale;
  /** The address of a page in the language being read. */
  href: (path: string) => string;
  /** The page to sign in, which then leads back to that address of a page. */
  signInTo: (address: string) => string;
  /** Whether the territory uses the part of the site where this address stands: what leads to another is not shown. */
  has: (path: string) => boolean;
  /** The `lang` of a text in that language: none when it is the page's. */
  langOf: (language: string) => string | undefined;
  /** A day, or a moment in the territory's time zone, in words. */
  day: (instant: Date) => string;
  moment: (instant: Date) => string;
  /** The time of day of a moment there: `14:05`. */
  time: (instant: Date) => string;
  /** How long ago a day was: `il y a 3 mois`. */
  ago: (day: string) => string;
}

/** Words, links and dates in the language of the page. Only for pages without JavaScript: it holds every message. */
export function pageTools(): PageTools {
  const { locale, timeZone, today, sectionsOff } = page.data as {
    locale: Locale;
    timeZone: string;
    today: string;
    sectionsOff: Section[];
  };
  const href = (path: string) => localPath(locale, path);
  return {
    t: translators[locale],
    locale,
    href,
    signInTo: (address) => `${href('/connexion')}?${new URLSearchParams({ vers: address })}`,
    has: (path) => !isInSections(path, sectionsOff),
    langOf: (language) => langIn(locale, language),
    day: (instant) => formatDate(instant, { locale, timeZone }),
    moment: (instant) => formatDateTime(instant, { locale, timeZone }),
    time: (instant) => formatTime(instant, { locale, timeZone }),
    ago: (day) => {
      const { unit, count } = ageOf(day, today);
      return translators[locale](`app.ago.${unit}`, { count });
    },
  };
}
