import { createHmac } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { type Database, inTransaction } from '#kernel/database.server.ts';
import { dayOf } from '#kernel/dates/format-date.ts';
import type { Id } from '#kernel/ids.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { placeOfAddress } from '#kernel/place-of-address.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { secretNamed } from '#kernel/settings.server.ts';
import { type SignedLinkError, makeSignedLink, readSignedLink } from '#kernel/signed-links.server.ts';
import {
  type LinkMail,
  type MailRefusal,
  joinTerritory,
  mailLink,
  mayAskFrom,
  personFor,
  proveEmail,
} from '#modules/accounts/index.server.ts';
import { findTerritorySigns } from '#modules/territories/index.server.ts';
import { type Consultation, type ConsultationState, can, stateOn } from './consultation.ts';
import { findByRoomCode, findConsultation, holdConsultation } from './consultation-store.server.ts';
import { type ParticipantPlace, insertParticipant } from './vote-store.server.ts';

const mailPurpose = 'take-part';
const roomPurpose = 'take-part-in-a-room';
/** Ninety days: as long as most consultations last. */
const mailMinutes = 90 * 24 * 60;
/** A day: a meeting and the evening after. */
const roomMinutes = 24 * 60;
/** A full hall behind one address of the network. */
const entriesOfPlace: Limit = { name: 'enter-room', most: 400, minutes: 60 };

/** Who takes part, as what they say is kept under. */
export interface Participant extends ParticipantPlace {
  /** False for whoever came by the open link of a room: nobody knows whether they came twice. */
  verified: boolean;
  /** Their account, or whoever got the link by mail; null in a room. */
  personId: Id | null;
}

/** Where a consultation stands today, in the time of its territory. */
export async function stateNow(
  { db, territoryId, clock }: Pick<Context, 'db' | 'territoryId' | 'clock'>,
  { details }: Pick<Consultation, 'details'>,
): Promise<ConsultationState> {
  const { timeZone } = await findTerritorySigns(db, territoryId);
  return stateOn(details, dayOf(clock.now(), timeZone));
}

/**
 * What a person's answers are kept under in one consultation: always the same, whether they come by mail or signed in,
 * and not to be turned back into them without the instance's secret. HMAC-SHA-256 (RFC 2104), in base64url.
 */
export async function keyOfPerson(db: Database, consultationId: Id, personId: Id): Promise<string> {
  const [key = ''] = await keysOfPeople(db, consultationId, [personId]);
  return key;
}

/** The same of several people, in their order. */
export async function keysOfPeople(
  db: Database,
  consultationId: Id,
  people: readonly Id[],
): Promise<string[]> {
  const secret = await secretNamed(db, 'participants');
  return people.map((id) => keyOf(secret, `${consultationId} person ${id}`));
}

