import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type Device, readDevice } from './device.ts';
import { deleteSession, deleteSessionsOf, selectSessions } from './session-store.server.ts';

/** One browser in which a person is signed in. */
export interface OpenSession {
  id: Id;
  device: Device;
  openedAt: Date;
  /** Exact to the day. */
  seenAt: Date;
  /** Whether it is the one that asks. */
  current: boolean;
}

/** Where the person who asks is signed in, this browser first; nobody but they can ask. */
export async function listSessions(
  context: Context,
  current: Id | undefined,
): Promise<Result<OpenSession[], { code: 'not-allowed' }>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  const found = await selectSessions(context.db, { personId, now: context.clock.now() });
  const sessions = found.map(({ device, ...session }) => ({
    ...session,
    device: readDevice(device),
    current: session.id === current,
  }));
  return ok(sessions.toSorted((one, other) => Number(other.current) - Number(one.current)));
}

/** Signs the person out of one of their browsers: its next request is a visitor's. */
export async function endSession(
  context: Context,
  id: string,
): Promise<Result<undefined, { code: 'not-allowed' | 'session-gone' }>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  const ended = isId(id) && (await deleteSession(context.db, { id, personId }));
  return ended ? ok() : err({ code: 'session-gone' });
}

/** Signs the person out of all their browsers but this one; how many there were. */
export async function endOtherSessions(
  context: Context,
  current: Id | undefined,
): Promise<Result<number, { code: 'not-allowed' }>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  return ok(await deleteSessionsOf(context.db, { personId, kept: current ?? null }));
}
