import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import {
  type FollowName,
  chooseRhythm,
  listFollows,
  readWish,
  startFollowing,
  stopFollowing,
} from '#modules/news/index.server.ts';
import { mailState } from '../../mail-state.server.ts';
import { safeReturn } from '../../safe-return.ts';
import { signedIn } from '../../signed-in.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

const here = '/compte/suivis';

export const load: PageServerLoad = async ({ locals }) => {
  signedIn(locals, here);
  const { context, locale } = locals;
  const [follows, wish, mail] = await Promise.all([
    listFollows(context, locale),
    readWish(context, locale),
    mailState(locals),
  ]);
  return { follows, wish, mailLeaves: mail.delivery === 'sent' };
};

/** What a form names, and where it was sent from. */
async function readForm({
  request,
}: RequestEvent): Promise<{ name: FollowName | { id: string }; back: string }> {
  const form = await request.formData();
  const text = (field: string) => String(form.get(field) ?? '');
  const back = safeReturn(text('back'));
  if (form.has('id')) return { name: { id: text('id') }, back };
  return { name: form.has('record') ? { shortId: text('record') } : { list: text('list') }, back };
}

export const actions: Actions = {
  start: async (event) => {
    const { locals } = event;
    signedIn(locals, here);
    const { name, back } = await readForm(event);
    if ('id' in name) return fail(422, { error: 'not-found' as const });
    const started = await startFollowing(locals.context, { name, locale: locals.locale });
    if (!started.ok) return fail(422, { error: started.error.code });
    return back === '/' ? { done: 'started' as const } : redirect(303, back);
  },
  stop: async (event) => {
    signedIn(event.locals, here);
    const { name, back } = await readForm(event);
    await stopFollowing(event.locals.context, name);
    return back === '/' ? { done: 'stopped' as const } : redirect(303, back);
  },
  rhythm: async ({ locals, request }) => {
    signedIn(locals, here);
    const form = await request.formData();
    const language = String(form.get('language') ?? '');
    const chosen = await chooseRhythm(locals.context, {
      rhythm: String(form.get('rhythm') ?? ''),
      language: language === 'en' || language === 'fr' ? language : locals.locale,
    });
    return chosen.ok ? { done: 'saved' as const } : fail(422, { error: chosen.error.code });
  },
};
