import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { findCriterion, wordsIn } from '#modules/framework/index.ts';
import { readAnswer } from '#modules/evaluation/index.ts';
import { saveCollectiveAnswer } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { subjectIn } from '../../subject-in.ts';
import { toldRefusal } from '../../told-refusal.server.ts';
import { workshopAt } from '../../workshop-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { session, framework, subjects, result, workshop } = await workshopAt(event);
  const { content } = framework.version;
  const about = subjectIn(event.url, session);
  const ofSubject = result.subjects.find(({ key }) => key === about)?.result;
  const kept = workshop.collective.filter(({ subject }) => subject === about);
  const questions = (ofSubject?.criteria ?? []).map(({ id }) => ({
    id,
    title: wordsIn(findCriterion(content, id)?.criterion.title, event.locals.locale),
    isKept: kept.some(({ criterionId }) => criterionId === id),
  }));
  const asked = event.url.searchParams.get('question');
  const place = questions.findIndex(({ id }) => id === asked);
  const criterion = place === -1 ? undefined : findCriterion(content, questions[place]?.id ?? '')?.criterion;
  // Nothing of the answers leaves before someone asks for them.
  const isRevealed = event.url.searchParams.get('reponses') === 'oui';
  return {
    session: {
      title: session.record.title,
      language: session.record.language,
      colleges: session.colleges,
    },
    address: addressOf(session.record),
    frameworkAddress: addressOf(framework.record),
    subjects,
    about,
    questions,
    question: criterion && {
      criterion,
      place,
      kept: kept.find(({ criterionId }) => criterionId === criterion.id),
      result: isRevealed ? ofSubject : undefined,
    },
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { session, framework } = await workshopAt(event);
    const { url, locals } = event;
    const criterionId = url.searchParams.get('question') ?? '';
    const subject = subjectIn(url, session) ?? '';
    const form = await event.request.formData();
    const typed = { answer: String(form.get('answer') ?? ''), reason: String(form.get('reason') ?? '') };
    const levels = findCriterion(framework.version.content, criterionId)?.criterion.scale.length ?? 0;
    const answer = readAnswer(typed.answer, levels);
    if (answer === undefined) return fail(422, { typed, error: 'answer-invalid' as const, tooLong: null });
    const saved = await saveCollectiveAnswer(locals.context, {
      evaluationId: session.record.id,
      subject,
      criterionId,
      answer,
      reason: typed.reason,
    });
    if (saved.ok) {
      const query = new URLSearchParams({ sujet: subject, question: criterionId, reponses: 'oui' });
      redirect(303, `${localPath(locals.locale, addressOf(session.record))}/atelier?${query}`);
    }
    const { error } = saved;
    if (error.code === 'reason-too-long') return fail(422, { typed, error: null, tooLong: error.tooLong });
    return fail(422, { typed, error: toldRefusal(error.code), tooLong: null });
  },
};
