import type { RequestEvent } from '@sveltejs/kit';
import { can } from '#modules/evaluation/index.ts';
import { readWorkshop } from '#modules/evaluation/index.server.ts';
import { refuse } from '../refusal.server.ts';
import { resultAt } from './report-at.server.ts';

/** The session that an address names, for whoever holds its workshop: its result, and what the group kept so far. */
export async function workshopAt(event: RequestEvent) {
  const { actor } = event.locals.context;
  const found = await resultAt(event);
  if (!can(actor, 'hold-workshop', found.session)) {
    return refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  }
  const workshop = await readWorkshop(event.locals.context, found.session);
  if (!workshop.ok) return refuse(workshop.error.code);
  return { ...found, workshop: workshop.value };
}
