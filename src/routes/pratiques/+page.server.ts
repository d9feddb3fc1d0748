import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { listPractices, practiceFilterChoices } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { restoreRecord } from '#modules/records/index.server.ts';
import { understoodQuery } from './understood-query.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const params = new URLSearchParams(url.searchParams);
  const takenAway = params.get('retiree');
  params.delete('retiree');
  const { query, ignored } = understoodQuery(params);
  const [list, choices] = await Promise.all([
    listPractices(locals.context, query),
    practiceFilterChoices(locals.context),
  ]);
  return {
    ...list,
    items: list.items.map((item) => ({ ...item, address: addressOf(item) })),
    choices,
    ignored,
    takenAway,
    search: params.size > 0 ? `?${params}` : '',
    values: Object.fromEntries(params),
    sort: query.sort,
    mayImport: locals.context.actor.role === 'facilitator' || locals.context.actor.role === 'owner',
  };
};

export const actions: Actions = {
  restore: async ({ locals, request }) => {
    const shortId = String((await request.formData()).get('record') ?? '');
    const restored = await restoreRecord(locals.context, { kind: 'practice', shortId });
    if (!restored.ok) return fail(422, { error: restored.error.code });
    redirect(303, localPath(locals.locale, addressOf(restored.value)));
  },
};
