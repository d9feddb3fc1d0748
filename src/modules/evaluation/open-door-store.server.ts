import type { Generated } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { roomCollege, roomKey } from './evaluation.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    evaluation_door: EvaluationDoorTable;
  }
}

interface EvaluationDoorTable {
  evaluation_id: Id;
  territory_id: Id;
  code: string;
  opened_at: Date;
  closed_at: Generated<Date | null>;
}

/** The address through which a whole room answers a session. */
export interface Door {
  evaluationId: Id;
  /** To type, as a card's: `BCDFGHJKMN`. */
  code: string;
  openedAt: Date;
  closedAt: Date | null;
}

const columns = [
  'evaluation_id as evaluationId',
  'code',
  'opened_at as openedAt',
  'closed_at as closedAt',
] as const;

export async function findDoor(context: Context, evaluationId: Id): Promise<Door | undefined> {
  return context.db
    .selectFrom('evaluation_door')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirst();
}

/** The door that a code opens, also when it was closed since. */
export async function findDoorByCode(context: Context, code: string): Promise<Door | undefined> {
  return context.db
    .selectFrom('evaluation_door')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('code', '=', code)
    .executeTakeFirst();
}

/** Opens a door under that code: one that was closed opens under the new one only. */
export async function writeDoor(context: Context, evaluationId: Id, code: string): Promise<void> {
  const opened = { code, opened_at: context.clock.now(), closed_at: null };
  const { kind: _, name, threshold } = roomCollege;
  await context.db
    .insertInto('evaluation_college')
    .values({
      evaluation_id: evaluationId,
      territory_id: context.territoryId,
      key: roomKey,
      name,
      kind: 'unverified',
      threshold,
      least: null,
      position: 1000,
    })
    .onConflict((conflict) => conflict.columns(['evaluation_id', 'key']).doNothing())
    .execute();
  await context.db
    .insertInto('evaluation_door')
    .values({ evaluation_id: evaluationId, territory_id: context.territoryId, ...opened })
    .onConflict((conflict) => conflict.column('evaluation_id').doUpdateSet(opened))
    .execute();
}

/** False when it was closed already, or there is none. */
export async function shutDoor(context: Context, evaluationId: Id): Promise<boolean> {
  const { numUpdatedRows } = await context.db
    .updateTable('evaluation_door')
    .set({ closed_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** A right to fill in one more sheet, for one device. */
export async function insertRoomInvitation(context: Context, evaluationId: Id): Promise<Id> {
  const id = newId();
  await context.db
    .insertInto('evaluation_invitation')
    .values({
      id,
      territory_id: context.territoryId,
      evaluation_id: evaluationId,
      college_key: roomKey,
      created_at: context.clock.now(),
    })
    .execute();
  return id;
}
