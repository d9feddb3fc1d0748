import type { Context, Role } from '#kernel/context.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { refusalOf } from './hold-roles.server.ts';
import { selectInvitations } from './invitation-store.server.ts';
import { type RoleHolder, type PeopleQuery, type RoleInvitation, can, givenRoles } from './role-holder.ts';
import { countPeople, countOwners, selectPeople } from './role-holder-store.server.ts';

const perPage = 50;
/** Most that a page shows at once of what waits for an answer. */
const mostInvitations = 100;

export type ListRefusal = { code: 'sign-in-first' | 'not-allowed' };

export interface PeopleList {
  people: RoleHolder[];
  /** How many people of each role are found, whatever role is asked for. */
  counts: Record<Role, number>;
  /** Whether the territory has one owner and no more. */
  onlyOwner: boolean;
  page: number;
  /** At least 1. */
  pages: number;
}

/**
 * The people of the territory by role, then by name, a page at a time. Those who may not read addresses neither get
 * them nor find anyone by them.
 */
export async function listPeople(
  context: Context,
  query: PeopleQuery,
): Promise<Result<PeopleList, ListRefusal>> {
  if (!can(context.actor, 'list-people')) return err(refusalOf(context));
  const search = { words: query.q, addresses: can(context.actor, 'read-addresses') };
  const counts = await countPeople(context, search);
  const asked: readonly Role[] = query.role === null ? givenRoles : [query.role];
  const total = asked.reduce((sum, role) => sum + counts[role], 0);
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(query.page, pages);
  const people: RoleHolder[] = [];
  // One role after the other, so that the order of names is read from an index however many people there are.
  let offset = (page - 1) * perPage;
  for (const role of asked) {
    const limit = perPage - people.length;
    if (limit > 0 && offset < counts[role]) {
      people.push(...(await selectPeople(context, { ...search, role, limit, offset })));
    }
    offset = Math.max(0, offset - counts[role]);
  }
  const onlyOwner = (await countOwners(context)) === 1;
  return ok({ people, counts, onlyOwner, page, pages });
}

/** The invitations that wait: all of them for an owner, their own for a facilitator. */
export async function listInvitations(context: Context): Promise<Result<RoleInvitation[], ListRefusal>> {
  if (!can(context.actor, 'list-people')) return err(refusalOf(context));
  const invitedBy = can(context.actor, 'read-addresses') ? null : context.actor.personId;
  return ok(await selectInvitations(context, { invitedBy, limit: mostInvitations }));
}
