import type { Cookies } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { currentSessionId, findProviderSession } from '#modules/accounts/index.server.ts';
import { keepCookie } from './provider-cookies.server.ts';

/**
 * Where someone who signs out goes next. When an identity provider opened their session, they leave there too: the page
 * of the exit takes them, with a link that is kept until then. To be called before the session ends.
 */
export async function exitOf(
  locals: App.Locals,
  { cookies, request }: { cookies: Cookies; request: Request },
): Promise<string> {
  const { app, locale } = locals;
  const home = localPath(locale, '/');
  const sessionId = app.provider && (await currentSessionId(app.sessions, request.headers));
  if (!app.provider || sessionId === undefined) return home;
  const opened = await findProviderSession(app.db, { sessionId, issuer: app.provider.issuer });
  const exit = localPath(locale, '/connexion/sortie');
  const end = opened && (await app.provider.endOf(opened.idToken, `${app.origin}${exit}`));
  if (!end) return home;
  keepCookie(cookies, { name: 'exit', value: end.href, origin: app.origin });
  return exit;
}
