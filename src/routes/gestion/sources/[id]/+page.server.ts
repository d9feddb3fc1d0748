import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { changeSource, readSource, removeSource } from '#modules/practices/index.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { readSourceForm, sourceShown } from '../source-form.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const found = await readSource(locals.context, params.id);
  if (!found.ok) return refuse(found.error.code);
  return { source: sourceShown(found.value, locals.locale) };
};

export const actions: Actions = {
  change: async ({ locals, params, request }) => {
    const values = readSourceForm(await request.formData());
    const changed = await changeSource(locals.context, params.id, values);
    if (changed.ok) redirect(303, localPath(locals.locale, '/gestion/sources?fait=1'));
    const { error } = changed;
    if (error.code === 'invalid')
      return fail(422, { values, fields: error.problems.map(({ field }) => field) });
    if (error.code === 'busy') return fail(409, { values, busy: true as const });
    return refuse(error.code);
  },
  remove: async ({ locals, params, request }) => {
    const records = String((await request.formData()).get('records') ?? '');
    const removed = await removeSource(locals.context, params.id, records);
    if (removed.ok) redirect(303, localPath(locals.locale, '/gestion/sources?fait=1'));
    const { code } = removed.error;
    if (code === 'unclear-wish') return fail(422, { unclear: true as const });
    if (code === 'busy') return fail(409, { busy: true as const });
    return refuse(code);
  },
};
