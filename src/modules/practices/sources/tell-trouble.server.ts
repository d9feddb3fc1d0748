import type { Context } from '#kernel/context.ts';
import { queueMail } from '#kernel/mail.server.ts';
import type { Locale } from '#kernel/translate.ts';
import { isMessageKey, translators } from '#messages/index.ts';
import { facilitatorEmails } from '#modules/accounts/index.server.ts';
import { findTerritorySigns, writingDefaults } from '#modules/territories/index.server.ts';
import type { Source } from './source.ts';

/** Tells each facilitator by mail, in the language of the territory, what is wrong with a source. */
export async function tellTrouble(
  inside: Context,
  { name, address }: Source,
  { key, params }: NonNullable<Source['failure']>,
): Promise<void> {
  const { name: territory } = await findTerritorySigns(inside.db, inside.territoryId);
  const { language } = await writingDefaults(inside);
  const locale: Locale = language === 'en' ? 'en' : 'fr';
  const t = translators[locale];
  const why = isMessageKey(key) ? t(key, params) : key;
  const words = {
    name,
    territory,
    address,
    why,
    link: `${inside.origin}${locale === 'en' ? '/en' : ''}/gestion/sources`,
  };
  const mail = { subject: t('import.source.mail-subject', words), body: t('import.source.mail-body', words) };
  for (const to of await facilitatorEmails(inside)) await queueMail(inside, { to, ...mail });
}
