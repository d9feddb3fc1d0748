import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { ToldRow } from '#kernel/personal-data.ts';
import type { Kind, Language } from '#modules/records/index.ts';
import { visibleTo } from '#modules/records/index.server.ts';
import type { ChosenLever } from './lever.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    chosen_lever: ChosenLeverTable;
  }
}

interface ChosenLeverTable {
  lever_id: Id;
  evaluation_id: Id;
  territory_id: Id;
  reason: string;
  criteria: string[];
  chosen_by: Id | null;
  chosen_at: Date;
}

/** Writes a choice down; false when this lever is already chosen for this evaluation. */
export async function insertChoice(
  context: Context,
  choice: { leverId: Id; evaluationId: Id; reason: string; criteria: string[] },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await context.db
    .insertInto('chosen_lever')
    .values({
      lever_id: choice.leverId,
      evaluation_id: choice.evaluationId,
      territory_id: context.territoryId,
      reason: choice.reason,
      criteria: choice.criteria,
      chosen_by: context.actor.personId,
      chosen_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['lever_id', 'evaluation_id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes a choice away and gives back what it was; undefined when there was none. */
export async function deleteChoice(
  context: Context,
  choice: { leverId: Id; evaluationId: Id },
): Promise<{ reason: string; criteria: string[] } | undefined> {
  return context.db
    .deleteFrom('chosen_lever')
    .where('territory_id', '=', context.territoryId)
    .where('lever_id', '=', choice.leverId)
    .where('evaluation_id', '=', choice.evaluationId)
    .returning(['reason', 'criteria'])
    .executeTakeFirst();
}

/** A choice with the record at its other end: the evaluation of a lever, or the lever of an evaluation. */
export interface ChoiceSeen extends ChosenLever {
  kind: Kind;
  shortId: string;
  slug: string;
  title: string;
  language: Language;
}

/** The evaluations a lever was chosen for, or the levers chosen for an evaluation, as far as the actor may see them. */
export async function chosenLevers(
  context: Context,
  near: { leverId: Id } | { evaluationId: Id },
): Promise<ChoiceSeen[]> {
  const [nearColumn, nearId, farColumn] =
    'leverId' in near
      ? (['lever_id', near.leverId, 'evaluation_id'] as const)
      : (['evaluation_id', near.evaluationId, 'lever_id'] as const);
  return context.db
    .selectFrom('chosen_lever')
    .innerJoin('record', 'record.id', `chosen_lever.${farColumn}`)
    .select([
      'chosen_lever.lever_id as leverId',
      'chosen_lever.evaluation_id as evaluationId',
      'chosen_lever.reason as reason',
      'chosen_lever.criteria as criteria',
      'chosen_lever.chosen_by as chosenBy',
      'chosen_lever.chosen_at as chosenAt',
      'record.kind as kind',
      'record.short_id as shortId',
      'record.slug as slug',
      'record.title as title',
      'record.language as language',
    ])
    .where('chosen_lever.territory_id', '=', context.territoryId)
    .where(`chosen_lever.${nearColumn}`, '=', nearId)
    .where('record.territory_id', '=', context.territoryId)
    .where(visibleTo(context))
    .orderBy('chosen_lever.chosen_at')
    .orderBy('record.id')
    .execute();
}

/** The levers that someone chose, and why. */
export async function choicesBy(context: Context, personId: Id): Promise<ToldRow[]> {
  const rows = await context.db
    .selectFrom('chosen_lever')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'chosen_lever.lever_id')
        .onRef('record.territory_id', '=', 'chosen_lever.territory_id'),
    )
    .select(['record.title', 'chosen_lever.reason', 'chosen_lever.chosen_at'])
    .where('chosen_lever.territory_id', '=', context.territoryId)
    .where('chosen_by', '=', personId)
    .orderBy('chosen_at')
    .execute();
  return rows.map((row) => ({ record: row.title, text: row.reason, at: row.chosen_at.toISOString() }));
}
