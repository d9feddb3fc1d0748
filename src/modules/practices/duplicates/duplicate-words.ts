import type { LikenessReason } from './likeness.ts';
import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';

/** The name of a field of a practice, or of a group of fields that one decides about at once; of the territory's own its label. */
export function fieldWord(t: Translate<MessageKey>, field: string, label?: string): string {
  if (label !== undefined) return label;
  const keys = [`duplicates.field.${field}`, `practices.field.${field}`, `records.field.${field}`];
  const key = keys.find(isMessageKey);
  return key ? t(key) : field;
}

/** Why two practices may be the same, in words. */
export function reasonWord(t: Translate<MessageKey>, reason: LikenessReason): string {
  return 'metres' in reason
    ? t(`duplicates.reason.${reason.code}`, { metres: reason.metres })
    : t(`duplicates.reason.${reason.code}`);
}
