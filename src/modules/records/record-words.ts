import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';

/** The words of a code that every kind of record has: its language, who may see it; undefined for what someone wrote. */
export function recordWords(t: Translate<MessageKey>, field: string, value: string): string | undefined {
  const key =
    field === 'language'
      ? `records.language.${value}`
      : field === 'visibility'
        ? `records.visibility.${value}`
        : '';
  return isMessageKey(key) ? t(key) : undefined;
}
