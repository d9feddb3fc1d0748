import { fail } from '@sveltejs/kit';
import {
  currentSessionId,
  endOtherSessions,
  endSession,
  listSessions,
} from '#modules/accounts/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import { signedIn } from '../../signed-in.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, request }) => {
  signedIn(locals, '/compte/sessions');
  const current = await currentSessionId(locals.app.sessions, request.headers);
  const sessions = await listSessions(locals.context, current);
  return sessions.ok ? { sessions: sessions.value } : refuse(sessions.error.code);
};

export const actions: Actions = {
  end: async ({ locals, request }) => {
    const id = String((await request.formData()).get('session') ?? '');
    const ended = await endSession(locals.context, id);
    if (ended.ok) return { ended: true };
    const { code } = ended.error;
    return code === 'session-gone' ? fail(422, { error: code }) : refuse(code);
  },
  endOthers: async ({ locals, request }) => {
    const current = await currentSessionId(locals.app.sessions, request.headers);
    const ended = await endOtherSessions(locals.context, current);
    return ended.ok ? { others: ended.value } : refuse(ended.error.code);
  },
};
