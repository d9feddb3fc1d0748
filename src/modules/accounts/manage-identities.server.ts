import type { Context } from '#kernel/context.ts';
import { isId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
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
 * Lets an identity go: it opens the account no more. Where its provider still vouches for the person's address, signing in
 * with it links it anew.
 */
export async function removeIdentity(
  context: Context,
  id: string,
): Promise<Result<{ issuer: string }, { code: 'not-allowed' | 'identity-gone' }>> {
  const { personId } = context.actor;
  if (!personId) return err({ code: 'not-allowed' });
  const issuer = isId(id) ? await deleteIdentity(context.db, { id, personId }) : undefined;
  return issuer === undefined ? err({ code: 'identity-gone' }) : ok({ issuer });
}
