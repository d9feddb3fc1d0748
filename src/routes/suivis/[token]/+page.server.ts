import { fail } from '@sveltejs/kit';
import type { Context } from '#kernel/context.ts';
import { showLettersStop, stopLettersByLink } from '#modules/deliberation/index.server.ts';
import { showStop, stopByLink } from '#modules/news/index.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address holds a secret: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const { context, locale } = locals;
  const { token } = params;
  const shown = await showStop(context, { token, locale });
  if (shown.ok) return { stop: shown.value };
  const letters = await showLettersStop(context, token);
  if (letters.ok) return { stop: { what: 'letters' as const, ...letters.value } };
  return { refusal: refusalOf(shown.error.code, letters.error.code) };
};

/** A link of one kind is made up for the other: what the one it is of says counts. */
function refusalOf<Code extends string, Other extends string>(news: Code, letters: Other) {
  return news === 'link-invalid' ? letters : news;
}

async function stop(context: Context, token: string) {
  const stopped = await stopByLink(context, token);
  return stopped.ok ? stopped : stopLettersByLink(context, token);
}

export const actions: Actions = {
  /** Sent by the page's button, or by a program of mail whose reader left the round (RFC 8058). */
  default: async ({ locals, params }) => {
    const stopped = await stop(locals.context, params.token);
    return stopped.ok ? { done: true } : fail(422, { refusal: stopped.error.code });
  },
};
