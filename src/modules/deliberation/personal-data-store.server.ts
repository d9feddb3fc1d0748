import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, newId } from '#kernel/ids.ts';
import type { ToldRow } from '#kernel/personal-data.ts';

/** Every consultation of the territory: a person's key differs in each. */
export async function consultationIds({ db, territoryId }: Context): Promise<Id[]> {
  const rows = await db
    .selectFrom('consultation')
    .select('record_id')
    .where('territory_id', '=', territoryId)
    .orderBy('record_id')
    .execute();
  return rows.map(({ record_id }) => record_id);
}

/** Votes under some keys, with what they are about. */
export async function votesUnder({ db, territoryId }: Context, keys: readonly string[]): Promise<ToldRow[]> {
  if (keys.length === 0) return [];
  return db
    .selectFrom('proposal_vote')
    .innerJoin('proposal', (join) =>
      join
        .onRef('proposal.id', '=', 'proposal_vote.proposal_id')
        .onRef('proposal.territory_id', '=', 'proposal_vote.territory_id'),
    )
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'proposal_vote.consultation_id')
        .onRef('record.territory_id', '=', 'proposal_vote.territory_id'),
    )
    .innerJoin('consultation_participant as participant', (join) =>
      join
        .onRef('participant.consultation_id', '=', 'proposal_vote.consultation_id')
        .onRef('participant.territory_id', '=', 'proposal_vote.territory_id')
        .onRef('participant.participant_key', '=', 'proposal_vote.participant_key'),
    )
    .select(['record.title as consultation', 'proposal.title as proposal', 'vote', 'nuance as text'])
    .select(['participant.college', 'participant.named_as as name'])
    .where('proposal_vote.territory_id', '=', territoryId)
    .where('proposal_vote.participant_key', 'in', keys)
    .orderBy('proposal_vote.consultation_id')
    .orderBy('proposal_vote.proposal_id')
    .execute();
}

/** Weights under some keys, a row an item; someone who had no view has one without. */
export async function weightsUnder(
  { db, territoryId }: Context,
  keys: readonly string[],
): Promise<ToldRow[]> {
  if (keys.length === 0) return [];
  const rows = await db
    .selectFrom('stated_weights as said')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'said.consultation_id')
        .onRef('record.territory_id', '=', 'said.territory_id'),
    )
    .select(['record.title as consultation', 'branch', 'weights'])
    .where('said.territory_id', '=', territoryId)
    .where('said.participant_key', 'in', keys)
    .orderBy('said.consultation_id')
    .orderBy('branch')
    .execute();
  return rows.flatMap(({ weights, ...about }) => {
    const given = Object.entries(weights);
    if (given.length === 0) return [{ ...about, item: '', weight: '' }];
    return given.map(([item, weight]) => ({ ...about, item, weight: weight.toFixed(3) }));
  });
}

export async function proposalsBy({ db, territoryId }: Context, personId: Id): Promise<ToldRow[]> {
  const rows = await db
    .selectFrom('proposal')
    .innerJoin('record', (join) =>
      join
        .onRef('record.id', '=', 'proposal.consultation_id')
        .onRef('record.territory_id', '=', 'proposal.territory_id'),
    )
    .select(['record.title as consultation', 'proposal.title', 'reason', 'proposal.created_at as at'])
    .where('proposal.territory_id', '=', territoryId)
    .where('proposal.author_id', '=', personId)
    .orderBy('proposal.id')
    .execute();
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

/** What was said under a key goes on counting, under one that leads to nobody; names go, and nuances if they wish. */
export async function detachParticipant(
  { db, territoryId }: Context,
  key: string,
  { nuances }: { nuances: 'keep' | 'erase' },
): Promise<void> {
  if (nuances === 'erase') {
    await db
      .updateTable('proposal_vote')
      .set({ nuance: '' })
      .where('territory_id', '=', territoryId)
      .where('participant_key', '=', key)
      .execute();
  }
  const nobody = newId();
  await sql`
    insert into consultation_participant (territory_id, consultation_id, participant_key, verified, college)
    select territory_id, consultation_id, ${nobody}, verified, college from consultation_participant
    where territory_id = ${territoryId} and participant_key = ${key}`.execute(db);
  for (const table of ['proposal_vote', 'stated_weights'] as const) {
    await sql`
      update ${sql.table(table)} set participant_key = ${nobody}
      where territory_id = ${territoryId} and participant_key = ${key}`.execute(db);
  }
  await db
    .deleteFrom('consultation_participant')
    .where('territory_id', '=', territoryId)
    .where('participant_key', '=', key)
    .execute();
}

/**
 * Nothing says any more who proposed what. What waits for them goes; so does, if they wish, what nobody else voted on
 * and was not decided.
 */
export async function detachProposals(
  { db, territoryId }: Context,
  personId: Id,
  { texts }: { texts: 'keep' | 'erase' },
): Promise<void> {
  await sql`
    delete from proposal where territory_id = ${territoryId} and author_id = ${personId}
      and (state = 'waiting' or (${texts === 'erase'} and decision_id is null and not exists (
        select from proposal_vote where proposal_vote.territory_id = ${territoryId}
          and proposal_id = proposal.id)))`.execute(db);
  await db
    .updateTable('proposal')
    .set({ author_id: null })
    .where('territory_id', '=', territoryId)
    .where('author_id', '=', personId)
    .execute();
}
