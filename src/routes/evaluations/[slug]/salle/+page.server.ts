import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { closeDoor, openDoor, readDoor } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';
import { refuse } from '../../../refusal.server.ts';
import { sessionAt } from '../../session-at.server.ts';
import { toldRefusal } from '../../told-refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async (event) => {
  const session = await sessionAt(event);
  const { context, locale } = event.locals;
  const door = await readDoor(context, session);
  if (!door.ok) return refuse(context.actor.personId ? door.error.code : 'sign-in-first');
  if (session.state !== 'open') redirect(303, localPath(locale, addressOf(session.record)));
  const { code } = door.value;
  return {
    title: session.record.title,
    language: session.record.language,
    address: addressOf(session.record),
    door: door.value,
    /** What is shown to the room, and photographed. */
    roomAddress: code && `${context.origin}${localPath(locale, `/r/${code}`)}`,
    /** Where the code is typed instead. */
    codeAddress: `${context.origin}${localPath(locale, '/r')}`,
  };
};

function moving(move: typeof openDoor) {
  return async (event: RequestEvent) => {
    const { record } = await sessionAt(event);
    const { context, locale } = event.locals;
    const moved = await move(context, record.id);
    if (moved.ok) redirect(303, localPath(locale, `${addressOf(record)}/salle`));
    return fail(409, { error: toldRefusal(moved.error.code) });
  };
}

export const actions: Actions = { open: moving(openDoor), close: moving(closeDoor) };
