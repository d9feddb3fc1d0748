import type { Cookies } from '@sveltejs/kit';
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';

/** Passes on the cookies of an answer of the session library. */
export function passCookies(cookies: Cookies, headers: Headers): void {
  for (const header of headers.getSetCookie()) {
    for (const [name, attributes] of parseSetCookieHeader(header)) {
      cookies.set(name, attributes.value, { ...toCookieOptions(attributes), path: '/' });
    }
  }
}
