import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { personalData } from '#app/personal-data.server.ts';
import { translators } from '#messages/index.ts';
import {
  closeSession,
  currentSessionId,
  erasePerson,
  freshMinutes,
  mayErase,
} from '#modules/accounts/index.server.ts';
import { passCookies } from '../../cookies.server.ts';
import { refuse } from '../../refusal.server.ts';
import { signedIn } from '../../signed-in.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, request }) => {
  signedIn(locals, '/compte/effacer');
  const session = await currentSessionId(locals.app.sessions, request.headers);
  const allowed = await mayErase(locals.context, session);
  return { obstacle: allowed.ok ? undefined : allowed.error, minutes: freshMinutes };
};

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    signedIn(locals, '/compte/effacer');
    const form = await request.formData();
    const texts = String(form.get('texts') ?? '');
    const isSure = form.get('confirm') === 'yes';
    if (!isSure) return fail(422, { texts, problems: ['confirm' as const, ...unsaid(texts)] });
    const session = await currentSessionId(locals.app.sessions, request.headers);
    const someone = translators[locals.locale]('personal.erase.someone');
    const erased = await erasePerson(locals.context, { session, texts, someone }, personalData);
    if (!erased.ok) {
      const { code } = erased.error;
      if (code === 'unclear-wish') return fail(422, { texts, problems: unsaid(texts) });
      // The page says again what stands in the way.
      return code === 'sign-in-first' ? refuse(code) : fail(422, { texts, problems: [] });
    }
    passCookies(cookies, await closeSession(locals.app.sessions, request.headers));
    redirect(303, localPath(locals.locale, '/compte/adieu'));
  },
};

function unsaid(texts: string): 'texts'[] {
  return texts === 'keep' || texts === 'erase' ? [] : ['texts'];
}
