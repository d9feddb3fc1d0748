import { redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { CurrentPerson } from '#modules/accounts/index.ts';

/** The signed-in person; a visitor is sent to sign in, and comes back to `path` of this language. */
export function signedIn(locals: App.Locals, path: string): CurrentPerson {
  if (locals.person) return locals.person;
  const query = new URLSearchParams({ vers: localPath(locals.locale, path) });
  redirect(303, `${localPath(locals.locale, '/connexion')}?${query}`);
}
