import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { ParticipantPlace } from './vote-store.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    consultation_letter: LetterTable;
  }
}

interface LetterTable {
  territory_id: Id;
  consultation_id: Id;
  participant_key: string;
  told_at: Date | null;
  stopped: boolean;
}

type Scope = Pick<Context, 'db' | 'territoryId'>;

export interface KeptLetter {
  toldAt: Date | null;
  /** They want no more of them. */
  stopped: boolean;
}

/** When people were last told of a consultation, by the key of their votes. */
export async function selectLetters(
  { db, territoryId }: Scope,
  consultationId: Id,
): Promise<Map<string, KeptLetter>> {
  const rows = await db
    .selectFrom('consultation_letter')
    .select(['participant_key as key', 'told_at as toldAt', 'stopped'])
    .where('territory_id', '=', territoryId)
    .where('consultation_id', '=', consultationId)
    .execute();
  return new Map(rows.map(({ key, ...kept }) => [key, kept]));
}

/** Notes that someone is told now; false when they were told since `before`, or wish no letter. */
export async function noteTold(
  { db, territoryId }: Scope,
  { consultationId, key }: ParticipantPlace,
  { now, before }: { now: Date; before: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into consultation_letter as kept (territory_id, consultation_id, participant_key, told_at)
    values (${territoryId}, ${consultationId}, ${key}, ${now})
    on conflict (consultation_id, participant_key) do update set told_at = ${now}
    where not kept.stopped and (kept.told_at is null or kept.told_at <= ${before})
    returning 1`.execute(db);
  return rows.length === 1;
}

/** From now on they are not told of that consultation any more. */
export async function stopLetters(
  { db, territoryId }: Scope,
  { consultationId, key }: ParticipantPlace,
): Promise<void> {
  await db
    .insertInto('consultation_letter')
    .values({
      territory_id: territoryId,
      consultation_id: consultationId,
      participant_key: key,
      told_at: null,
      stopped: true,
    })
    .onConflict((conflict) =>
      conflict.columns(['consultation_id', 'participant_key']).doUpdateSet({ stopped: true }),
    )
    .execute();
}

export async function deleteLetters({ db, territoryId }: Scope, key: string): Promise<void> {
  await db
    .deleteFrom('consultation_letter')
    .where('territory_id', '=', territoryId)
    .where('participant_key', '=', key)
    .execute();
}
