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
  /** Place of what it is about among the subjects of the session. */
  subject: number;
  signature: Generated<string>;
  consented: Generated<boolean>;
  answers: ColumnType<Sheet['answers'], string | undefined, string>;
  remarks: ColumnType<Sheet['remarks'], string | undefined, string>;
  details: ColumnType<Sheet['details'], string | undefined, string>;
  updated_at: Date;
}

/** Where the sheets of one respondent stand: which session, which college, which link. */
export interface RespondentPlace {
  evaluationId: Id;
  collegeKey: string;
  respondentKey: string;
}

/** Where a sheet stands: whose, on which subject. */
export interface SheetPlace extends RespondentPlace {
  subject: string;
}

const columns = [
  'respondent_key as respondentKey',
  'college_key as collegeKey',
  'signature',
  'consented',
  'answers',
  'remarks',
  'details',
] as const;

const subjectName = sql<string>`subject::text`.as('subject');

/** By respondent key, so that the order never tells who answered first. */
export async function listSheets(context: Context, evaluationId: Id): Promise<Sheet[]> {
  return context.db
    .selectFrom('evaluation_sheet')
    .select(columns)
    .select(subjectName)
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('respondent_key')
    .orderBy('evaluation_sheet.subject')
    .execute();
}

/** What one respondent gave so far, on each subject that they began. */
export async function findSheets(
  context: Context,
  place: Pick<RespondentPlace, 'evaluationId' | 'respondentKey'>,
): Promise<Sheet[]> {
  return context.db
    .selectFrom('evaluation_sheet')
    .select(columns)
    .select(subjectName)
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', place.evaluationId)
    .where('respondent_key', '=', place.respondentKey)
    .orderBy('evaluation_sheet.subject')
    .execute();
}

/**
 * Lets one save of a respondent happen at a time, until the transaction ends: what a save replaces, a file above all, is
 * read before. Nothing is written to the sheet for it, which could tell a moment.
 */
export async function lockSheets(
  context: Context,
  place: Pick<RespondentPlace, 'evaluationId' | 'respondentKey'>,
): Promise<void> {
  const key = `sheets ${place.evaluationId} ${place.respondentKey}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(context.db);
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
      details: JSON.stringify(change.details),
      updated_at: change.updatedAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['evaluation_id', 'respondent_key', 'subject']).doUpdateSet({
        answers: sql`evaluation_sheet.answers || excluded.answers`,
        remarks: sql`evaluation_sheet.remarks || excluded.remarks`,
        details: sql`evaluation_sheet.details || coalesce((
          select jsonb_object_agg(criterion, coalesce(evaluation_sheet.details -> criterion, '{}') || change)
          from jsonb_each(excluded.details) as given (criterion, change)), '{}')`,
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
        details: JSON.stringify(sheet.details),
        updated_at: sheet.updatedAt,
      })),
    )
    .execute();
}

/** Writes a whole sheet in place of what it held. */
export async function replaceSheet(
  context: Context,
  evaluationId: Id,
  sheet: Sheet & { updatedAt: Date },
): Promise<void> {
  const { subject, respondentKey } = sheet;
  await context.db
    .deleteFrom('evaluation_sheet')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('respondent_key', '=', respondentKey)
    .where('subject', '=', Number(subject))
    .execute();
  await insertSheets(context, evaluationId, [sheet]);
}

/** Writes who signs the sheets of a respondent and whether they agree to be named. */
export async function setSignature(
  context: Context,
  place: RespondentPlace & { subjects: readonly string[] },
  signed: { signature: string; consented: boolean; updatedAt: Date },
): Promise<void> {
  const { signature, consented, updatedAt } = signed;
  const sheets = place.subjects.map((subject) => ({
    ...keyValues(context, { ...place, subject }),
    signature,
    consented,
    updated_at: updatedAt,
  }));
  await context.db
    .insertInto('evaluation_sheet')
    .values(sheets)
    .onConflict((conflict) =>
      conflict
        .columns(['evaluation_id', 'respondent_key', 'subject'])
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
    subject: Number(place.subject),
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

/** How many people said something, by college: for facilitators, while the session runs. */
export async function countAnswered(context: Context, evaluationId: Id): Promise<Map<string, number>> {
  const rows = await context.db
    .selectFrom('evaluation_sheet')
    .select('college_key as collegeKey')
    .select((eb) => eb.fn.count<number>('respondent_key').distinct().as('count'))
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where(sql<boolean>`(answers <> '{}' or remarks @? '$.*[*]')`)
    .groupBy('college_key')
    .execute();
  return new Map(rows.map(({ collegeKey, count }) => [collegeKey, count]));
}
