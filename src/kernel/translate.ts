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
    const text = messages[key];
    if (text === undefined) return key;
    if (!values) return text.includes('{') || text.includes("'") ? format(text, {}) : text;
    return format(text, values);

    function format(source: string, given: MessageValues): string {
      const message =
        parsed.get(key) ?? new IntlMessageFormat(source, locale, undefined, { ignoreTag: true });
      parsed.set(key, message);
      return String(message.format(given));
    }
  };
}
