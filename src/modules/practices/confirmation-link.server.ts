import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type SignedLinkError, makeSignedLink, readSignedLink } from '#kernel/signed-links.server.ts';
import { roleOf } from '#modules/accounts/index.server.ts';
import { confirmationDays } from './confirmation.ts';
import { type Asked, findAsked } from './confirmation-store.server.ts';

const purpose = 'confirm-practices';
export const confirmationMinutes = confirmationDays * 24 * 60;

/** A link for whoever reads one mail, about the practices that this mail asked about and no other. */
export function makeConfirmationLink(context: Context, mailId: Id): Promise<string> {
  const { territoryId } = context;
  return makeSignedLink(context, {
    purpose,
    territoryId,
    subject: mailId,
    personId: null,
    minutes: confirmationMinutes,
  });
}

export type ConfirmationRefusal = SignedLinkError | { code: 'not-found' | 'removed' };

/**
 * What a link asks, and in whose name its reader answers: the person it was sent to, or the contact of the practices, who
 * has no account. `removed`: that person may no longer contribute here. `not-found`: nothing asked is left.
 */
export async function readConfirmationLink(
  context: Context,
  token: string,
): Promise<Result<{ mailId: Id; asked: Asked[]; reader: Context }, ConfirmationRefusal>> {
  const { db, territoryId } = context;
  const link = await readSignedLink(context, token, { purpose, territoryId });
  if (!link.ok) return link;
  const mailId = link.value.subject;
  const asked = isId(mailId) ? await findAsked(context, mailId) : [];
  const [first] = asked;
  if (!first) return err({ code: 'not-found' });
  const { personId } = first;
  const role = personId === null ? 'contributor' : await roleOf(db, { territoryId, personId });
  if (role === 'visitor') return err({ code: 'removed' });
  // Not more than anyone may do: the link is in a mailbox for weeks.
  const reader: Context = { ...context, actor: { personId, role: 'contributor' } };
  return ok({ mailId, asked, reader });
}
