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

/** What someone else saved meanwhile, in words, where it differs from what was typed; both by names of fields. */
export function settingsDifferences<Values extends Record<string, string>>(
  t: Translate<MessageKey>,
  { typed, theirs }: { typed: Values; theirs: Values },
): { term: string; text: string }[] {
  const differing = Object.entries(theirs).filter(([field, value]) => typed[field] !== value);
  return differing.map(([field, value]) => {
    const label = `territories.field.${field}`;
    return { term: isMessageKey(label) ? t(label) : field, text: valueInWords(t, field, value) };
  });
}

/** Lists whose values have names of their own. */
const named: Record<string, string> = { language: 'records.language', licence: 'records.licence-of' };

function valueInWords(t: Translate<MessageKey>, field: string, value: string): string {
  const key = `${named[field]}.${value}`;
  return isMessageKey(key) ? t(key) : value || '—';
}
