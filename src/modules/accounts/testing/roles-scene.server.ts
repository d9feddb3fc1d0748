import type { Context, Role } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import type { TestWorld } from '#kernel/testing/test-context.server.ts';
import type { LinkMail } from '../sign-in.server.ts';
import {
  type WrittenEntry,
  mailsTo,
  putRoleHolder,
  writtenJournal,
  writtenRoles,
} from './roles-store.server.ts';

export interface RolesScene {
  territoryId: Id;
  /** Someone new with a place on the territory; `visitor` is nobody. */
  as(role: Role, name?: string): Promise<Context>;
  /** The roles that are written, by person. */
  roles(): Promise<Map<Id, Role>>;
  journal(): Promise<WrittenEntry[]>;
  mailsTo(email: string): Promise<{ body: string; secret: boolean }[]>;
  /** The token of the latest mail to an address. */
  tokenTo(email: string): Promise<string>;
}

/** The page that answers invitations, and a mail that tells the role. */
export const invitationMail = {
  path: '/invitation',
  mail: (role: string): LinkMail => ({ subject: role, body: (link) => `${role} ${link}` }),
};

/** A new territory where people have the places they were given, contributors too. */
export async function openRolesScene(world: TestWorld): Promise<RolesScene> {
  const visitor = await world.elsewhere();
  return {
    territoryId: visitor.territoryId,
    async as(role, name = 'Camille') {
      if (role === 'visitor') return visitor;
      const personId = idOf(await world.as('contributor', name));
      await putRoleHolder(visitor, { personId, role });
      return { ...visitor, actor: { personId, role } };
    },
    roles: () => writtenRoles(visitor),
    journal: () => writtenJournal(visitor),
    mailsTo: (email) => mailsTo(visitor, email),
    async tokenTo(email) {
      const last = (await mailsTo(visitor, email)).at(-1)?.body ?? '';
      return last.split('/').at(-1) ?? '';
    },
  };
}

export const idOf = (context: Context): Id => context.actor.personId ?? '';

export const newAddress = (): string => `${newId()}@exemple.test`;
