import { formatPartialDate } from '#kernel/dates/partial-date.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Locale, Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import { coreError, recordWords } from '#modules/records/index.ts';
import type { ActionFormField } from './action-form.ts';

/** The words of an action's codes and dates, by the field they stand in; undefined for what someone wrote. */
export function actionWords(t: Translate<MessageKey>, locale: Locale) {
  return (field: string, value: string): string | undefined => {
    if (field === 'due' && value !== '') return formatPartialDate(value, locale);
    const key = `action-plans.${field}.${value}`;
    return isMessageKey(key) ? t(key) : recordWords(t, field, value);
  };
}

/** What was not understood in a field of an action's form, in words. */
export function actionError(t: Translate<MessageKey>, problem: FieldProblem): string {
  const shared = coreError(t, problem);
  if (shared) return shared;
  const field = problem.field as ActionFormField;
  if (!problem.tooLong) return t(`action-plans.error.${field}`);
  const label = field === 'language' ? t('records.field.language') : t(`action-plans.field.${field}`);
  return t('app.form.too-long', { label, ...problem.tooLong });
}
