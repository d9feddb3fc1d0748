import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { type Consultation, can } from '#modules/deliberation/index.ts';
import { findConsultation, followLink, memberParticipant } from '#modules/deliberation/index.server.ts';
import { atAddress } from '../record-address.server.ts';
import { refuse } from '../refusal.server.ts';

type Participant = NonNullable<Awaited<ReturnType<typeof memberParticipant>>>;

/** What an address of taking part leads to. */
export type WayIn =
  | { code: 'taking-part'; consultation: Consultation; participant: Participant }
  /** A consultation's own address, opened by someone who is not signed in. */
  | { code: 'address-needed'; consultation: Consultation }
  | { code: 'link-invalid' | 'link-expired' | 'link-used' | 'not-found' };

/**
 * Who takes part, as `[token]` says: the signed link of a mail or of a room, or the short id of the consultation, under
 * which whoever is signed in takes part: that one may be passed on.
 */
export async function participantAt(event: RequestEvent): Promise<WayIn> {
  const { context } = event.locals;
  const token = event.params['token'] ?? '';
  if (!/^[0-9a-z]{8}$/.test(token)) {
    const followed = await followLink(context, token);
    return followed.ok ? { code: 'taking-part', ...followed.value } : followed.error;
  }
  const consultation = await findConsultation(context, { shortId: token });
  if (!consultation) return atGoneAddress(event, token);
  const participant = await memberParticipant(context, consultation.record.id);
  if (participant) return { code: 'taking-part', consultation, participant };
  if (context.actor.personId && !can(context.actor, 'take-part')) refuse('not-allowed');
  return { code: 'address-needed', consultation };
}

/** Says what became of a consultation that is not there. */
async function atGoneAddress(event: RequestEvent, shortId: string): Promise<never> {
  const named = { ...event, params: { slug: shortId } };
  await atAddress(named, 'deliberation', async () => undefined);
  return refuse('not-found');
}

/** Whoever takes part; who opens a consultation's own address without being signed in is led to the way in. */
export async function participantOrWayIn(event: RequestEvent) {
  const found = await participantAt(event);
  if (found.code === 'taking-part') return found;
  if (found.code !== 'address-needed') return refuse(found.code);
  const { record } = found.consultation;
  return redirect(303, localPath(event.locals.locale, `/deliberations/avis/${record.shortId}`));
}

/** The participant that a form comes from; who has no way in is told so. */
export async function participantOf(event: RequestEvent) {
  const found = await participantAt(event);
  if (found.code === 'taking-part') return found;
  return refuse(found.code === 'address-needed' ? 'sign-in-first' : found.code);
}
