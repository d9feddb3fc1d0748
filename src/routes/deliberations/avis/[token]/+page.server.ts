import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { placesIn } from '#modules/deliberation/index.ts';
import {
  askWayIn,
  castVote,
  confirmProposal,
  readCards,
  retractProposal,
  sayWho,
} from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { mailState } from '../../../mail-state.server.ts';
import { refuse } from '../../../refusal.server.ts';
import { participantAt, participantOf } from '../../participant-at.server.ts';
import { wayInMail } from '../../way-in-mail.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { locals, url, setHeaders } = event;
  setHeaders({ 'cache-control': 'no-store' });
  const found = await participantAt(event);
  if (!('consultation' in found)) return { refusal: found.code };
  const { record, details, branches } = found.consultation;
  const shown = {
    consultation: { title: record.title, language: record.language, address: addressOf(record) },
  };
  if (found.code === 'address-needed') return { ...shown, ...(await mailState(locals)) };
  const cards = await readCards(locals.context, found.consultation, found.participant);
  const { state, next, answered, waiting, retractable, who } = cards;
  const asked = url.searchParams.get('carte');
  const before = answered.find(({ proposal: { id, state: stands } }) => id === asked && stands === 'open');
  const card = before?.proposal ?? next.find(({ id }) => id === asked);
  const chosen = answers.find((answer) => answer === url.searchParams.get('avis'));
  return {
    ...shown,
    state,
    verified: found.participant.verified,
    places: placesIn(branches, locals.locale),
    colleges: details.colleges,
    hasWeights: details.weighing !== null,
    who: { college: who?.college ?? '', namedAs: who?.namedAs ?? '' },
    card: card ?? next[0] ?? null,
    own: before?.own ?? null,
    // What a link of a letter says: the button gives it.
    chosen: (card && chosen) ?? null,
    isGone: asked !== null && !card,
    progress: { done: answered.length, total: answered.length + next.length },
    answered,
    waiting,
    retractable,
  };
};

const answers = ['agree', 'disagree', 'pass'] as const;

const back = ({ url }: RequestEvent, hash = '') => redirect(303, `${url.pathname}${hash}`);

export const actions: Actions = {
  vote: async (event) => {
    const { participant } = await participantOf(event);
    const form = await event.request.formData();
    const typed = (name: string) => String(form.get(name) ?? '');
    const nuance = typed('nuance').replaceAll('\r\n', '\n');
    const cast = { proposalId: typed('proposal'), vote: typed('vote'), nuance };
    const done = await castVote(event.locals.context, participant, cast);
    if (done.ok) return back(event);
    const { error } = done;
    if (error.code === 'nuance-too-long') return fail(422, { nuance, problem: error.tooLong });
    if (error.code === 'consultation-closed') return back(event);
    return refuse(error.code === 'removed' ? 'not-allowed' : 'not-found');
  },
  who: async (event) => {
    const { participant } = await participantOf(event);
    const form = await event.request.formData();
    const said = { college: String(form.get('college') ?? ''), namedAs: String(form.get('namedAs') ?? '') };
    const done = await sayWho(event.locals.context, participant, said);
    if (done.ok || done.error.code === 'consultation-closed') return back(event);
    if (done.error.code === 'name-too-long') return fail(422, { who: said, nameProblem: done.error.tooLong });
    return refuse(done.error.code === 'removed' ? 'not-allowed' : 'not-found');
  },
  confirm: async (event) => {
    const { participant } = await participantOf(event);
    const proposal = String((await event.request.formData()).get('proposal') ?? '');
    const done = await confirmProposal(event.locals.context, participant, proposal);
    if (done.ok || done.error.code === 'consultation-closed') return back(event);
    if (done.error.code === 'too-many') return fail(429, { tooMany: true });
    return refuse(done.error.code === 'removed' ? 'not-allowed' : 'not-found');
  },
  retract: async (event) => {
    const { participant } = await participantOf(event);
    const proposal = String((await event.request.formData()).get('proposal') ?? '');
    const done = await retractProposal(event.locals.context, participant, proposal);
    if (done.ok || done.error.code === 'consultation-closed') return back(event);
    if (done.error.code === 'voted') return fail(409, { voted: true });
    return refuse(done.error.code === 'removed' ? 'not-allowed' : 'not-found');
  },
  way: async (event) => {
    const found = await participantAt(event);
    if (found.code !== 'address-needed') return back(event);
    const email = String((await event.request.formData()).get('email') ?? '');
    const asked = { email, ...wayInMail(event, found.consultation.record) };
    const sent = await askWayIn(event.locals.context, asked);
    if (sent.ok) return { sent: sent.value.email };
    if (sent.error.code === 'not-found') return refuse('not-found');
    return fail(422, { email, emailError: sent.error.code });
  },
};