function keyOf(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** The signed-in person as a participant; undefined for visitors and whoever was removed. */
export async function memberParticipant(
  context: Context,
  consultationId: Id,
): Promise<Participant | undefined> {
  const { personId } = context.actor;
  if (!personId || !can(context.actor, 'take-part')) return undefined;
  const key = await keyOfPerson(context.db, consultationId, personId);
  return { consultationId, key, verified: true, personId };
}

export type LinkRefusal = SignedLinkError | { code: 'not-found' };

/** Whom a link lets take part, and in what. Opening it uses nothing up. */
export async function followLink(
  context: Context,
  token: string,
): Promise<Result<{ consultation: Consultation; participant: Participant }, LinkRefusal>> {
  const { territoryId } = context;
  const mailed = await readSignedLink(context, token, { purpose: mailPurpose, territoryId });
  const link = mailed.ok
    ? mailed
    : await readSignedLink(context, token, { purpose: roomPurpose, territoryId });
  if (!link.ok) return mailed.ok || mailed.error.code === 'link-invalid' ? link : mailed;
  const { id, personId, subject: consultationId } = link.value;
  // By mail one reads what members read; in a room, what everyone does.
  const reader: Context = {
    ...context,
    actor: { personId: null, role: personId ? 'contributor' : 'visitor' },
  };
  const consultation = await findConsultation(reader, { id: consultationId });
  if (!consultation) return err({ code: 'not-found' });
  const key = personId
    ? await keyOfPerson(context.db, consultationId, personId)
    : keyOf(await secretNamed(context.db, 'participants'), `${consultationId} room ${id}`);
  return ok({ consultation, participant: { consultationId, key, verified: personId !== null, personId } });
}

/** Sends someone without an account the link by which they take part. To be called in a transaction. */
export async function mailWayIn(
  inside: Context,
  asked: { consultationId: Id; email: string; address?: string | undefined; mail: LinkMail; path: string },
): Promise<Result<{ email: string; personId: Id }, MailRefusal>> {
  const person = await personFor(inside, asked.email);
  if (!person.ok) return person;
  if (!(await mayAskFrom(inside, asked.address))) return err({ code: 'too-many-here' });
  const { id: personId, email } = person.value;
  const token = await wayIn(inside, asked.consultationId, personId);
  const path = `${asked.path}/${token}`;
  await mailLink(inside, { to: email, mail: asked.mail, path, renewMinutes: mailMinutes, awaited: true });
  return ok({ email, personId });
}

/** The token of the link by which a person takes part. */
export function wayIn(context: Context, consultationId: Id, personId: Id): Promise<string> {
  const { territoryId } = context;
  return makeSignedLink(context, {
    purpose: mailPurpose,
    territoryId,
    subject: consultationId,
    personId,
    minutes: mailMinutes,
  });
}

/** Lets a visitor take part by mail, without proposing anything yet. */
export function askWayIn(
  context: Context,
  asked: { consultationId: Id; email: string; address?: string | undefined; mail: LinkMail; path: string },
): Promise<Result<{ email: string }, MailRefusal | { code: 'not-found' }>> {
  return inTransaction<Result<{ email: string }, MailRefusal | { code: 'not-found' }>>(
    context.db,
    async (db) => {
      const inside = { ...context, db };
      if (!(await findConsultation(inside, { id: asked.consultationId }))) return err({ code: 'not-found' });
      return mailWayIn(inside, asked);
    },
  );
}

/** The consultation of a room, as its code, however it was typed, says. */
export function findRoom(context: Context, code: string): Promise<Consultation | undefined> {
  const typed = code.toUpperCase().replaceAll(/[^A-Z]/g, '');
  return findByRoomCode(context, typed || '-');
}

/** Lets whoever is in the room take part: the token of a link of their own, on this device, for a day. */
export async function enterRoom(
  context: Context,
  { code, address }: { code: string; address: string },
): Promise<Result<string, { code: 'not-found' | 'too-many' }>> {
  const consultation = await findRoom(context, code);
  if (!consultation) return err({ code: 'not-found' });
  if (!(await takeTurn(context, entriesOfPlace, placeOfAddress(address)))) return err({ code: 'too-many' });
  const { territoryId } = context;
  return ok(
    await makeSignedLink(context, {
      purpose: roomPurpose,
      territoryId,
      subject: consultation.record.id,
      personId: null,
      minutes: roomMinutes,
    }),
  );
}

export type ActRefusal = { code: 'not-found' | 'removed' | 'consultation-closed' };

/**
 * Runs `work` while the consultation is held open, with the participant's row there. Who comes by mail proves their
 * address and joins the territory, as by any link; who was removed from it does nothing.
 */
export async function whileOpen<T, Refusal>(
  context: Context,
  participant: Participant,
  work: (inside: Context, consultation: Consultation) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal | ActRefusal>> {
  const { consultationId, personId, verified } = participant;
  return inTransaction<Result<T, Refusal | ActRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    await holdConsultation(inside, consultationId, 'answering');
    if (personId) {
      const { territoryId, clock } = context;
      const role = await joinTerritory(db, { territoryId, personId, now: clock.now() });
      if (role === 'visitor') return err({ code: 'removed' });
      if (personId !== context.actor.personId) await proveEmail(db, personId);
    }
    const reader: Context = { ...inside, actor: { personId, role: verified ? 'contributor' : 'visitor' } };
    const consultation = await findConsultation(reader, { id: consultationId });
    if (!consultation) return err({ code: 'not-found' });
    if ((await stateNow(inside, consultation)) !== 'open') return err({ code: 'consultation-closed' });
    await insertParticipant(inside, participant, verified);
    return work(inside, consultation);
  });
}

/** A code of six letters without vowels, so that no word comes out. */
export function roomCodeFrom(random: (below: number) => number): string {
  const letters = 'BCDFGHJKMNPQRSTVWXZ';
  return Array.from({ length: 6 }, () => letters.charAt(random(letters.length))).join('');
}
