import { type ColumnType, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { OpinionPicture } from './opinion-picture.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    consultation_opinions: OpinionsTable;
    opinion_group_member: MemberTable;
  }
}

interface OpinionsTable {
  consultation_id: Id;
  territory_id: Id;
  asked_at: Date | null;
  picture: ColumnType<OpinionPicture | null, string | null, string | null>;
}

interface MemberTable {
  territory_id: Id;
  consultation_id: Id;
  participant_key: string;
  opinion_group: number;
}

type Scope = Pick<Context, 'db' | 'territoryId'>;

export interface KeptOpinions {
  /** Null until they were worked out once. */
  picture: OpinionPicture | null;
  /** When they were asked for and did not come yet. */
  askedAt: Date | null;
}

export async function findOpinions(
  { db, territoryId }: Scope,
  consultationId: Id,
): Promise<KeptOpinions | undefined> {
  const row = await db
    .selectFrom('consultation_opinions')
    .select(['picture', 'asked_at as askedAt'])
    .where('territory_id', '=', territoryId)
    .where('consultation_id', '=', consultationId)
    .executeTakeFirst();
  return row;
}

/** How many people the consultation says it needs. */
export async function neededBy({ db, territoryId }: Scope, consultationId: Id): Promise<number> {
  const row = await db
    .selectFrom('consultation')
    .select('needed')
    .where('territory_id', '=', territoryId)
    .where('record_id', '=', consultationId)
    .executeTakeFirst();
  return row?.needed ?? 0;
}

/** Notes that opinions are to be worked out; false when they were asked for since `lostBefore` and are on their way. */
export async function askForOpinions(
  { db, territoryId }: Scope,
  { consultationId, now, lostBefore }: { consultationId: Id; now: Date; lostBefore: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('consultation_opinions')
    .values({
      consultation_id: consultationId,
      territory_id: territoryId,
      asked_at: now,
      picture: null,
    })
    .onConflict((conflict) =>
      conflict
        .column('consultation_id')
        .doUpdateSet({ asked_at: now })
        .where((eb) =>
          eb.or([
            eb('consultation_opinions.asked_at', 'is', null),
            eb('consultation_opinions.asked_at', '<', lostBefore),
          ]),
        ),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows !== 0n;
}

/** From now on, a vote asks for opinions anew. */
export async function beginOpinions({ db, territoryId }: Scope, consultationId: Id): Promise<void> {
  await db
    .updateTable('consultation_opinions')
    .set({ asked_at: null })
    .where('territory_id', '=', territoryId)
    .where('consultation_id', '=', consultationId)
    .execute();
}

/** Keeps what was worked out, and who is in which group, in place of what was there. */
export async function keepOpinions(
  { db, territoryId }: Scope,
  consultationId: Id,
  opinions: { picture: OpinionPicture; members: { key: string; group: number }[] },
): Promise<void> {
  await db
    .updateTable('consultation_opinions')
    .set({ picture: JSON.stringify(opinions.picture) })
    .where('territory_id', '=', territoryId)
    .where('consultation_id', '=', consultationId)
    .execute();
  await db
    .deleteFrom('opinion_group_member')
    .where('territory_id', '=', territoryId)
    .where('consultation_id', '=', consultationId)
    .execute();
  // Someone may have left meanwhile: only those who are still there are kept.
  const members = JSON.stringify(opinions.members);
  await sql`
    insert into opinion_group_member (territory_id, consultation_id, participant_key, opinion_group)
    select territory_id, consultation_id, participant_key, member."group"
    from json_to_recordset(${members}::json) as member(key text, "group" integer)
    join consultation_participant on participant_key = member.key
    where territory_id = ${territoryId} and consultation_id = ${consultationId}`.execute(db);
}

/** The opinion group of one participant; null for who is in none. */
export async function groupOfParticipant(
  { db, territoryId }: Scope,
  { consultationId, key }: { consultationId: Id; key: string },
): Promise<number | null> {
  const row = await db
    .selectFrom('opinion_group_member')
    .select('opinion_group')
    .where('territory_id', '=', territoryId)
    .where('consultation_id', '=', consultationId)
    .where('participant_key', '=', key)
    .executeTakeFirst();
  return row?.opinion_group ?? null;
}
