import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import { type CoreField, type CoreForm, type CoreFormValues, coreDifferences } from './core-form.ts';

const labels = {
  topics: 'records.field.topicIds',
  chat: 'records.field.chatUrl',
  coAuthors: 'records.field.coAuthors',
  licence: 'records.field.licence',
} as const satisfies Record<CoreField, MessageKey>;

function isCoreField(field: string): field is CoreField {
  return Object.hasOwn(labels, field);
}

/** What was not understood in words common to all kinds: a field of the shared part, too many links; else undefined. */
export function coreError(t: Translate<MessageKey>, problem: FieldProblem): string | undefined {
  const { field, tooLong, tooManyLinks } = problem;
  if (tooManyLinks) return t('records.error.too-many-links');
  if (!isCoreField(field)) return undefined;
  if (tooLong) return t('app.form.too-long', { label: t(labels[field]), ...tooLong });
  return t(`records.core.error-${field}`);
}

/** What someone else saved meanwhile in the shared part, where it differs from what was typed. */
export function coreDifferencesShown(
  t: Translate<MessageKey>,
  core: CoreForm,
  theirs: CoreFormValues | undefined,
): { term: string; text: string }[] {
  if (!theirs) return [];
  return coreDifferences(core, theirs).map(({ field, text }) => ({ term: t(labels[field]), text }));
}
