import { fail } from '@sveltejs/kit';
import { translators } from '#messages/index.ts';
import { contactAnswers } from '#modules/practices/index.ts';
import { answerConsent, showConsent } from '#modules/practices/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address holds a secret: no cache keeps it.
  setHeaders({ 'cache-control': 'no-store' });
  const shown = await showConsent(locals.context, params.token);
  if (!shown.ok) return { refusal: shown.error.code };
  const { record, contact } = shown.value;
  const { name, email, phone, choice } = contact;
  return {
    record: { title: record.title, language: record.language, address: addressOf(record) },
    contact: { name, email, phone, choice },
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const t = translators[locals.locale];
    const choice = String((await request.formData()).get('choice') ?? '');
    // What they read when they choose, kept as it was.
    const words = contactAnswers
      .map(
        (answer) =>
          `${t(`practices.consent.answer.${answer}`)}. ${t(`practices.consent.answer.${answer}-hint`)}`,
      )
      .join(' · ');
    const answered = await answerConsent(locals.context, { token: params.token, choice, words });
    if (answered.ok) return { done: answered.value };
    const { code } = answered.error;
    return code === 'unclear-choice' ? fail(422, { unclear: true as const }) : fail(422, { refusal: code });
  },
};
