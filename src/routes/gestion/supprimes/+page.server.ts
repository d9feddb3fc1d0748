import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type Kind, addressOf, kindPaths } from '#modules/records/index.ts';
import { findRecord, listDeleted, restoreRecord } from '#modules/records/index.server.ts';
import { pageAsked } from '../../page-asked.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const list = await listDeleted(locals.context, pageAsked(url.searchParams.get('page')));
  if (!list.ok) return refuse(list.error.code);
  const shortId = url.searchParams.get('remise') ?? '';
  const restored = /^[0-9a-z]{8}$/.test(shortId) ? await findRecord(locals.context, { shortId }) : undefined;
  return { ...list.value, restored: restored && addressOf(restored) };
};

export const actions: Actions = {
  restore: async ({ locals, request }) => {
    const form = await request.formData();
    const kind = String(form.get('kind') ?? '');
    const shortId = String(form.get('record') ?? '');
    if (!isKind(kind) || !/^[0-9a-z]{8}$/.test(shortId)) return fail(422, { error: 'not-found' as const });
    const restored = await restoreRecord(locals.context, { kind, shortId });
    if (restored.ok) redirect(303, `${localPath(locals.locale, '/gestion/supprimes')}?remise=${shortId}`);
    const { code } = restored.error;
    return code === 'not-allowed' ? refuse(code) : fail(code === 'too-late' ? 410 : 404, { error: code });
  },
};

function isKind(text: string): text is Kind {
  return Object.hasOwn(kindPaths, text);
}
