import { listDecisions } from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { listFollowed } from '../follow-shown.server.ts';
import { justTakenAway } from '../record-forms.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const found = await listDecisions(locals.context);
  return {
    follow: await listFollowed({ locals, url }, '/decisions', new URLSearchParams()),
    takenAway: justTakenAway(locals, 'decision', url),
    decisions: found.map(({ record, details }) => ({
      id: record.id,
      title: record.title,
      language: record.language,
      address: addressOf(record),
      outcome: details.outcome,
      undone: details.undone,
      decidedOn: details.decidedOn,
    })),
  };
};
