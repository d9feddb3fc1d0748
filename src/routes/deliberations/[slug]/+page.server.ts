import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { can, placesIn } from '#modules/deliberation/index.ts';
import {
  listDecisions,
  memberParticipant,
  readConsultation,
  setClosed,
  setRoom,
} from '#modules/deliberation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { findRecord } from '#modules/records/index.server.ts';
import { recordFollowed } from '../../follow-shown.server.ts';
import { recordForms } from '../../record-forms.server.ts';
import { recordShown } from '../../record-shown.server.ts';
import { refuse } from '../../refusal.server.ts';
import { consultationAt } from '../consultation-at.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const { context, locale } = event.locals;
  const consultation = await consultationAt(event);
  const { record, details, branches, roomCode } = consultation;
  const participant = await memberParticipant(context, record.id);
  const { state, proposals, people } = await readConsultation(context, consultation, participant);
  const subject = details.subjectId ? await findRecord(context, { id: details.subjectId }) : undefined;
  const mayRun = can(context.actor, 'run');
  const decisions = await listDecisions(context, { consultationId: record.id });
  return {
    ...(await recordShown(context, record)),
    follow: await recordFollowed(event, record),
    details,
    state,
    people,
    mayRun,
    hasRoom: mayRun && roomCode !== null,
    places: placesIn(branches, locale),
    subject: subject && { title: subject.title, language: subject.language, address: addressOf(subject) },
    proposals: proposals.map(({ proposal, ...shown }) => {
      const decision = decisions.find(({ record: { id } }) => id === proposal.decisionId)?.record;
      const { id, kind, title, wordings, reason, language, hiding, places, state: stands } = proposal;
      return {
        id,
        kind,
        title,
        wordings,
        reason,
        language,
        places,
        state: stands,
        ...shown,
        isHidden: hiding !== null,
        decision: decision && addressOf(decision),
      };
    }),
  };
};

/** A form that facilitators send: what it does, then the page again, or the screen of the room. */
function running(
  run: (
    event: RequestEvent,
    recordId: string,
  ) => Promise<{ ok: true } | { ok: false; error: { code: string } }>,
  after = '',
) {
  return async (event: RequestEvent) => {
    const { record } = await consultationAt(event);
    const done = await run(event, record.id);
    if (!done.ok) refuse(done.error.code);
    redirect(303, localPath(event.locals.locale, `${addressOf(record)}${after}`));
  };
}

export const actions: Actions = {
  ...recordForms('deliberation', async (event) => (await consultationAt(event)).record),
  close: running(({ locals }, recordId) => setClosed(locals.context, { recordId, closed: true })),
  reopen: running(({ locals }, recordId) => setClosed(locals.context, { recordId, closed: false })),
  openRoom: running(({ locals }, recordId) => setRoom(locals.context, { recordId, open: true }), '/salle'),
  closeRoom: running(({ locals }, recordId) => setRoom(locals.context, { recordId, open: false })),
};
