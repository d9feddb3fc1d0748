import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { lockRoles } from './role-holder-store.server.ts';
import { roleOf } from './person-store.server.ts';

/**
 * Runs `work` in one transaction, while no other role of the territory changes. The actor's own role is read anew: what
 * they were when their request began may have been taken away since.
 */
export function holdingRoles<T>(context: Context, work: (inside: Context) => Promise<T>): Promise<T> {
  return inTransaction(context.db, async (db) => {
    const { territoryId, actor } = context;
    await lockRoles(db, territoryId);
    const { personId } = actor;
    const role = personId === null ? actor.role : await roleOf(db, { territoryId, personId });
    return work({ ...context, db, actor: { personId, role } });
  });
}

/** Why someone may not: nobody in particular is asked to sign in first. */
export function refusalOf({ actor }: Context): { code: 'sign-in-first' | 'not-allowed' } {
  return { code: actor.personId === null ? 'sign-in-first' : 'not-allowed' };
}
