import { IntlMessageFormat } from 'intl-messageformat';

export const locales = ['fr', 'en'] as const;
/** The language of the interface; a record's own language is another matter. */
export type Locale = (typeof locales)[number];

export type MessageValues = Record<string, string | number | Date | boolean | null | undefined>;

/** Words for a key, with its values put in (ICU MessageFormat). */
export type Translate<Key extends string = string> = (key: Key, values?: MessageValues) => string;

/**
 * Words of one language. A missing key is a defect that a test catches; in a page it shows itself rather
 * than hiding the rest.
 */
export function translatorOf<Key extends string>(
  locale: Locale,
  messages: Record<Key, string>,
): Translate<Key> {
  const parsed = new Map<Key, IntlMessageFormat>();
  return (key, values) => {
    if (!Object.hasOwn(messages, key)) return key;
    const text = messages[key];
    return values || text.includes('{') ? format(text, values ?? {}) : text;

    function format(source: string, given: MessageValues): string {
      const message =
        parsed.get(key) ?? new IntlMessageFormat(plain(source), locale, undefined, { ignoreTag: true });
      parsed.set(key, message);
      return String(message.format(given));
    }
  };
}

/** In ICU an apostrophe before a brace quotes it; in French ("d'{commune}") it is an apostrophe. We never quote. */
function plain(source: string): string {
  return source.replaceAll("'", "''");
}
