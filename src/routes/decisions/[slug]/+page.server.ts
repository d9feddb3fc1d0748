import { fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { can, placesIn } from '#modules/deliberation/index.ts';
import { findConsultation, namesOfParticipants, takeBack } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { recordFollowed } from '../../follow-shown.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { recordShown } from '../../record-shown.server.ts';
import { refuse } from '../../refusal.server.ts';
import { undoCarriedOut } from '#app/carry-out.server.ts';
import { decisionAt } from '../decision-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const { record, details } = await decisionAt(event);
  const { consultationId } = details;
  const consultation = consultationId ? await findConsultation(context, { id: consultationId }) : undefined;
  return {
    ...(await recordShown(context, record)),
    follow: await recordFollowed(event, record),
    decision: details,
    places: placesIn(consultation?.branches ?? [], locale),
    names: consultation ? await namesOfParticipants(context, consultation.record.id) : [],
    mayTakeBack: can(context.actor, 'run') && !details.undone,
  };
};

export const actions: Actions = {
  ...recordForms('decision', async (event) => (await decisionAt(event)).record),
  takeBack: async (event) => {
    const { record } = await decisionAt(event);
    const { locals } = event;
    const done = await takeBack(locals.context, record.id, undoCarriedOut);
    if (done.ok) redirect(303, localPath(locals.locale, addressOf(done.value)));
    const { code } = done.error;
    if (code === 'not-found' || code === 'not-allowed') return refuse(code);
    return fail(409, { notTakenBack: true });
  },
};
