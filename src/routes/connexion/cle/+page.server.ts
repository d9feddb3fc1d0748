import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { askForPasskey, openSessionFor, signInWithPasskey } from '#modules/accounts/index.server.ts';
import { passCookies } from '../../cookies.server.ts';
import { passkeySite } from '../../passkey-site.server.ts';
import { passkeyWords } from '../../passkey-words.server.ts';
import { safeReturn } from '../../safe-return.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  // What is asked of the key serves once: a page kept by a cache would ask in vain.
  setHeaders({ 'cache-control': 'no-store' });
  const t = translators[locals.locale];
  return {
    options: await askForPasskey(locals.context, passkeySite(locals, url)),
    mailHref: `${localPath(locals.locale, '/connexion')}${url.search}`,
    words: {
      ...passkeyWords(t),
      title: t('accounts.passkeys.sign-in-title'),
      lead: t('accounts.passkeys.sign-in-lead'),
      button: t('accounts.passkeys.sign-in'),
      byMail: t('accounts.passkeys.by-mail'),
    },
  };
};

export const actions: Actions = {
  default: async ({ locals, request, cookies, url }) => {
    const answer = String((await request.formData()).get('answer') ?? '');
    const person = await signInWithPasskey(locals.context, { site: passkeySite(locals, url), answer });
    if (!person.ok) {
      return fail(422, { refusal: translators[locals.locale](`accounts.error.${person.error.code}`) });
    }
    passCookies(cookies, await openSessionFor(locals.app.sessions, person.value.id, request.headers));
    const returnTo = safeReturn(url.searchParams.get('vers'));
    redirect(303, returnTo === '/' ? localPath(locals.locale, '/compte') : returnTo);
  },
};
