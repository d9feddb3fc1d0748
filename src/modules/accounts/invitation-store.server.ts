import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { type GivenRole, type RoleInvitation, invitationDays } from './role-holder.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    role_invitation: RoleInvitationTable;
  }
}

type Scope = Pick<Context, 'db' | 'territoryId'>;

interface RoleInvitationTable {
  id: Id;
  territory_id: Id;
  person_id: Id;
  role: GivenRole;
  invited_by: Id;
  sent_at: Date;
  expires_at: Date;
}

/**
 * Keeps an invitation in place of any other of the same person. It has an id of its own: the link of the one before
 * leads nowhere any more.
 */
export async function putInvitation(
  context: Context,
  invitation: { personId: Id; role: GivenRole; invitedBy: Id },
): Promise<Id> {
  const now = context.clock.now();
  const values = {
    id: newId(),
    role: invitation.role,
    invited_by: invitation.invitedBy,
    sent_at: now,
    expires_at: new Date(now.getTime() + invitationDays * 24 * 60 * 60_000),
  };
  await context.db
    .insertInto('role_invitation')
    .values({ ...values, territory_id: context.territoryId, person_id: invitation.personId })
    .onConflict((conflict) => conflict.columns(['territory_id', 'person_id']).doUpdateSet(values))
    .execute();
  return values.id;
}

function invitations(context: Scope) {
  return context.db
    .selectFrom('role_invitation')
    .innerJoin('person', 'person.id', 'role_invitation.person_id')
    .where('role_invitation.territory_id', '=', context.territoryId)
    .select([
      'role_invitation.id',
      'role_invitation.person_id as personId',
      'person.email',
      'role_invitation.role',
      'role_invitation.invited_by as invitedBy',
      'role_invitation.sent_at as sentAt',
      'role_invitation.expires_at as expiresAt',
    ]);
}

export function findInvitation(context: Scope, id: Id): Promise<RoleInvitation | undefined> {
  return invitations(context).where('role_invitation.id', '=', id).executeTakeFirst();
}

export function findInvitationOf(context: Context, personId: Id): Promise<RoleInvitation | undefined> {
  return invitations(context).where('role_invitation.person_id', '=', personId).executeTakeFirst();
}

/** Those that wait, latest first; only those that `invitedBy` made, when it is given. */
export function selectInvitations(
  context: Context,
  options: { invitedBy: Id | null; limit: number },
): Promise<RoleInvitation[]> {
  const all = invitations(context).orderBy('role_invitation.sent_at', 'desc').limit(options.limit);
  const { invitedBy } = options;
  return (invitedBy === null ? all : all.where('role_invitation.invited_by', '=', invitedBy)).execute();
}

export async function removeInvitation(context: Context, id: Id): Promise<void> {
  await context.db
    .deleteFrom('role_invitation')
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

/** Takes back what waits for someone, and what they offered others beyond the roles they may still give. */
export async function removeInvitationsAround(
  context: Context,
  person: { id: Id; mayStillGive: GivenRole[] },
): Promise<void> {
  await context.db
    .deleteFrom('role_invitation')
    .where('territory_id', '=', context.territoryId)
    .where((eb) =>
      eb.or([
        eb('person_id', '=', person.id),
        eb.and([
          eb('invited_by', '=', person.id),
          eb.not(eb('role', '=', eb.fn.any(eb.val(person.mayStillGive)))),
        ]),
      ]),
    )
    .execute();
}
