import { fail } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { translators } from '#messages/index.ts';
import { reportOutcomes } from '#modules/moderation/index.ts';
import { type AnswerMail, answerReport, listReports } from '#modules/moderation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { pageAsked } from '../../page-asked.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const state = url.searchParams.get('etat') === 'repondus' ? 'answered' : 'waiting';
  const list = await listReports(locals.context, { state, page: pageAsked(url.searchParams.get('page')) });
  if (!list.ok) return refuse(list.error.code);
  return {
    ...list.value,
    state,
    outcomes: reportOutcomes,
    reports: list.value.reports.map(({ record, ...report }) => ({
      ...report,
      record: record && {
        title: record.title,
        language: record.language,
        shortId: record.shortId,
        address: addressOf(record),
      },
    })),
  } as const;
};

export const actions: Actions = {
  answer: async ({ locals, request }) => {
    const form = await request.formData();
    const read = (name: string) => String(form.get(name) ?? '');
    const typed = { id: read('report'), outcome: read('outcome'), words: read('words') };
    const answered = await answerReport(locals.context, { ...typed, mail: answerMail(locals) });
    if (answered.ok) return { answered: answered.value };
    const { error } = answered;
    if (error.code === 'invalid') return fail(422, { refused: { ...typed, problems: error.problems } });
    return error.code === 'already' ? fail(409, { already: true }) : refuse(error.code);
  },
};

/** What the reporter reads, in the language they reported in. */
function answerMail({ territory, app }: App.Locals): AnswerMail {
  return (language, { outcome, words }) => {
    const t = translators[language];
    const values = {
      territory: territory.name,
      outcome: t(`moderation.outcome.${outcome}`),
      words,
      log: `${app.origin}${localPath(language, '/moderation')}`,
    };
    return {
      subject: t('moderation.mail.subject', values),
      body: t(words === '' ? 'moderation.mail.body' : 'moderation.mail.body-words', values),
    };
  };
}
