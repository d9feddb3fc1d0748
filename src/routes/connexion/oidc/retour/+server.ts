import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { locales } from '#kernel/translate.ts';
import {
  openNamedSession,
  putProviderSession,
  signInWithIdentity,
  useVisit,
} from '#modules/accounts/index.server.ts';
import { passCookies } from '../../../cookies.server.ts';
import { passkeySite } from '../../../passkey-site.server.ts';
import { safeReturn } from '../../../safe-return.ts';
import { takeCookie } from '../../provider-cookies.server.ts';
import type { RequestHandler } from './$types.d.ts';

/** Where the identity provider sends a browser back: its answer is checked, then a session is opened, or it is said why not. */
export const GET: RequestHandler = async ({ locals, cookies, request, url }) => {
  const { app, context } = locals;
  if (!app.provider) redirect(303, localPath(locals.locale, '/connexion'));
  const kept = takeCookie(cookies, { name: 'visit', origin: app.origin });
  const visit = await useVisit(context, kept);
  if (!visit.ok) return refuseTo(locals.locale, visit.error.code);
  const locale = locales.find((one) => one === visit.value.locale) ?? locals.locale;
  const { origin } = passkeySite(locals, url);
  const callback = new URL(`${url.pathname}${url.search}`, origin);
  const identity = await app.provider.finish(callback, visit.value);
  if (!identity.ok) return refuseTo(locale, identity.error.code);
  const person = await signInWithIdentity(context, identity.value);
  if (!person.ok) return refuseTo(locale, person.error.code);
  const { headers, sessionId } = await openNamedSession(app.sessions, person.value.id, request.headers);
  const { issuer, idToken } = identity.value;
  await putProviderSession(app.db, { sessionId, issuer, idToken });
  passCookies(cookies, headers);
  const returnTo = safeReturn(visit.value.returnTo);
  redirect(303, returnTo === '/' ? localPath(locale, '/compte') : returnTo);
};

function refuseTo(locale: (typeof locales)[number], code: string): never {
  redirect(303, `${localPath(locale, '/connexion')}?motif=${code}`);
}
