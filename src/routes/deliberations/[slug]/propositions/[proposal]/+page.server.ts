import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { can, placesIn } from '#modules/deliberation/index.ts';
import {
  decide,
  hideProposal,
  mergeProposal,
  moderateNuance,
  readConsultation,
  showProposal,
} from '#modules/deliberation/index.server.ts';
import { addressOf, hidingReasons } from '#modules/records/index.ts';
import { refuse } from '../../../../refusal.server.ts';
import { carryOut } from '#app/carry-out.server.ts';
import { consultationAt } from '../../../consultation-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

async function placeAt(event: RequestEvent) {
  const { actor } = event.locals.context;
  const consultation = await consultationAt(event);
  return can(actor, 'run') ? consultation : refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
}

/** The proposal that the address names, among those of its consultation. */
async function proposalAt(event: RequestEvent) {
  const consultation = await placeAt(event);
  const shown = await readConsultation(event.locals.context, consultation);
  const all = [...shown.proposals.map(({ proposal }) => proposal), ...shown.merged];
  const proposal = all.find(({ id }) => id === event.params['proposal']);
  return { consultation, shown, proposal: proposal ?? refuse('not-found') };
}

export const load: PageServerLoad = async (event) => {
  const { consultation, shown, proposal } = await proposalAt(event);
  const { record, branches } = consultation;
  const mine = shown.proposals.find((one) => one.proposal.id === proposal.id);
  return {
    consultation: { title: record.title, language: record.language, address: addressOf(record) },
    proposal,
    places: placesIn(branches, event.locals.locale),
    tallies: mine?.tallies ?? null,
    nuances: mine?.nuances ?? [],
    others: shown.proposals
      .filter((one) => one.proposal.state === 'open' && one.proposal.id !== proposal.id)
      .map((one) => ({ value: one.proposal.id, label: one.proposal.title })),
    into: shown.proposals.find((one) => one.proposal.id === proposal.mergedInto)?.proposal.title ?? null,
    reasons: [...hidingReasons],
  };
};

const typedIn = (form: FormData) => (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');

function back(event: RequestEvent): never {
  redirect(303, event.url.pathname);
}

export const actions: Actions = {
  decide: async (event) => {
    const { proposal } = await proposalAt(event);
    const typed = typedIn(await event.request.formData());
    const asked = { proposalId: proposal.id, outcome: typed('outcome'), reason: typed('reason') };
    const decided = await decide(event.locals.context, asked, carryOut);
    if (decided.ok) redirect(303, localPath(event.locals.locale, addressOf(decided.value)));
    const { error } = decided;
    if (error.code === 'invalid') return fail(422, { ...asked, problems: error.problems, code: null });
    if (error.code === 'decided' || error.code === 'not-carried-out') {
      return fail(409, { ...asked, problems: [], code: error.code });
    }
    return refuse(error.code);
  },
  hide: async (event) => {
    const { proposal } = await proposalAt(event);
    const typed = typedIn(await event.request.formData());
    const asked = { proposalId: proposal.id, reason: typed('hiding'), words: typed('words') };
    const done = await hideProposal(event.locals.context, asked);
    if (!done.ok && done.error.code === 'invalid') {
      return fail(422, { hiding: asked.reason, words: asked.words, hidingProblems: done.error.problems });
    }
    return done.ok || done.error.code === 'already' ? back(event) : refuse(done.error.code);
  },
  show: async (event) => {
    const { proposal } = await proposalAt(event);
    const done = await showProposal(event.locals.context, proposal.id);
    return done.ok || done.error.code === 'already' ? back(event) : refuse(done.error.code);
  },
  merge: async (event) => {
    const { proposal } = await proposalAt(event);
    const into = typedIn(await event.request.formData())('into') || null;
    const done = await mergeProposal(event.locals.context, { proposalId: proposal.id, into });
    return done.ok || done.error.code === 'already' ? back(event) : refuse(done.error.code);
  },
  nuance: async (event) => {
    const { consultation } = await proposalAt(event);
    const typed = typedIn(await event.request.formData());
    const asked = {
      consultationId: consultation.record.id,
      nuanceId: typed('nuance'),
      hidden: typed('hidden') === 'true',
    };
    const done = await moderateNuance(event.locals.context, asked);
    return done.ok ? back(event) : refuse(done.error.code);
  },
};
