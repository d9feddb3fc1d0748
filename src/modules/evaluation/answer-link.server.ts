import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { LinkRule } from '#kernel/mail-sender.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type SignedLinkError, makeSignedLink, readSignedLink } from '#kernel/signed-links.server.ts';
import { type Invitation, findInvitation } from './invitation-store.server.ts';

/** What an answer link allows; the link's subject is the invitation. */
const answerPurpose = 'answer-evaluation';
/** Five years: what ends an invitation is the session (`isLongOver`), whose end may be moved after the link was made. */
const linkMinutes = 5 * 365 * 24 * 60;

/** A new link to an invitation. All of them open the same sheet. */
export function makeAnswerLink(context: Context, invitationId: Id): Promise<string> {
  return makeSignedLink(context, {
    purpose: answerPurpose,
    territoryId: context.territoryId,
    subject: invitationId,
    personId: null,
    minutes: linkMinutes,
  });
}

/** The mail of an invitation that was withdrawn, or of a session prepared anew, does not leave. */
export const answerLinkRule: LinkRule = {
  purpose: answerPurpose,
  async isOffered(scope, id) {
    const invitation = await findInvitation(scope, id);
    return invitation !== undefined && invitation.withdrawnAt === null;
  },
};

/** Why a link opens no sheet. `not-found`: its session was deleted, or prepared again from the start. */
export type AnswerRefusal = SignedLinkError | { code: 'not-found' | 'invitation-withdrawn' };

/** The invitation that a link leads to, unless it was withdrawn. */
export async function readAnswerLink(
  context: Context,
  token: string,
): Promise<Result<Invitation, AnswerRefusal>> {
  const expected = { purpose: answerPurpose, territoryId: context.territoryId };
  const link = await readSignedLink(context, token, expected);
  if (!link.ok) return link;
  const invitation = await findInvitation(context, link.value.subject);
  if (!invitation) return err({ code: 'not-found' });
  return invitation.withdrawnAt ? err({ code: 'invitation-withdrawn' }) : ok(invitation);
}
