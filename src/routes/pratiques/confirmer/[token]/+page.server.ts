import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { answerConfirmation, showConfirmation, stopAsking } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const shown = await showConfirmation(locals.context, params.token);
  if (!shown.ok) return { refusal: shown.error.code };
  const practices = shown.value.map(({ record, answer }) => {
    const { id, title, pitch, language, confirmedOn } = record;
    return { id, title, pitch, language, confirmedOn, answer, address: addressOf(record) };
  });
  return { practices };
};

export const actions: Actions = {
  answer: async ({ locals, params, request }) => {
    const form = await request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const { token } = params;
    const given = { token, recordId: read('practice'), answer: read('answer') };
    const said = await answerConfirmation(locals.context, given);
    if (!said.ok) return fail(422, { refusal: said.error.code });
    const { answer, record } = said.value;
    if (answer !== 'changed') return { said: answer, title: record.title };
    const query = new URLSearchParams({ lien: token });
    redirect(303, `${localPath(locals.locale, `${addressOf(record)}/corriger`)}?${query}`);
  },
  stop: async ({ locals, params }) => {
    const stopped = await stopAsking(locals.context, params.token);
    return stopped.ok ? { stopped: true } : fail(422, { refusal: stopped.error.code });
  },
};
