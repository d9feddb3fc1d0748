import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    evaluation_invitation: EvaluationInvitationTable;
  }
}

interface EvaluationInvitationTable {
  id: Id;
  territory_id: Id;
  evaluation_id: Id;
  college_key: string;
  /** Empty for a link handed out, and for everyone once the session is published. */
  email: string;
  created_at: Date;
}

/** A right to fill in one sheet, in one college. */
export interface Invitation {
  id: Id;
  evaluationId: Id;
  collegeKey: string;
}

interface NewInvitation {
  evaluationId: Id;
  collegeKey: string;
  email: string;
}

/** Null when that address already has an invitation in the college. */
export async function insertInvitation(context: Context, invitation: NewInvitation): Promise<Id | null> {
  const row = await context.db
    .insertInto('evaluation_invitation')
    .values({
      id: newId(),
      territory_id: context.territoryId,
      evaluation_id: invitation.evaluationId,
      college_key: invitation.collegeKey,
      email: invitation.email,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) =>
      conflict.columns(['evaluation_id', 'college_key', 'email']).where('email', '<>', '').doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function findInvitation(context: Context, invitationId: Id): Promise<Invitation | undefined> {
  return context.db
    .selectFrom('evaluation_invitation')
    .select(['id', 'evaluation_id as evaluationId', 'college_key as collegeKey'])
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', invitationId)
    .executeTakeFirst();
}

/** Addresses written to, and how many links were handed out, by college. */
export async function listInvited(
  context: Context,
  evaluationId: Id,
): Promise<Map<string, { addresses: string[]; handedOut: number }>> {
  const rows = await context.db
    .selectFrom('evaluation_invitation')
    .select(['college_key as collegeKey', 'email'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('email')
    .execute();
  const byCollege = new Map<string, { addresses: string[]; handedOut: number }>();
  for (const { collegeKey, email } of rows) {
    const invited = byCollege.get(collegeKey) ?? { addresses: [], handedOut: 0 };
    if (email === '') invited.handedOut += 1;
    else invited.addresses.push(email);
    byCollege.set(collegeKey, invited);
  }
  return byCollege;
}

export async function countInvitations(
  context: Context,
  where: { evaluationId: Id; collegeKey: string },
): Promise<number> {
  const { count } = await context.db
    .selectFrom('evaluation_invitation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', where.evaluationId)
    .where('college_key', '=', where.collegeKey)
    .executeTakeFirstOrThrow();
  return count;
}

/** Forgets whom the session was sent to. */
export async function forgetAddresses(context: Context, evaluationId: Id): Promise<void> {
  await context.db
    .updateTable('evaluation_invitation')
    .set({ email: '' })
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .execute();
}
