import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';
import type { PasskeyWords } from '#modules/accounts/index.ts';

/** What a page says while a key is made or used; chosen here, since pages with JavaScript do not carry the dictionary. */
export function passkeyWords(
  t: Translate<MessageKey>,
): PasskeyWords & { errorPage: string; success: string; error: string } {
  return {
    needsScript: t('accounts.passkeys.needs-script'),
    unsupported: t('accounts.passkeys.unsupported'),
    waiting: t('accounts.passkeys.waiting'),
    stopped: t('accounts.passkeys.stopped'),
    already: t('accounts.passkeys.already'),
    failed: t('accounts.passkeys.failed'),
    errorPage: t('app.error.page-title'),
    success: t('app.tone.success'),
    error: t('app.tone.error'),
  };
}
