import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { deleteSessionsOpenedBy } from './session-store.server.ts';
import { type LinkedIdentity, deleteIdentity, selectIdentities } from './identity-store.server.ts';

/** With whom the person who asks may sign in beside mail and passkeys, oldest first; nobody but they can ask. */
export async function listIdentities(
  context: Context,
): Promise<Result<LinkedIdentity[], { code: 'not-allowed' }>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  return ok(await selectIdentities(context.db, personId));
}

/**
 * Lets an identity go: it opens the account no more, and the browsers that its provider had opened it in are signed out, but
 * for the one that asks. Where its provider still vouches for the person's address, signing in with it links it anew.
 */
export async function removeIdentity(
  context: Context,
  id: string,
  current: Id | undefined,
): Promise<Result<{ issuer: string }, { code: 'not-allowed' | 'identity-gone' }>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  if (!isId(id)) return err({ code: 'identity-gone' });
  return inTransaction<Result<{ issuer: string }, { code: 'identity-gone' }>>(context.db, async (db) => {
    const issuer = await deleteIdentity(db, { id, personId });
    if (issuer === undefined) return err({ code: 'identity-gone' });
    await deleteSessionsOpenedBy(db, { personId, issuer, kept: current ?? null });
    return ok({ issuer });
  });
}
