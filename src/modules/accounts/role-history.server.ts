import { z } from 'zod';
import { type Context, roles } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import { type JournalEntry, historyOfTerritory } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { refusalOf } from './hold-roles.server.ts';
import type { ListRefusal } from './list-people.server.ts';
import { can } from './role-holder.ts';
import { membershipRoles } from './role-holder-store.server.ts';
import { namesOf } from './person-store.server.ts';
import type { RoleEvent } from './role-event.ts';

/** How many changes a page shows. */
const mostEvents = 20;

const kinds: Record<string, RoleEvent['kind']> = {
  'territory.role-changed': 'changed',
  'territory.invitation-accepted': 'accepted',
  'territory.owner-added': 'owner-link',
};

type ReadEvent = Pick<RoleEvent, 'id' | 'kind' | 'at' | 'before' | 'after'> & {
  personId: Id;
  giverId: Id | null;
};

/** The latest changes of roles on the territory. */
export async function readRoleHistory(context: Context): Promise<Result<RoleEvent[], ListRefusal>> {
  if (!can(context.actor, 'list-people')) return err(refusalOf(context));
  const { db, territoryId } = context;
  const actions = Object.keys(kinds);
  const entries = await historyOfTerritory(db, { territoryId, actions, limit: mostEvents });
  const events = entries.flatMap((entry) => readEvent(entry) ?? []);
  const people = [...new Set(events.flatMap(({ personId, giverId }) => [personId, giverId ?? []].flat()))];
  const [names, now] = await Promise.all([namesOf(db, people), membershipRoles(context, people)]);
  const nameOf = (id: Id) => ({ id, name: names.get(id) ?? '' });
  return ok(
    events.map(({ personId, giverId, ...event }, place) => {
      const isLast = events.findIndex((other) => other.personId === personId) === place;
      const holds = isLast && event.before !== event.after && now.get(personId) === event.after;
      return {
        ...event,
        person: nameOf(personId),
        giver: giverId === null ? null : nameOf(giverId),
        undoTo: holds && can(context.actor, 'change-role') ? event.before : null,
      };
    }),
  );
}

const roleShape = z.enum(roles);
const changeShape = z.object({ before: roleShape, after: roleShape });
const invitationShape = z.object({ before: z.object({ invitedBy: z.string() }) });

function readEvent({ id, action, changes, actorId, happenedAt }: JournalEntry): ReadEvent | undefined {
  const kind = kinds[action];
  if (kind === undefined) return undefined;
  const event = { id, kind, at: happenedAt };
  if (kind === 'owner-link') {
    const personId = changes['owner']?.after;
    if (typeof personId !== 'string') return undefined;
    return { ...event, personId, giverId: null, before: null, after: 'owner' };
  }
  const field = Object.keys(changes).find((name) => name.startsWith('role.')) ?? '';
  const personId = field.slice('role.'.length);
  const change = changeShape.safeParse(changes[field]);
  if (!isId(personId) || !change.success) return undefined;
  const invitation = invitationShape.safeParse(changes[`invitation.${personId}`]);
  const giverId = invitation.success ? invitation.data.before.invitedBy : actorId;
  return { ...event, personId, giverId, ...change.data };
}
