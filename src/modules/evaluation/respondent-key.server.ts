import { createHmac } from 'node:crypto';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { secretNamed } from '#kernel/settings.server.ts';

/**
 * What a sheet bears instead of the invitation it was written through: always the same for one invitation, so that
 * a respondent finds their answers again, and not to be turned back into it without the instance's secret.
 *
 * HMAC-SHA-256 (RFC 2104) of the invitation's id, in base64url.
 */
export async function respondentKeyOf(db: Database, invitationId: Id): Promise<string> {
  return keyOf(await secretNamed(db, 'respondents'), invitationId);
}

/** The same for many invitations of named colleges, by invitation. */
export async function respondentKeysOf(db: Database, invitationIds: readonly Id[]): Promise<Map<Id, string>> {
  const secret = await secretNamed(db, 'respondents');
  return new Map(invitationIds.map((id) => [id, keyOf(secret, id)]));
}

function keyOf(secret: string, invitationId: Id): string {
  return createHmac('sha256', secret).update(invitationId).digest('base64url');
}
