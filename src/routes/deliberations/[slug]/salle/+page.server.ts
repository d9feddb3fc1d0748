import { can, placesIn } from '#modules/deliberation/index.ts';
import { readConsultation } from '#modules/deliberation/index.server.ts';
import { localPath } from '#app/locale.ts';
import { pageAsked } from '../../../page-asked.ts';
import { refuse } from '../../../refusal.server.ts';
import { consultationAt } from '../../consultation-at.server.ts';
import type { PageServerLoad } from './$types.d.ts';

/** The screen of a room: one proposal at a time, and the address by which people in the room take part. */
export const load: PageServerLoad = async (event) => {
  const { locals, url } = event;
  const { context } = locals;
  const consultation = await consultationAt(event);
  if (!can(context.actor, 'run')) refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  const { record, branches, roomCode } = consultation;
  const shown = await readConsultation(context, consultation);
  const open = shown.proposals.filter(({ proposal }) => proposal.state === 'open' && !proposal.hiding);
  const at = Math.min(pageAsked(url.searchParams.get('page')), Math.max(1, open.length));
  return {
    title: record.title,
    language: record.language,
    code: roomCode,
    room: `${context.origin}${localPath(locals.locale, '/deliberations/salle')}`,
    places: placesIn(branches, locals.locale),
    page: at,
    pages: open.length,
    people: shown.people,
    proposal: open[at - 1]?.proposal ?? null,
  };
};
