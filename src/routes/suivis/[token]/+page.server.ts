import { fail } from '@sveltejs/kit';
import { showStop, stopByLink } from '#modules/news/index.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address holds a secret: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const { context, locale } = locals;
  const shown = await showStop(context, { token: params.token, locale });
  return shown.ok ? { stop: shown.value } : { refusal: shown.error.code };
};

export const actions: Actions = {
  /** Sent by the page's button, or by a program of mail whose reader left the round (RFC 8058). */
  default: async ({ locals, params }) => {
    const stopped = await stopByLink(locals.context, params.token);
    return stopped.ok ? { done: true } : fail(422, { refusal: stopped.error.code });
  },
};
