import type { Context, Role } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type SignedLinkError, readSignedLink, useSignedLink } from '#kernel/signed-links.server.ts';
import { changedAddressSince } from './email-change-store.server.ts';
import { holdingRoles } from './hold-roles.server.ts';
import { findInvitation, removeInvitation } from './invitation-store.server.ts';
import { invitationPurpose } from './invite-to-role.server.ts';
import { type GivenRole, type RoleInvitation, higherRole } from './role-holder.ts';
import { type Person, nameShape } from './person.ts';
import { findPerson, grantRole, proveEmail, renamePerson, roleOf } from './person-store.server.ts';

export type InvitationRefusal = SignedLinkError | { code: 'invitation-withdrawn' | 'signed-in-as-another' };

/** What opening an invitation shows. Nothing is used up. */
export interface ShownInvitation {
  email: string;
  role: GivenRole;
  /** The name of who invites; empty when they chose none. */
  inviter: string;
  /** Whether they have a name already; else they choose one when they accept. */
  named: boolean;
}

export async function showInvitation(
  context: Context,
  token: string,
): Promise<Result<ShownInvitation, InvitationRefusal>> {
  const read = await readInvitation(context, token);
  if (!read.ok) return read;
  const { email, role, personId, invitedBy } = read.value;
  const [person, inviter] = await Promise.all([
    findPerson(context.db, personId),
    findPerson(context.db, invitedBy),
  ]);
  return ok({ email, role, inviter: inviter?.name ?? '', named: Boolean(person?.name) });
}

/**
 * What pressing the button does: the address is proved, and its reader has the role here, or keeps a higher one.
 *
 * @param input.name the name that others see, for whoever has none yet
 */
export async function acceptInvitation(
  context: Context,
  input: { token: string; name: string },
): Promise<Result<Person, InvitationRefusal | { code: 'name-missing' }>> {
  return holdingRoles(context, async (inside) => {
    const read = await readInvitation(inside, input.token);
    if (!read.ok) return read;
    const person = await findPerson(inside.db, read.value.personId);
    if (!person) return err({ code: 'invitation-withdrawn' });
    const name = person.name || nameShape.safeParse(input.name).data;
    if (name === undefined) return err({ code: 'name-missing' });
    const expected = { purpose: invitationPurpose, territoryId: context.territoryId };
    const used = await useSignedLink(inside, input.token, expected);
    if (!used.ok) return used;
    if (name !== person.name) {
      await renamePerson(inside.db, { id: person.id, name, now: context.clock.now() });
    }
    await take(inside, read.value);
    return ok({ id: person.id, name });
  });
}

/** The invitation that a link stands for, unless it is no longer good or is meant for someone else. */
async function readInvitation(
  context: Context,
  token: string,
): Promise<Result<RoleInvitation, InvitationRefusal>> {
  const expected = { purpose: invitationPurpose, territoryId: context.territoryId };
  const link = await readSignedLink(context, token, expected);
  if (!link.ok) return link;
  const invitation = await findInvitation(context, link.value.subject);
  if (!invitation) return err({ code: 'invitation-withdrawn' });
  // Sent to an address that its person has left: it opens a session, and is no longer read by them.
  const sent = { personId: invitation.personId, since: invitation.sentAt };
  if (await changedAddressSince(context.db, sent)) return err({ code: 'invitation-withdrawn' });
  const { personId } = context.actor;
  if (personId !== null && personId !== invitation.personId) return err({ code: 'signed-in-as-another' });
  return ok(invitation);
}

async function take(context: Context, invitation: RoleInvitation): Promise<void> {
  const { db, territoryId, clock } = context;
  const { id, personId, invitedBy } = invitation;
  await removeInvitation(context, id);
  await proveEmail(db, personId);
  const before = await roleOf(db, { territoryId, personId });
  const after = higherRole(before, invitation.role);
  await grantRole(db, { territoryId, personId, role: after, now: clock.now() });
  await appendToJournal(actingAs(context, { personId, role: after }), {
    action: 'territory.invitation-accepted',
    changes: {
      [`role.${personId}`]: { before, after },
      [`invitation.${personId}`]: { before: { role: invitation.role, invitedBy }, after: null },
    },
  });
}

function actingAs(context: Context, actor: { personId: Id; role: Role }): Context {
  return { ...context, actor };
}
