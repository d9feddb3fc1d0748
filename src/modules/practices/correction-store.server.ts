import { type ColumnType, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { DailyChore } from '#kernel/daily-chores.server.ts';
import type { Id } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import type { CoreFormValues } from '#modules/records/index.ts';
import type { OwnTyped } from './fields/own-answers.ts';
import type { FormValues } from './practice-form.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    waiting_correction: WaitingCorrectionTable;
  }
}

/** What someone typed in the form of a practice that is there. */
export interface CorrectionInput {
  values: FormValues;
  /** What the form started with. */
  base: FormValues;
  /** The part that forms of all kinds share; undefined when it was left as it was. */
  core: CoreFormValues | undefined;
  /** The territory's own fields that were touched: what was typed, and what the form started with; none in older ones. */
  own?: { typed: OwnTyped; base: OwnTyped };
}

interface WaitingCorrectionTable {
  id: Id;
  record_id: Id;
  territory_id: Id;
  person_id: Id;
  version: number;
  input: ColumnType<CorrectionInput, string, never>;
  written_at: Date;
}

export interface WaitingCorrection {
  id: Id;
  recordId: Id;
  personId: Id;
  version: number;
  input: CorrectionInput;
}

export async function insertCorrection(context: Context, waiting: WaitingCorrection): Promise<void> {
  await context.db
    .insertInto('waiting_correction')
    .values({
      id: waiting.id,
      record_id: waiting.recordId,
      territory_id: context.territoryId,
      person_id: waiting.personId,
      version: waiting.version,
      input: JSON.stringify(waiting.input),
      written_at: context.clock.now(),
    })
    .execute();
}

export async function findCorrection(context: Context, id: string): Promise<WaitingCorrection | undefined> {
  if (!isId(id)) return undefined;
  return context.db
    .selectFrom('waiting_correction')
    .select(['id', 'record_id as recordId', 'person_id as personId', 'version', 'input'])
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function deleteCorrection(context: Context, id: Id): Promise<void> {
  await context.db
    .deleteFrom('waiting_correction')
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

/** Corrections that nobody answered for are forgotten; long after their links, which may have been made valid anew. */
export function correctionChore({ db, clock }: Pick<Context, 'db' | 'clock'>): DailyChore {
  return {
    name: 'forget-waiting-corrections',
    async run(territoryId) {
      await db
        .deleteFrom('waiting_correction')
        .where('territory_id', '=', territoryId)
        .where(sql<boolean>`written_at < ${clock.now()}::timestamptz - interval '30 days'`)
        .execute();
    },
  };
}
