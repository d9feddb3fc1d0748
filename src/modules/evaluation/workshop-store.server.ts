import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { CollectiveAnswer, Priority } from './workshop.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    evaluation_collective: CollectiveTable;
    evaluation_dot: DotTable;
    evaluation_priority: PriorityTable;
  }
}

interface CollectiveTable {
  evaluation_id: Id;
  territory_id: Id;
  subject: number;
  criterion_id: string;
  answer: string;
  reason: string;
  updated_at: Date;
}

interface DotTable {
  evaluation_id: Id;
  territory_id: Id;
  ballot_key: string;
  criterion_id: string;
  dots: number;
}

interface PriorityTable {
  evaluation_id: Id;
  territory_id: Id;
  criterion_id: string;
  position: number;
  words: string;
  dots: number;
  outcome_id: Id | null;
}

export async function listCollective(context: Context, evaluationId: Id): Promise<CollectiveAnswer[]> {
  const rows = await context.db
    .selectFrom('evaluation_collective')
    .select(['subject', 'criterion_id as criterionId', 'answer', 'reason'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('subject')
    .orderBy('criterion_id')
    .execute();
  return rows.map((row) => ({
    ...row,
    subject: String(row.subject),
    answer: row.answer === 'na' || row.answer === 'dk' ? row.answer : Number(row.answer),
  }));
}

export async function writeCollective(
  context: Context,
  evaluationId: Id,
  { subject, criterionId, answer, reason }: CollectiveAnswer,
): Promise<void> {
  const given = { answer: String(answer), reason, updated_at: context.clock.now() };
  await context.db
    .insertInto('evaluation_collective')
    .values({
      evaluation_id: evaluationId,
      territory_id: context.territoryId,
      subject: Number(subject),
      criterion_id: criterionId,
      ...given,
    })
    .onConflict((conflict) =>
      conflict.columns(['evaluation_id', 'subject', 'criterion_id']).doUpdateSet(given),
    )
    .execute();
}

export async function removeCollective(
  context: Context,
  evaluationId: Id,
  { subject, criterionId }: Pick<CollectiveAnswer, 'subject' | 'criterionId'>,
): Promise<void> {
  await context.db
    .deleteFrom('evaluation_collective')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('subject', '=', Number(subject))
    .where('criterion_id', '=', criterionId)
    .execute();
}

export async function listPriorities(context: Context, evaluationId: Id): Promise<Priority[]> {
  return context.db
    .selectFrom('evaluation_priority')
    .select(['criterion_id as criterionId', 'words', 'dots', 'outcome_id as outcomeId'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .orderBy('position')
    .execute();
}

/** Replaces the list. */
export async function writePriorities(
  context: Context,
  evaluationId: Id,
  priorities: readonly Priority[],
): Promise<void> {
  await context.db
    .deleteFrom('evaluation_priority')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .execute();
  if (priorities.length === 0) return;
  await context.db
    .insertInto('evaluation_priority')
    .values(
      priorities.map(({ criterionId, words, dots, outcomeId }, position) => ({
        evaluation_id: evaluationId,
        territory_id: context.territoryId,
        criterion_id: criterionId,
        position,
        words,
        dots,
        outcome_id: outcomeId,
      })),
    )
    .execute();
}

/** Says which record a priority became, unless it became one already. False when there is no such priority. */
export async function setOutcome(
  context: Context,
  evaluationId: Id,
  { criterionId, outcomeId }: { criterionId: string; outcomeId: Id },
): Promise<boolean> {
  const row = await context.db
    .updateTable('evaluation_priority')
    .set({ outcome_id: outcomeId })
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('criterion_id', '=', criterionId)
    .where('outcome_id', 'is', null)
    .returning('criterion_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Replaces the dots of one ballot. */
export async function writeBallot(
  context: Context,
  evaluationId: Id,
  { ballotKey, dots }: { ballotKey: string; dots: ReadonlyMap<string, number> },
): Promise<void> {
  await context.db
    .deleteFrom('evaluation_dot')
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .where('ballot_key', '=', ballotKey)
    .execute();
  const rows = [...dots]
    .filter(([, count]) => count > 0)
    .map(([criterionId, count]) => ({
      evaluation_id: evaluationId,
      territory_id: context.territoryId,
      ballot_key: ballotKey,
      criterion_id: criterionId,
      dots: count,
    }));
  if (rows.length > 0) await context.db.insertInto('evaluation_dot').values(rows).execute();
}

export async function listDots(
  context: Context,
  evaluationId: Id,
): Promise<{ ballotKey: string; criterionId: string; dots: number }[]> {
  return context.db
    .selectFrom('evaluation_dot')
    .select(['ballot_key as ballotKey', 'criterion_id as criterionId', 'dots'])
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', evaluationId)
    .execute();
}

/** Opens the giving of dots by telephone with a code, or closes it with null. */
export async function setDotsCode(context: Context, evaluationId: Id, code: string | null): Promise<void> {
  await context.db
    .updateTable('evaluation')
    .set({ dots_code: code })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .execute();
}

export async function findDotsCode(context: Context, evaluationId: Id): Promise<string | null> {
  const row = await context.db
    .selectFrom('evaluation')
    .select('dots_code')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .executeTakeFirst();
  return row?.dots_code ?? null;
}
