import { fail } from '@sveltejs/kit';
import { describeExport, receiveArchive } from '#modules/commons/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const staying = await describeExport(locals.context);
  if (!staying.ok) refuse(staying.error.code);
  return { ...staying.value, tooMany: url.searchParams.has('plus-tard') };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const file = (await request.formData()).get('archive');
    const bytes = file instanceof File ? file.stream() : new Blob([]).stream();
    const received = await receiveArchive(locals.context, bytes);
    if (received.ok) return { received: received.value };
    const { code, ...params } = received.error;
    if (code === 'not-allowed' || code === 'sign-in-first') return refuse(code);
    return fail(422, { error: { code, params } });
  },
};
