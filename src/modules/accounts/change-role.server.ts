import { type Context, type Role, roles } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { appendToJournal } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { holdingRoles, refusalOf } from './hold-roles.server.ts';
import { removeInvitationsAround } from './invitation-store.server.ts';
import { can, givenRoles } from './role-holder.ts';
import { countOwners, membershipRole } from './role-holder-store.server.ts';
import { grantRole } from './person-store.server.ts';

export type RoleRefusal = {
  code: 'sign-in-first' | 'not-allowed' | 'not-found' | 'role-unknown' | 'last-owner';
};

export interface RoleChange {
  personId: Id;
  before: Role;
  after: Role;
}

/**
 * Gives someone of the territory another role, at once; `visitor` removes them from it. Undone by giving the former role
 * back. A territory keeps an owner, even when several step down at the same moment.
 *
 * @param wanted.personId someone who has, or had, a place here: others are invited
 */
export async function changeRole(
  context: Context,
  wanted: { personId: string; role: string },
): Promise<Result<RoleChange, RoleRefusal>> {
  if (!can(context.actor, 'change-role')) return err(refusalOf(context));
  const after = roles.find((role) => role === wanted.role);
  if (!after) return err({ code: 'role-unknown' });
  const { personId } = wanted;
  if (!isId(personId)) return err({ code: 'not-found' });
  return holdingRoles(context, async (inside) => {
    if (!can(inside.actor, 'change-role')) return err(refusalOf(inside));
    const before = await membershipRole(inside, personId);
    if (before === undefined) return err({ code: 'not-found' });
    if (before === after) return ok({ personId, before, after });
    if (before === 'owner' && (await countOwners(inside)) === 1) return err({ code: 'last-owner' });
    await write(inside, { personId, before, after });
    return ok({ personId, before, after });
  });
}

async function write(context: Context, { personId, before, after }: RoleChange): Promise<void> {
  const { territoryId, clock } = context;
  await grantRole(context.db, { territoryId, personId, role: after, now: clock.now() });
  const mayStillGive = givenRoles.filter((role) => can({ personId, role: after }, 'invite', { role }));
  await removeInvitationsAround(context, { id: personId, mayStillGive });
  await appendToJournal(context, {
    action: 'territory.role-changed',
    changes: { [`role.${personId}`]: { before, after } },
  });
}
