import { type ColumnType, type Generated, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Sheet } from './result.ts';
import type { SheetChange } from './answer-form.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    evaluation_sheet: EvaluationSheetTable;
  }
}

interface EvaluationSheetTable {
  territory_id: Id;
  evaluation_id: Id;
  college_key: string;
  respondent_key: string;
  signature: Generated<string>;
  consented: Generated<boolean>;
  answers: ColumnType<Sheet['answers'], string | undefined, string>;
  remarks: ColumnType<Sheet['remarks'], string | undefined, string>;
  updated_at: Date;
}

/** Where a sheet stands: which session, which college, which link. */
export interface SheetPlace {
  evaluationId: Id;
  collegeKey: string;
  respondentKey: string;
}

const columns = [
  'respondent_key as respondentKey',
  'college_key as collegeKey',
  'signature',
  'consented',
  'answers',
  'remarks',
] as const;

/** By respondent key, so that the order never tells who answered first. */
export async function listSheets(context: Context, evaluationId: Id): Promise<Sheet[]> {
  return context.db
    .selectFrom('evaluation_sheet')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('respondent_key')
    .execute();
}

export async function findSheet(context: Context, place: SheetPlace): Promise<Sheet | undefined> {
  return context.db
    .selectFrom('evaluation_sheet')
    .select(columns)
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', place.evaluationId)
    .where('respondent_key', '=', place.respondentKey)
    .executeTakeFirst();
}

/** Puts what one step changes over what the sheet holds: other steps saved at the same moment are kept. */
export async function mergeIntoSheet(
  context: Context,
  place: SheetPlace,
  change: SheetChange & { updatedAt: Date },
): Promise<void> {
  await context.db
    .insertInto('evaluation_sheet')
    .values({
      ...keyValues(context, place),
      answers: JSON.stringify(change.answers),
      remarks: JSON.stringify(change.remarks),
      updated_at: change.updatedAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['evaluation_id', 'respondent_key']).doUpdateSet({
        answers: sql`evaluation_sheet.answers || excluded.answers`,
        remarks: sql`evaluation_sheet.remarks || excluded.remarks`,
        updated_at: change.updatedAt,
      }),
    )
    .execute();
}

/** Writes many new sheets at once. */
export async function insertSheets(
  context: Context,
  evaluationId: Id,
  sheets: readonly (Sheet & { updatedAt: Date })[],
): Promise<void> {
  if (sheets.length === 0) return;
  await context.db
    .insertInto('evaluation_sheet')
    .values(
      sheets.map((sheet) => ({
        ...keyValues(context, { evaluationId, ...sheet }),
        signature: sheet.signature,
        consented: sheet.consented,
        answers: JSON.stringify(sheet.answers),
        remarks: JSON.stringify(sheet.remarks),
        updated_at: sheet.updatedAt,
      })),
    )
    .execute();
}

/** Writes who signs a sheet and whether they agree to be named. */
export async function setSignature(
  context: Context,
  place: SheetPlace,
  signed: { signature: string; consented: boolean; updatedAt: Date },
): Promise<void> {
  const { signature, consented, updatedAt } = signed;
  await context.db
    .insertInto('evaluation_sheet')
    .values({ ...keyValues(context, place), signature, consented, updated_at: updatedAt })
    .onConflict((conflict) =>
      conflict
        .columns(['evaluation_id', 'respondent_key'])
        .doUpdateSet({ signature, consented, updated_at: updatedAt }),
    )
    .execute();
}

function keyValues(context: Context, place: SheetPlace) {
  return {
    territory_id: context.territoryId,
    evaluation_id: place.evaluationId,
    college_key: place.collegeKey,
    respondent_key: place.respondentKey,
  };
}

/** Whether anyone has begun to answer, be it with a signature alone. */
export async function hasSheets(context: Context, evaluationId: Id): Promise<boolean> {
  const row = await context.db
    .selectFrom('evaluation_sheet')
    .select('respondent_key')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** How many sheets say something, by college: for facilitators, while the session runs. */
export async function countAnswered(context: Context, evaluationId: Id): Promise<Map<string, number>> {
  const rows = await context.db
    .selectFrom('evaluation_sheet')
    .select('college_key as collegeKey')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where(sql<boolean>`(answers <> '{}' or remarks @? '$.*[*]')`)
    .groupBy('college_key')
    .execute();
  return new Map(rows.map(({ collegeKey, count }) => [collegeKey, count]));
}
