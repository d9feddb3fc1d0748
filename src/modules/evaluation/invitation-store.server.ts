import { type Generated, sql } from 'kysely';
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
  /** Empty for a card handed out, and for everyone once the session is published or withdrawn. */
  email: Generated<string>;
  code_key: Generated<string | null>;
  /** Once the addresses of a named college are forgotten: by what one who proves theirs is known again; else empty. */
  email_key: Generated<string>;
  created_at: Date;
  mailed_at: Generated<Date | null>;
  withdrawn_at: Generated<Date | null>;
  paper: Generated<number | null>;
}

/** A right to fill in one sheet, in one college. */
export interface Invitation {
  id: Id;
  evaluationId: Id;
  collegeKey: string;
  email: string;
  createdAt: Date;
  /** When its link last left by mail; null for a card. */
  mailedAt: Date | null;
  withdrawnAt: Date | null;
  /** The number on a sheet of paper that was keyed in; null for what people fill in themselves. */
  paper: number | null;
}

interface CollegePlace {
  evaluationId: Id;
  collegeKey: string;
}

const columns = [
  'id',
  'evaluation_id as evaluationId',
  'college_key as collegeKey',
  'email',
  'created_at as createdAt',
  'mailed_at as mailedAt',
  'withdrawn_at as withdrawnAt',
  'paper',
] as const;

/**
 * Invites an address, about to be written to. One that was withdrawn is valid again, and opens the sheet it opened:
 * nobody answers twice. Null when that address has an invitation in the college.
 */
export async function inviteAddress(
  context: Context,
  invitation: CollegePlace & { email: string },
): Promise<Id | null> {
  const now = context.clock.now();
  const row = await context.db
    .insertInto('evaluation_invitation')
    .values({ ...newInvitation(context, invitation, now), email: invitation.email, mailed_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['evaluation_id', 'college_key', 'email'])
        .where('email', '<>', '')
        .doUpdateSet({ withdrawn_at: null, mailed_at: now })
        .where('evaluation_invitation.withdrawn_at', 'is not', null),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Makes cards to hand out, each opened by its code; all were made at the same moment. */
export async function insertCards(
  context: Context,
  place: CollegePlace,
  codeKeys: readonly string[],
): Promise<Id[]> {
  const now = context.clock.now();
  const cards = codeKeys.map((code_key) => ({ ...newInvitation(context, place, now), code_key }));
  await context.db.insertInto('evaluation_invitation').values(cards).execute();
  return cards.map(({ id }) => id);
}

function newInvitation({ territoryId }: Context, { evaluationId, collegeKey }: CollegePlace, now: Date) {
  return {
    id: newId(),
    territory_id: territoryId,
    evaluation_id: evaluationId,
    college_key: collegeKey,
    created_at: now,
  };
}

export async function findInvitation(
  context: Pick<Context, 'db' | 'territoryId'>,
  invitationId: Id,
): Promise<Invitation | undefined> {
  return context.db
    .selectFrom('evaluation_invitation')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', invitationId)
    .executeTakeFirst();
}

/** The card that a code opens. */
export async function findCard(context: Context, codeKey: string): Promise<Id | undefined> {
  const row = await context.db
    .selectFrom('evaluation_invitation')
    .select('id')
    .where('territory_id', '=', context.territoryId)
    .where('code_key', '=', codeKey)
    .executeTakeFirst();
  return row?.id;
}

/** Every invitation of a session, withdrawn ones included: addresses in order, then cards in order of their making. */
export async function listInvitations(context: Context, evaluationId: Id): Promise<Invitation[]> {
  return context.db
    .selectFrom('evaluation_invitation')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('email')
    .orderBy('created_at')
    .execute();
}

/**
 * A sheet of paper about to be keyed in, under the next number of the session; the same again under the number it has.
 * Null when that id is something else's.
 */
export async function insertPaper(
  context: Context,
  place: CollegePlace & { id: Id },
): Promise<number | null> {
  const { db, territoryId } = context;
  await db
    .insertInto('evaluation_invitation')
    .values((eb) => ({
      ...newInvitation(context, place, context.clock.now()),
      id: place.id,
      paper: eb
        .selectFrom('evaluation_invitation')
        .select((inner) => sql<number>`coalesce(${inner.fn.max('paper')}, 0) + 1`.as('next'))
        .where('territory_id', '=', territoryId)
        .where('evaluation_id', '=', place.evaluationId),
    }))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const row = await db
    .selectFrom('evaluation_invitation')
    .select('paper')
    .where('territory_id', '=', territoryId)
    .where('evaluation_id', '=', place.evaluationId)
    .where('college_key', '=', place.collegeKey)
    .where('id', '=', place.id)
    .executeTakeFirst();
  return row?.paper ?? null;
}

/** How many invitations of a college are valid. */
export async function countInvitations(context: Context, place: CollegePlace): Promise<number> {
  const { count } = await context.db
    .selectFrom('evaluation_invitation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', place.evaluationId)
    .where('college_key', '=', place.collegeKey)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Takes valid invitations that were not written to since then, to write to them now: of two who write to the same
 * people at once, each writes to those the other does not.
 */
export async function claimMails(
  context: Context,
  claim: { evaluationId: Id; among?: readonly Id[]; notSince: Date },
): Promise<Pick<Invitation, 'id' | 'collegeKey' | 'email'>[]> {
  if (claim.among?.length === 0) return [];
  const query = context.db
    .updateTable('evaluation_invitation')
    .set({ mailed_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', claim.evaluationId)
    .where('withdrawn_at', 'is', null)
    .where('email', '<>', '')
    .where('mailed_at', '<=', claim.notSince)
    .returning(['id', 'college_key as collegeKey', 'email']);
  return (claim.among ? query.where('id', 'in', claim.among) : query).execute();
}

/** Which invitations of a session: one, the cards of a college that were made together, or all of them. */
export type WhichInvitations = { id: Id } | { collegeKey: string; madeAt: Date } | 'all';

/** Withdraws those that are still valid. Returns how many there were. */
export async function withdrawInvitations(
  context: Context,
  evaluationId: Id,
  which: WhichInvitations,
): Promise<number> {
  const valid = context.db
    .updateTable('evaluation_invitation')
    .set({ withdrawn_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('withdrawn_at', 'is', null);
  const query =
    which === 'all'
      ? valid
      : 'id' in which
        ? valid.where('id', '=', which.id)
        : valid
            .where('college_key', '=', which.collegeKey)
            .where('email', '=', '')
            .where('paper', 'is', null)
            .where('created_at', '=', which.madeAt);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
