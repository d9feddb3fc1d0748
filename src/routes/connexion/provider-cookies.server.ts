import type { Cookies } from '@sveltejs/kit';

/** How long the browser keeps what it must bring back from the provider, in seconds. */
const visitSeconds = 15 * 60;
/** How long it keeps where to end a session at the provider's: until the next page. */
const exitSeconds = 60;

/** On https the name says that no other host, not even a subdomain, can have set it. */
function named(name: string, secure: boolean): string {
  return `${secure ? '__Host-' : ''}entrelacs.${name}`;
}

/** A cookie that only this site reads, and that comes back when the provider sends its person back (Lax). */
export function keepCookie(
  cookies: Cookies,
  cookie: { name: 'visit' | 'exit'; value: string; origin: string },
): void {
  const secure = cookie.origin.startsWith('https:');
  cookies.set(named(cookie.name, secure), cookie.value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: cookie.name === 'visit' ? visitSeconds : exitSeconds,
  });
}

/** What a cookie holds, which is then forgotten; empty when there is none. */
export function takeCookie(cookies: Cookies, cookie: { name: 'visit' | 'exit'; origin: string }): string {
  const secure = cookie.origin.startsWith('https:');
  const name = named(cookie.name, secure);
  const value = cookies.get(name) ?? '';
  if (value !== '') cookies.delete(name, { path: '/', httpOnly: true, sameSite: 'lax', secure });
  return value;
}
