import { randomInt } from 'node:crypto';
import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import { placeOfAddress } from '#kernel/place-of-address.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { makeCode, printedCode, readCode } from './answer-code.ts';
import { makeAnswerLink, readAnswerLink } from './answer-link.server.ts';
import { type EvaluationSession, can, roomCollege, roomKey } from './evaluation.ts';
import { findSession } from './evaluation-store.server.ts';
import { lockState } from './evaluation-state-store.server.ts';
import { type ManageRefusal, whileHeld } from './manage-invitations.server.ts';
import {
  findDoor,
  findDoorByCode,
  insertRoomInvitation,
  shutDoor,
  writeDoor,
} from './open-door-store.server.ts';
import { countAnswered } from './sheet-store.server.ts';

/** Devices that begin a sheet from one place in a quarter of an hour: a large room behind one address. */
const fromOnePlace: Limit = { name: 'room-sheet', most: 150, minutes: 15 };
/** Devices that begin a sheet in one session in a day, from wherever: more is nobody's meeting. */
const inOneSession: Limit = { name: 'room-session', most: 1000, minutes: 24 * 60 };

/**
 * Opens one address for a whole room: whoever comes in fills in a sheet of their own. Who they are is not verified, so
 * their answers are shown apart and mixed with no college. Opened anew, the address is a new one.
 */
export function openDoor(context: Context, evaluationId: Id): Promise<Result<undefined, ManageRefusal>> {
  return whileHeld(context, evaluationId, async (inside) => {
    await writeDoor(
      inside,
      evaluationId,
      makeCode((below) => randomInt(below)),
    );
    await note(inside, evaluationId, 'evaluation.room-opened');
    return ok();
  });
}

/** Closes it at once: nobody begins any more. Sheets that were begun are kept and can be finished. */
export function closeDoor(context: Context, evaluationId: Id): Promise<Result<undefined, ManageRefusal>> {
  return whileHeld(context, evaluationId, async (inside) => {
    if (await shutDoor(inside, evaluationId)) await note(inside, evaluationId, 'evaluation.room-closed');
    return ok();
  });
}

/** How the door of a session stands, for those who run it. */
export interface DoorStanding {
  /** As it is typed and shown; null while it is closed. */
  code: string | null;
  /** People who said something; null while they are too few to be shown. */
  answered: number | null;
  /** Whether it was ever opened. */
  wasOpened: boolean;
}

export async function readDoor(
  context: Context,
  session: EvaluationSession,
): Promise<Result<DoorStanding, { code: 'not-allowed' }>> {
  if (!can(context.actor, 'invite', session)) return err({ code: 'not-allowed' });
  const door = await findDoor(context, session.record.id);
  const answered = (await countAnswered(context, session.record.id)).get(roomKey) ?? 0;
  return ok({
    code: door && door.closedAt === null ? printedCode(door.code) : null,
    answered: answered < (roomCollege.threshold ?? 0) ? null : answered,
    wasOpened: door !== undefined,
  });
}

/** What the code of a room leads to; undefined when it is no such code, or of a session that nobody answers. */
export async function findRoom(
  context: Context,
  typed: string,
): Promise<{ session: EvaluationSession; code: string; isOpen: boolean } | undefined> {
  const code = readCode(typed);
  const door = code === null ? undefined : await findDoorByCode(context, code);
  const session = door && (await findSession(context, { id: door.evaluationId }));
  if (!door || !session) return undefined;
  const isOpen = door.closedAt === null && session.state === 'open';
  return { session, code: printedCode(door.code), isOpen };
}

export interface RoomRefusal {
  code: 'code-unknown' | 'room-closed' | 'too-many-tries';
}

/**
 * Comes into a room: a link to a sheet of one's own, or the one that this device was given before.
 *
 * @param entry.known what this device was given when it came in before
 * @param entry.address of the client; only an HMAC of it is kept, for a quarter of an hour
 * @returns the token of an answer link
 */
export async function enterRoom(
  context: Context,
  entry: { typed: string; address: string; known?: string | undefined },
): Promise<Result<string, RoomRefusal>> {
  return inTransaction<Result<string, RoomRefusal>>(context.db, async (db) => {
    const inside = { ...context, db };
    const found = await findRoom(inside, entry.typed);
    if (!found) return err({ code: 'code-unknown' });
    const { id } = found.session.record;
    const before = entry.known === undefined ? undefined : await readAnswerLink(inside, entry.known);
    if (entry.known !== undefined && before?.ok && before.value.evaluationId === id) return ok(entry.known);
    await lockState(inside, id, 'answering');
    // Asked again once it is held: it may have been closed while we waited.
    if (!(await findRoom(inside, entry.typed))?.isOpen) return err({ code: 'room-closed' });
    const isWelcome =
      (await takeTurn(inside, fromOnePlace, placeOfAddress(entry.address))) &&
      (await takeTurn(inside, inOneSession, id));
    if (!isWelcome) return err({ code: 'too-many-tries' });
    return ok(await makeAnswerLink(inside, await insertRoomInvitation(inside, id)));
  });
}

function note(context: Context, recordId: Id, action: string): Promise<unknown> {
  return appendToJournal(context, { recordId, action, changes: {} });
}
