import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { type Branch, placesIn, readProposalForm } from '#modules/deliberation/index.ts';
import { proposeByMail, proposeChange, stateNow } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { mailState } from '../../../../mail-state.server.ts';
import { refuse } from '../../../../refusal.server.ts';
import { type WayIn, participantAt } from '../../../participant-at.server.ts';
import { wayInMail } from '../../../way-in-mail.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** A consultation that takes proposals, and who comes to it. */
async function placeAt(event: RequestEvent): Promise<Extract<WayIn, { consultation: unknown }>> {
  const found = await participantAt(event);
  if (!('consultation' in found)) return refuse(found.code);
  return found;
}

function choicesOf(branches: readonly Branch[], names: Readonly<Record<string, string>>) {
  const choice = ({ id }: { id: string }) => ({ value: id, label: names[id] ?? id });
  return { branches: branches.map(choice), items: branches.flatMap(({ items }) => items.map(choice)) };
}

export const load: PageServerLoad = async (event) => {
  const { locals, setHeaders } = event;
  setHeaders({ 'cache-control': 'no-store' });
  const { code, consultation } = await placeAt(event);
  const { record, branches } = consultation;
  return {
    ...(await mailState(locals)),
    isKnown: code === 'taking-part',
    state: await stateNow(locals.context, consultation),
    consultation: { title: record.title, language: record.language, address: addressOf(record) },
    choices: choicesOf(branches, placesIn(branches, locals.locale)),
    language: record.language,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { context } = event.locals;
    const found = await placeAt(event);
    const form = await event.request.formData();
    const input = readProposalForm(form);
    if (found.code === 'taking-part') {
      const made = await proposeChange(context, found.participant, input);
      if (made.ok) redirect(303, event.url.pathname.replace(/\/proposer$/, ''));
      if (made.error.code === 'invalid')
        return fail(422, { ...refusal, input, problems: made.error.problems });
      if (made.error.code === 'too-many') return fail(429, { ...refusal, input, tooMany: true });
      if (made.error.code === 'consultation-closed') redirect(303, event.url.pathname);
      return refuse(made.error.code === 'removed' ? 'not-allowed' : 'not-found');
    }
    const email = String(form.get('email') ?? '');
    const sent = await proposeByMail(context, {
      input,
      email,
      ...wayInMail(event, found.consultation.record),
    });
    if (sent.ok) return { ...refusal, sent: sent.value.email };
    if (sent.error.code === 'invalid') {
      const { problems, email: emailError } = sent.error;
      return fail(422, { ...refusal, input, email, emailError, problems });
    }
    if (sent.error.code === 'consultation-closed') redirect(303, event.url.pathname);
    return refuse('not-found');
  },
};

/** What the form comes back with; each answer says what differs. */
const refusal = {
  sent: null as string | null,
  input: null as ReturnType<typeof readProposalForm> | null,
  problems: [] as { field: string; tooLong?: { excess: number; max: number } }[],
  tooMany: false,
  email: '',
  emailError: null as 'email-invalid' | 'too-many-mails' | 'too-many-here' | null,
};
