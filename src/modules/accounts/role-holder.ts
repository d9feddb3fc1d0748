import { type Actor, type Role, hasRole, roles } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { storableLine } from '#kernel/storable-text.ts';

/** What people give each other on a territory, in the order of lists. */
export const givenRoles = ['owner', 'facilitator', 'contributor'] as const;
export type GivenRole = (typeof givenRoles)[number];

export function isGivenRole(text: string): text is GivenRole {
  return givenRoles.some((role) => role === text);
}

/** Days during which an invitation can be accepted. */
export const invitationDays = 7;

/** Someone who has a place on the territory. */
export interface RoleHolder {
  id: Id;
  /** Empty until they choose one. */
  name: string;
  /** Null for those who need not know it. */
  email: string | null;
  /** `visitor` is someone who was removed: they read as everyone does. */
  role: Role;
  /** When they first came. */
  since: Date;
}

/** An invitation that nobody has answered yet. */
export interface RoleInvitation {
  id: Id;
  personId: Id;
  email: string;
  role: GivenRole;
  invitedBy: Id;
  sentAt: Date;
  expiresAt: Date;
}

export type RoleAction = 'list-people' | 'read-addresses' | 'change-role' | 'invite' | 'manage-invitation';

/**
 * Facilitators see who is there and bring contributors in. Owners alone give and take roles, and read addresses.
 *
 * @param subject the role that an invitation gives, and who made it
 */
export function can(
  actor: Actor,
  action: RoleAction,
  subject: { role?: GivenRole; invitedBy?: Id } = {},
): boolean {
  if (hasRole(actor, 'owner')) return true;
  if (!hasRole(actor, 'facilitator')) return false;
  if (action === 'invite') return subject.role === 'contributor';
  if (action === 'manage-invitation') return actor.personId !== null && subject.invitedBy === actor.personId;
  return action === 'list-people';
}

/** The more trusted of two roles. */
export function higherRole(one: Role, other: Role): Role {
  return roles.indexOf(one) >= roles.indexOf(other) ? one : other;
}

export interface PeopleQuery {
  /** Part of a name, or of an address for those who read them; empty for everyone. */
  q: string;
  /** Only these, `visitor` being those who were removed; null for everyone else. */
  role: Role | null;
  /** From 1. */
  page: number;
}

/** Reads the address of a list of people. What is not understood is left aside: the list is shown whole. */
export function readPeopleQuery(params: URLSearchParams): PeopleQuery {
  const role = params.get('role') ?? '';
  const page = Number(params.get('page') ?? 1);
  return {
    q: storableLine(params.get('q') ?? '').slice(0, 100),
    role: roles.find((known) => known === role) ?? null,
    page: Number.isSafeInteger(page) && page >= 1 ? page : 1,
  };
}
