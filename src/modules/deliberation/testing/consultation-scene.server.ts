import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Result } from '#kernel/result.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { newRecordFields } from '#modules/records/index.ts';
import { createRecord } from '#modules/records/index.server.ts';
import type { Branch } from '../consultation.ts';
import { openConsultation } from '../run-consultation.server.ts';
import { type Participant, enterRoom, followLink, memberParticipant } from '../take-part.server.ts';
import { findConsultation } from '../consultation-store.server.ts';
import { setRoom } from '../run-consultation.server.ts';

export const branches: Branch[] = [
  {
    id: 'lien',
    title: { fr: 'Lien' },
    items: [
      { id: 'accueil', title: { fr: 'Accueil' } },
      { id: 'entraide', title: { fr: 'Entraide' } },
    ],
  },
  { id: 'sol', title: { fr: 'Sol' }, items: [{ id: 'eau', title: { fr: 'Eau' } }] },
];

export const typedConsultation = {
  title: 'Que change-t-on dans la grille ?',
  why: 'Pour la **suite**.',
  needed: '12',
  opensOn: '',
  closesOn: '2026-12-24',
  colleges: 'Habitantes\nÉlus',
  weighing: 'budget',
};

export const typedProposal = {
  kind: 'add',
  places: ['lien'],
  title: 'Demander qui garde les clés',
  wordings: 'Qui garde les clés ?',
  reason: 'Personne ne le sait.',
};

export function done<Value>(result: Result<Value, { code: string }>): Value {
  if (!result.ok) throw new Error(`The scene could not be played: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A consultation about a page, opened by that facilitator. */
export async function openScene(
  facilitator: Context,
  typed: Partial<typeof typedConsultation> = {},
): Promise<RecordCore> {
  const subject = await createRecord(facilitator, {
    kind: 'page',
    fields: { ...newRecordFields, title: 'La grille' },
    details: {},
  });
  const input = { ...typedConsultation, ...typed };
  return done(await openConsultation(facilitator, { input, subjectId: subject.id, branches }));
}

/** Someone signed in, as a participant. */
export async function asMember(context: Context, consultationId: Id): Promise<Participant> {
  const participant = await memberParticipant(context, consultationId);
  if (!participant) throw new Error('they take no part');
  return participant;
}

/** So many people of a room that is opened for them. */
export async function inRoom(
  facilitator: Context,
  consultationId: Id,
  count: number,
): Promise<Participant[]> {
  const standing = (await findConsultation(facilitator, { id: consultationId }))?.roomCode;
  const code = standing ?? done(await setRoom(facilitator, { recordId: consultationId, open: true })) ?? '';
  const people: Participant[] = [];
  for (let i = 0; i < count; i += 1) {
    const token = done(await enterRoom(facilitator, { code, address: '192.0.2.1' }));
    people.push(done(await followLink(facilitator, token)).participant);
  }
  return people;
}
