import type { RequestEvent } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import type { RecordCore } from '#modules/records/index.ts';

/** The mail by which a visitor takes part in a consultation, and where its link leads. */
export function wayInMail({ locals, getClientAddress }: RequestEvent, { id, title }: RecordCore) {
  const t = translators[locals.locale];
  const named = { title, territory: locals.territory.name };
  return {
    consultationId: id,
    address: getClientAddress(),
    path: localPath(locals.locale, '/deliberations/avis'),
    mail: {
      subject: t('deliberation.mail.subject', named),
      body: (link: string) => t('deliberation.mail.body', { ...named, link }),
    },
  };
}
