import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import { mostCommunes } from './settings-choices.ts';

/** What is to be mended in a field of the settings, in words. */
export function settingsError(t: Translate<MessageKey>, { field, tooLong }: FieldProblem): string {
  const label = `territories.field.${field}`;
  if (tooLong && isMessageKey(label)) return t('app.form.too-long', { label: t(label), ...tooLong });
  const key = `territories.error.${field}`;
  return isMessageKey(key) ? t(key, { max: mostCommunes }) : field;
}
