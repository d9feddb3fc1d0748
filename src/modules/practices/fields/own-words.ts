import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { OwnAsked } from './own-answers.ts';

/** Why what was typed in a field was refused, beside it; undefined when it was not. */
export function ownError(
  t: Translate<MessageKey>,
  { fields, values }: OwnAsked,
  { name, invalid }: { name: string; invalid: readonly string[] },
): string | undefined {
  const field = fields.find((one) => one.name === name);
  if (!field || !invalid.includes(name)) return undefined;
  const { label, kind } = field;
  const isEmpty = !values[name]?.some((text) => text.trim() !== '');
  if (isEmpty) return t('own-fields.value-required', { label });
  return t('own-fields.value-problem', { label, problem: t(`own-fields.value.${kind}`) });
}
