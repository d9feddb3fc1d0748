import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { criteriaOf, wordsIn } from '#modules/framework/index.ts';
import { byDots, readCount } from '#modules/evaluation/index.ts';
import {
  choosePriorities,
  closeDots,
  countDots,
  openDots,
  readDots,
} from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../../refusal.server.ts';
import { sessionAt } from '../../../session-at.server.ts';
import { toldRefusal } from '../../../told-refusal.server.ts';
import { workshopAt } from '../../../workshop-at.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { session, framework, workshop } = await workshopAt(event);
  const { context, locale } = event.locals;
  const dots = await readDots(context, session);
  if (!dots.ok) return refuse(dots.error.code);
  const { code, ballots, all, counted } = dots.value;
  const criteria = criteriaOf(framework.version.content).map(({ criterion }) => criterion);
  const titles = new Map(criteria.map(({ id, title }) => [id, wordsIn(title, locale)]));
  const ids = criteria.map(({ id }) => id);
  const points = `${localPath(locale, addressOf(session.record))}/points`;
  return {
    session: { title: session.record.title, language: session.record.language },
    address: addressOf(session.record),
    room: code && { code, ballots, address: `${context.origin}${points}?code=${code}` },
    criteria: byDots(ids, all).map((id) => ({
      id,
      title: titles.get(id) ?? id,
      dots: all.get(id) ?? 0,
      counted: counted.get(id) ?? 0,
      chosen: workshop.priorities.find(({ criterionId }) => criterionId === id),
    })),
  };
};

/** Goes back to the page once something was done there. */
function shown({ locals }: RequestEvent, address: string): never {
  redirect(303, `${localPath(locals.locale, address)}/atelier/priorites`);
}

export const actions: Actions = {
  open: async (event) => {
    const { record } = await sessionAt(event);
    const opened = await openDots(event.locals.context, record.id);
    if (opened.ok) shown(event, addressOf(record));
    return fail(409, { error: toldRefusal(opened.error.code) });
  },
  close: async (event) => {
    const { record } = await sessionAt(event);
    const closed = await closeDots(event.locals.context, record.id);
    if (closed.ok) shown(event, addressOf(record));
    return fail(409, { error: toldRefusal(closed.error.code) });
  },
  count: async (event) => {
    const { record } = await sessionAt(event);
    const form = await event.request.formData();
    const typed = [...form].flatMap(([name, value]) =>
      name.startsWith('dots-') ? [[name.slice('dots-'.length), String(value)] as const] : [],
    );
    const wrong = typed.filter(([, value]) => readCount(value) === null).map(([id]) => id);
    if (wrong.length > 0) return fail(422, { wrong, typed: Object.fromEntries(typed) });
    const dots = new Map(typed.map(([id, value]) => [id, readCount(value) ?? 0]));
    const kept = await countDots(event.locals.context, { evaluationId: record.id, dots });
    if (kept.ok) shown(event, addressOf(record));
    return fail(409, { error: toldRefusal(kept.error.code) });
  },
  choose: async (event) => {
    const { record } = await sessionAt(event);
    const form = await event.request.formData();
    const chosen = form.getAll('priority').map((value) => ({
      criterionId: String(value),
      words: String(form.get(`words-${String(value)}`) ?? ''),
    }));
    const kept = await choosePriorities(event.locals.context, { evaluationId: record.id, chosen });
    if (kept.ok) redirect(303, `${localPath(event.locals.locale, addressOf(record))}#priorities`);
    const { error } = kept;
    const words = Object.fromEntries(chosen.map(({ criterionId, words: said }) => [criterionId, said]));
    if (error.code === 'words-too-long') {
      return fail(422, { choosing: words, tooLong: { id: error.criterionId, ...error.tooLong } });
    }
    return fail(422, { choosing: words, error: toldRefusal(error.code) });
  },
};
