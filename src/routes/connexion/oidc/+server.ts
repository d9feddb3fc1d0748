import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { writeVisit } from '#modules/accounts/index.server.ts';
import { passkeySite } from '../../passkey-site.server.ts';
import { safeReturn } from '../../safe-return.ts';
import { keepCookie } from '../provider-cookies.server.ts';
import type { RequestHandler } from './$types.d.ts';

/**
 * Sends a browser to the identity provider. A link leads here, not a form: the content policy lets forms lead to this
 * site only, redirects included.
 */
export const GET: RequestHandler = async ({ locals, cookies, url }) => {
  const { app, context, locale } = locals;
  if (!app.provider) redirect(303, localPath(locale, '/connexion'));
  const { origin } = passkeySite(locals, url);
  const begun = await app.provider.begin(`${origin}/connexion/oidc/retour`);
  if (!begun.ok) redirect(303, `${localPath(locale, '/connexion')}?motif=${begun.error.code}`);
  const returnTo = safeReturn(url.searchParams.get('vers'));
  const value = await writeVisit(context, { ...begun.value.visit, locale, returnTo });
  keepCookie(cookies, { name: 'visit', value, origin: app.origin });
  const there = begun.value.url;
  redirect(303, there, { external: [there.origin] });
};
