import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Translate } from '#kernel/translate.ts';
import { type MessageKey, isMessageKey } from '#messages/index.ts';
import { coreError } from './core-words.ts';
import { type PageFormField, type PageFormValues, pageFormFields } from './page-form.ts';
import { recordWords } from './record-words.ts';

type T = Translate<MessageKey>;

/** What a field of a knowledge page is called. */
export function pageLabel(t: T, field: PageFormField): string {
  const key = `records.field.${field}`;
  return isMessageKey(key) ? t(key) : field;
}

/** Words for what was not understood in a page's form; `links`: too many, for a newcomer. */
export function pageError(t: T, problem: FieldProblem): string {
  const shared = coreError(t, problem);
  if (shared) return shared;
  const field = problem.field.replace(/-\d+$/, '') as PageFormField | 'links';
  if (field === 'links') return t('records.error.too-many-links');
  if (problem.tooLong) return t('app.form.too-long', { label: pageLabel(t, field), ...problem.tooLong });
  return t(`pages.error.${field}`);
}

/** What someone else saved meanwhile, where it differs from what was typed. A field the form did not offer is not compared. */
export function pageDifferences(
  t: T,
  { typed, theirs }: { typed: PageFormValues; theirs: PageFormValues },
): { term: string; text: string }[] {
  return pageFormFields
    .filter((field) => theirs[field] !== typed[field] && !(field === 'visibility' && typed[field] === ''))
    .map((field) => ({
      term: pageLabel(t, field),
      text: (recordWords(t, field, theirs[field]) ?? theirs[field]) || '—',
    }));
}
