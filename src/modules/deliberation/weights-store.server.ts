import type { ColumnType } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import type { Weighing } from './consultation.ts';
import type { BranchWeights } from './weights-picture.ts';
import type { Stated } from './typed-weights.ts';
import type { ParticipantPlace } from './vote-store.server.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    stated_weights: StatedWeightsTable;
  }
}

interface StatedWeightsTable {
  territory_id: Id;
  consultation_id: Id;
  participant_key: string;
  branch: string;
  method: Weighing;
  stated: ColumnType<Stated, string, string>;
  weights: ColumnType<Record<string, number>, string, string>;
}

export interface KeptWeights {
  branch: string;
  method: Weighing;
  stated: Stated;
  /** By item id, adding up to 1; empty for someone who has no view. */
  weights: Record<string, number>;
}

/** One answer per person and branch: the last counts. */
export async function putWeights(
  context: Context,
  { consultationId, key }: ParticipantPlace,
  { branch, method, ...given }: KeptWeights,
): Promise<void> {
  const said = { method, stated: toJson(given.stated), weights: toJson(given.weights) };
  await context.db
    .insertInto('stated_weights')
    .values({
      territory_id: context.territoryId,
      consultation_id: consultationId,
      participant_key: key,
      branch,
      ...said,
    })
    .onConflict((conflict) =>
      conflict.columns(['consultation_id', 'participant_key', 'branch']).doUpdateSet(said),
    )
    .execute();
}

/** Writes weights of people who had given none, all at once. */
export async function insertWeights(
  context: Context,
  consultationId: Id,
  given: readonly (KeptWeights & { key: string })[],
): Promise<void> {
  if (given.length === 0) return;
  await context.db
    .insertInto('stated_weights')
    .values(
      given.map(({ key, branch, method, stated, weights }) => ({
        territory_id: context.territoryId,
        consultation_id: consultationId,
        participant_key: key,
        branch,
        method,
        stated: toJson(stated),
        weights: toJson(weights),
      })),
    )
    .execute();
}

const toJson = (value: Json) => JSON.stringify(value);

/** What one person said so far. */
export async function selectOwnWeights(
  context: Context,
  { consultationId, key }: ParticipantPlace,
): Promise<KeptWeights[]> {
  return context.db
    .selectFrom('stated_weights')
    .select(['branch', 'method', 'stated', 'weights'])
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('participant_key', '=', key)
    .execute();
}

/** Weights with who said them, in the order of their keys, which tell nothing. */
export interface WeightsOfParticipant {
  key: string;
  /** False for whoever came by the open link of a room. */
  verified: boolean;
  college: string | null;
  /** Their opinion group; null while they are in none. */
  group: number | null;
  branch: string;
  weights: Record<string, number>;
}

/** Everything that was said of weights, to work on: nothing of it is fit to be shown as it stands. */
export async function selectWeights(context: Context, consultationId: Id): Promise<WeightsOfParticipant[]> {
  return context.db
    .selectFrom('stated_weights as said')
    .innerJoin('consultation_participant as participant', (join) =>
      join
        .onRef('participant.consultation_id', '=', 'said.consultation_id')
        .onRef('participant.territory_id', '=', 'said.territory_id')
        .onRef('participant.participant_key', '=', 'said.participant_key'),
    )
    .leftJoin('opinion_group_member as member', (join) =>
      join
        .onRef('member.consultation_id', '=', 'said.consultation_id')
        .onRef('member.territory_id', '=', 'said.territory_id')
        .onRef('member.participant_key', '=', 'said.participant_key'),
    )
    .select(['said.participant_key as key', 'participant.verified', 'participant.college'])
    .select(['member.opinion_group as group', 'said.branch', 'said.weights'])
    .where('said.territory_id', '=', context.territoryId)
    .where('said.consultation_id', '=', consultationId)
    .orderBy('said.participant_key')
    .orderBy('said.branch')
    .execute();
}

/** Whether anybody said anything of weights. */
export async function hasWeights(context: Context, consultationId: Id): Promise<boolean> {
  const row = await context.db
    .selectFrom('stated_weights')
    .select('branch')
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What weights came to, as last kept or as an archive brought it. */
export async function findWeightsTold(context: Context, consultationId: Id): Promise<BranchWeights[] | null> {
  const row = await context.db
    .selectFrom('consultation')
    .select('weights_told')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', consultationId)
    .executeTakeFirst();
  return row?.weights_told ?? null;
}

export async function keepWeightsTold(
  context: Context,
  consultationId: Id,
  told: readonly BranchWeights[],
): Promise<void> {
  await context.db
    .updateTable('consultation')
    .set({ weights_told: JSON.stringify(told) })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', consultationId)
    .execute();
}
