import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { branchesOf } from '#app/subject-branches.server.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { can, emptyConsultationForm, readConsultationForm } from '#modules/deliberation/index.ts';
import { openConsultation } from '#modules/deliberation/index.server.ts';
import { addressOf, readCoreForm } from '#modules/records/index.ts';
import { coreForm, findRecord } from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** What the consultation is about: `?sujet=` and a short id. */
async function subjectIn({ locals, url }: { locals: App.Locals; url: URL }) {
  const { actor } = locals.context;
  const shortId = storableLine(url.searchParams.get('sujet') ?? '');
  const subject = (await findRecord(locals.context, { shortId })) ?? refuse('not-found');
  return can(actor, 'run') ? subject : refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const subject = await subjectIn({ locals, url });
  const { title, language } = subject;
  return {
    subject: { title, language, address: addressOf(subject) },
    values: { ...emptyConsultationForm, language: locals.locale },
    core: await coreForm(locals.context),
  };
};

export const actions: Actions = {
  default: async ({ locals, url, request }) => {
    const subject = await subjectIn({ locals, url });
    const form = await request.formData();
    const [values, core] = [readConsultationForm(form), readCoreForm(form)];
    const opened = await openConsultation(locals.context, {
      input: values,
      core,
      subjectId: subject.id,
      branches: await branchesOf(locals.context, subject),
    });
    if (opened.ok) redirect(303, localPath(locals.locale, addressOf(opened.value)));
    if (opened.error.code !== 'invalid') return refuse(opened.error.code);
    return fail(422, { values, core, problems: opened.error.problems });
  },
};
