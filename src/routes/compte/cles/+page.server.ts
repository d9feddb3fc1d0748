import { fail } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { formatDate } from '#kernel/dates/format-date.ts';
import { translators } from '#messages/index.ts';
import { addPasskey, listPasskeys, offerPasskey, removePasskey } from '#modules/accounts/index.server.ts';
import { passkeyWords } from '../../passkey-words.server.ts';
import { passkeySite } from '../../passkey-site.server.ts';
import { refuse } from '../../refusal.server.ts';
import { signedIn } from '../../signed-in.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  signedIn(locals, '/compte/cles');
  const { context, locale, territory } = locals;
  const t = translators[locale];
  const site = passkeySite(locals, url);
  const [passkeys, options] = await Promise.all([listPasskeys(context), offerPasskey(context, site)]);
  if (!passkeys.ok) return refuse(passkeys.error.code);
  if (!options.ok) return refuse(options.error.code);
  const day = (instant: Date) => formatDate(instant, { locale, timeZone: territory.timeZone });
  return {
    options: options.value,
    accountHref: localPath(locale, '/compte'),
    passkeys: passkeys.value.map(({ id, name, host, madeAt, usedAt }) => ({
      id,
      name,
      facts: [
        t('accounts.passkeys.made', { date: day(madeAt) }),
        usedAt ? t('accounts.passkeys.used', { date: day(usedAt) }) : t('accounts.passkeys.unused'),
        ...(host === site.host ? [] : [t('accounts.passkeys.elsewhere', { host })]),
      ].join(' '),
      removeHint: t('accounts.passkeys.remove-hint', { name }),
    })),
    words: {
      ...passkeyWords(t),
      title: t('accounts.passkeys.title'),
      lead: t('accounts.passkeys.lead'),
      none: t('accounts.passkeys.none'),
      mine: t('accounts.passkeys.mine'),
      remove: t('accounts.passkeys.remove'),
      addTitle: t('accounts.passkeys.add-title'),
      name: t('accounts.passkeys.name'),
      nameHint: t('accounts.passkeys.name-hint'),
      add: t('accounts.passkeys.add'),
      account: t('accounts.account.title'),
    },
  };
};

export const actions: Actions = {
  add: async ({ locals, request, url }) => {
    const t = translators[locals.locale];
    const form = await request.formData();
    const name = String(form.get('name') ?? '');
    const territory = locals.territory.name;
    const link = `${locals.context.origin}${localPath(locals.locale, '/compte')}`;
    const added = await addPasskey(locals.context, {
      site: passkeySite(locals, url),
      answer: String(form.get('answer') ?? ''),
      name,
      notice: (kept) => ({
        subject: t('accounts.passkeys.mail.subject', { territory }),
        body: t('accounts.passkeys.mail.body', { territory, name: kept, link }),
      }),
    });
    if (added.ok) return { done: t('accounts.passkeys.added', { name: added.value.name }) };
    const { code } = added.error;
    if (code === 'not-allowed') return refuse(code);
    const where = code === 'passkey-name-missing' ? 'name' : 'answer';
    return fail(422, { name, refused: { where, message: t(`accounts.error.${code}`) } });
  },
  remove: async ({ locals, request }) => {
    const t = translators[locals.locale];
    const id = String((await request.formData()).get('passkey') ?? '');
    const removed = await removePasskey(locals.context, id);
    if (removed.ok) return { done: t('accounts.passkeys.removed', { name: removed.value.name }) };
    const { code } = removed.error;
    if (code === 'not-allowed') return refuse(code);
    return fail(422, { name: '', refused: { where: 'list', message: t(`accounts.error.${code}`) } });
  },
};
