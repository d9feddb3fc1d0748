import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { AttachmentShown } from './attachment.ts';

const labels: Readonly<Record<string, MessageKey>> = { credit: 'files.credit' };

/** What was not understood in the form that says what a file is, in words. */
export function fileError(
  t: Translate<MessageKey>,
  kind: AttachmentShown['kind'],
  { field, tooLong }: FieldProblem,
): string {
  if (tooLong) {
    return t('app.form.too-long', { label: t(labels[field] ?? `files.description-${kind}`), ...tooLong });
  }
  if (field === 'description') return t(`files.error-description-${kind}`);
  return t(field === 'decorative' ? 'files.error-decorative' : 'files.error-licence');
}
