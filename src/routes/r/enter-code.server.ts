import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { enterRoom, findRoom, openByCode } from '#modules/evaluation/index.server.ts';
import { addressOf } from '#modules/records/index.ts';

/** Where what a device was given in a room is kept: sent back under `/r` only, where it comes in again. */
const roomCookie = 'entrelacs-room';

/**
 * Goes to the sheet that the code of a card opens, or to the door of a room; else gives back what was typed, and why
 * it opens nothing.
 */
export async function enterCode(event: RequestEvent, typed: string) {
  const { context, locale } = event.locals;
  const room = await findRoom(context, typed);
  if (room) redirect(303, localPath(locale, `/r/${room.code}`));
  const opened = await openByCode(context, { typed, address: event.getClientAddress() });
  if (opened.ok) redirect(303, localPath(locale, `/evaluations/repondre/${opened.value}`));
  return { typed, error: opened.error.code };
}

/** What the door of a room says before one comes in; undefined when the code opens no room. */
export async function roomAt({ locals, params }: RequestEvent) {
  const room = await findRoom(locals.context, params['code'] ?? '');
  if (!room) return undefined;
  const { record, state } = room.session;
  return {
    title: record.title,
    language: record.language,
    address: addressOf(record),
    isOpen: room.isOpen,
    isOver: state !== 'open',
  };
}

/** Comes into a room, with a sheet for this device: the one it has already, if it came in before. */
export async function comeIn(event: RequestEvent) {
  const { context, locale } = event.locals;
  const entered = await enterRoom(context, {
    typed: event.params['code'] ?? '',
    address: event.getClientAddress(),
    known: event.cookies.get(roomCookie),
  });
  if (!entered.ok) return { error: entered.error.code };
  event.cookies.set(roomCookie, entered.value, {
    path: localPath(locale, '/r'),
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
    maxAge: 24 * 3600,
  });
  redirect(303, localPath(locale, `/evaluations/repondre/${entered.value}`));
}
