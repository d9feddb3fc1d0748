import type { Role } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';

/** Someone's role changed: given by an owner, taken by accepting an invitation, or by the host's owner link. */
export interface RoleEvent {
  id: Id;
  kind: 'changed' | 'accepted' | 'owner-link';
  at: Date;
  /** Whose role; names are empty for those who chose none. */
  person: { id: Id; name: string };
  /** Who gave it; null when nobody in particular did. */
  giver: { id: Id; name: string } | null;
  /** Null when it is not known. */
  before: Role | null;
  after: Role;
  /** The role to give back, when this is the last word about that person and the reader may. */
  undoTo: Role | null;
}
