import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import { recordWords } from '#modules/records/index.ts';

/** The words of a practice's codes, by the field they stand in; undefined for what someone wrote. */
export function practiceWords(t: Translate<MessageKey>) {
  return (field: string, value: string): string | undefined => {
    const group = field === 'legalStatus' ? 'legal' : field;
    const key = `practices.${group}.${value}`;
    return isMessageKey(key) ? t(key) : recordWords(t, field, value);
  };
}
