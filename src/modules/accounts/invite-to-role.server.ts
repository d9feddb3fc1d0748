import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import type { LinkRule } from '#kernel/mail-sender.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { makeSignedLink } from '#kernel/signed-links.server.ts';
import { holdingRoles, refusalOf } from './hold-roles.server.ts';
import {
  findInvitation,
  findInvitationOf,
  putInvitation,
  removeInvitation,
} from './invitation-store.server.ts';
import { type GivenRole, can, higherRole, invitationDays, isGivenRole } from './role-holder.ts';
import { membershipRole } from './role-holder-store.server.ts';
import { type LinkMail, type MailRefusal, mailLink, personFor } from './sign-in.server.ts';

/** What the link of an invitation allows; its subject is the invitation. */
export const invitationPurpose = 'take-role';

/** An invitation that was taken back, or replaced by a later one, does not leave. */
export const roleInvitationRule: LinkRule = {
  purpose: invitationPurpose,
  isOffered: async (scope, id) => (await findInvitation(scope, id)) !== undefined,
};

type Refusal = { code: 'sign-in-first' | 'not-allowed' };
export type InviteRefusal =
  Refusal | MailRefusal | { code: 'role-unknown' | 'has-role' | 'was-removed' | 'invited-by-another' };

/** How the invitation reaches its reader: `path` is the address of the page that answers it, without the token. */
export interface InvitationMail {
  path: string;
  mail: (role: GivenRole) => LinkMail;
}

/**
 * Mails an invitation to take a role here. Its link opens a session, so the inviter never sees it: whoever holds it is
 * taken for the reader of that address. Inviting again replaces the former invitation.
 */
export async function inviteToRole(
  context: Context,
  invitation: InvitationMail & { email: string; role: string },
): Promise<Result<{ email: string; role: GivenRole }, InviteRefusal>> {
  const { role } = invitation;
  if (!can(context.actor, 'list-people')) return err(refusalOf(context));
  if (!isGivenRole(role)) return err({ code: 'role-unknown' });
  return holdingRoles(context, (inside) => send(inside, { ...invitation, role }));
}

/** Sends an invitation again, with a new link: the former one leads nowhere any more. */
export async function resendInvitation(
  context: Context,
  invitation: InvitationMail & { id: string },
): Promise<Result<{ email: string; role: GivenRole }, InviteRefusal | { code: 'invitation-gone' }>> {
  return holdingRoles(context, async (inside) => {
    const found = await manageable(inside, invitation.id);
    if (!found.ok) return found;
    const { email, role } = found.value;
    return send(inside, { ...invitation, email, role });
  });
}

/** Takes an invitation back: its link leads nowhere any more. */
export async function withdrawInvitation(
  context: Context,
  id: string,
): Promise<Result<{ email: string }, Refusal | { code: 'invitation-gone' }>> {
  return holdingRoles(context, async (inside) => {
    const found = await manageable(inside, id);
    if (!found.ok) return found;
    const { personId, email, role } = found.value;
    await removeInvitation(inside, id);
    await appendToJournal(inside, {
      action: 'territory.invitation-withdrawn',
      changes: { [`invitation.${personId}`]: { before: role, after: null } },
    });
    return ok({ email });
  });
}

/** The invitation, if the actor may send it again or take it back; those of others do not exist for a facilitator. */
async function manageable(context: Context, id: string) {
  if (!can(context.actor, 'list-people')) return err(refusalOf(context));
  const invitation = isId(id) ? await findInvitation(context, id) : undefined;
  if (!invitation || !can(context.actor, 'manage-invitation', invitation)) {
    return err({ code: 'invitation-gone' as const });
  }
  return ok(invitation);
}

async function send(
  context: Context,
  invitation: InvitationMail & { email: string; role: GivenRole },
): Promise<Result<{ email: string; role: GivenRole }, InviteRefusal>> {
  const { role, path, mail } = invitation;
  const { personId: invitedBy } = context.actor;
  if (invitedBy === null || !can(context.actor, 'invite', { role })) return err(refusalOf(context));
  const person = await personFor(context, invitation.email);
  if (!person.ok) return person;
  const { id: personId, email } = person.value;
  const obstacle = await obstacleTo(context, { personId, role });
  if (obstacle) return err(obstacle);
  const id = await putInvitation(context, { personId, role, invitedBy });
  const token = await makeSignedLink(context, {
    purpose: invitationPurpose,
    territoryId: context.territoryId,
    subject: id,
    personId,
    minutes: invitationDays * 24 * 60,
  });
  await mailLink(context, { to: email, mail: mail(role), path: `${path}/${token}` });
  await appendToJournal(context, {
    action: 'territory.person-invited',
    changes: { [`invitation.${personId}`]: { before: null, after: role } },
  });
  return ok({ email, role });
}

/**
 * What keeps someone from being invited. Only owners are told that an address is already that of someone here: facilitators
 * do not learn addresses here, and what they send then changes nothing.
 */
async function obstacleTo(
  context: Context,
  { personId, role }: { personId: Id; role: GivenRole },
): Promise<{ code: 'has-role' | 'was-removed' | 'invited-by-another' } | undefined> {
  const isOwner = can(context.actor, 'change-role');
  const current = await membershipRole(context, personId);
  if (current === 'visitor') return isOwner ? undefined : { code: 'was-removed' };
  if (current && isOwner && higherRole(current, role) === current) return { code: 'has-role' };
  const waiting = await findInvitationOf(context, personId);
  const isTheirs = !waiting || can(context.actor, 'manage-invitation', waiting);
  return isTheirs || waiting.expiresAt <= context.clock.now() ? undefined : { code: 'invited-by-another' };
}
