import { can } from '#modules/deliberation/index.ts';
import { listConsultations, stateNow } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { listFollowed } from '../follow-shown.server.ts';
import { justTakenAway } from '../record-forms.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { context } = locals;
  const found = await listConsultations(context);
  return {
    follow: await listFollowed({ locals, url }, '/deliberations', new URLSearchParams()),
    takenAway: justTakenAway(locals, 'deliberation', url),
    mayRun: can(context.actor, 'run'),
    consultations: await Promise.all(
      found.map(async (consultation) => ({
        id: consultation.record.id,
        title: consultation.record.title,
        language: consultation.record.language,
        address: addressOf(consultation.record),
        closesOn: consultation.details.closesOn,
        state: await stateNow(context, consultation),
      })),
    ),
  };
};
