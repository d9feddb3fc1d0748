import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { Hiding } from './hiding.ts';

/** The reason of a hiding in a sentence, with what a facilitator added to it. */
export function hidingWords(t: Translate<MessageKey>, { reason, words }: Omit<Hiding, 'at'>): string {
  const values = { reason: t(`moderation.reason.${reason}`), words };
  return words === '' ? t('moderation.because', values) : t('moderation.because-words', values);
}
