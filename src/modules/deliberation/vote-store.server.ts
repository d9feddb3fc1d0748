import { type Generated, sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Vote } from './proposal.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    consultation_participant: ParticipantTable;
    proposal_vote: VoteTable;
  }
}

interface ParticipantTable {
  territory_id: Id;
  consultation_id: Id;
  participant_key: string;
  verified: boolean;
  college: string | null;
  named_as: Generated<string>;
}

interface VoteTable {
  territory_id: Id;
  consultation_id: Id;
  proposal_id: Id;
  participant_key: string;
  vote: Vote;
  nuance: string;
  nuance_id: Generated<Id>;
  nuance_hidden: Generated<boolean>;
}

/** Where one person's answers stand. */
export interface ParticipantPlace {
  consultationId: Id;
  key: string;
}

export interface KeptParticipant {
  key: string;
  /** False for whoever came by the open link of a room. */
  verified: boolean;
  /** What they say they are, among the colleges of the consultation. */
  college: string | null;
  /** The name they asked to stand under among those who took part; empty for most. */
  namedAs: string;
}

/** Makes sure that a participant has a row; what they said of themselves before stays. */
export async function insertParticipant(
  context: Context,
  { consultationId, key }: ParticipantPlace,
  verified: boolean,
): Promise<void> {
  await context.db
    .insertInto('consultation_participant')
    .values({
      territory_id: context.territoryId,
      consultation_id: consultationId,
      participant_key: key,
      verified,
      college: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Writes people who took part, all at once. */
export async function insertParticipants(
  context: Context,
  consultationId: Id,
  people: readonly Pick<KeptParticipant, 'key' | 'college'>[],
): Promise<void> {
  if (people.length === 0) return;
  await context.db
    .insertInto('consultation_participant')
    .values(
      people.map(({ key, college }) => ({
        territory_id: context.territoryId,
        consultation_id: consultationId,
        participant_key: key,
        verified: true,
        college,
      })),
    )
    .execute();
}

/** Writes votes of people who had given none, all at once. */
export async function insertVotes(
  context: Context,
  consultationId: Id,
  votes: readonly (KeptVote & { nuance: string })[],
): Promise<void> {
  if (votes.length === 0) return;
  await context.db
    .insertInto('proposal_vote')
    .values(
      votes.map(({ key, proposalId, vote, nuance }) => ({
        territory_id: context.territoryId,
        consultation_id: consultationId,
        proposal_id: proposalId,
        participant_key: key,
        vote,
        nuance,
      })),
    )
    .execute();
}

export async function updateParticipant(
  context: Context,
  { consultationId, key }: ParticipantPlace,
  change: { college: string | null; namedAs: string },
): Promise<void> {
  await context.db
    .updateTable('consultation_participant')
    .set({ college: change.college, named_as: change.namedAs })
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('participant_key', '=', key)
    .execute();
}

export async function selectParticipants(context: Context, consultationId: Id): Promise<KeptParticipant[]> {
  return context.db
    .selectFrom('consultation_participant')
    .select(['participant_key as key', 'verified', 'college', 'named_as as namedAs'])
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .orderBy('participant_key')
    .execute();
}

export async function findParticipant(
  context: Context,
  { consultationId, key }: ParticipantPlace,
): Promise<KeptParticipant | undefined> {
  return context.db
    .selectFrom('consultation_participant')
    .select(['participant_key as key', 'verified', 'college', 'named_as as namedAs'])
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('participant_key', '=', key)
    .executeTakeFirst();
}

/** One vote per person and proposal: the last counts, with its nuance. */
export async function putVote(
  context: Context,
  { consultationId, key }: ParticipantPlace,
  cast: { proposalId: Id; vote: Vote; nuance: string },
): Promise<void> {
  const said = { vote: cast.vote, nuance: cast.nuance };
  await context.db
    .insertInto('proposal_vote')
    .values({
      territory_id: context.territoryId,
      consultation_id: consultationId,
      proposal_id: cast.proposalId,
      participant_key: key,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['proposal_id', 'participant_key']).doUpdateSet(said))
    .execute();
}

export interface KeptVote {
  key: string;
  proposalId: Id;
  vote: Vote;
}

/** Every vote of a consultation, those on hidden and merged proposals included, in the order of their keys. */
export async function selectVotes(context: Context, consultationId: Id): Promise<KeptVote[]> {
  return context.db
    .selectFrom('proposal_vote')
    .select(['participant_key as key', 'proposal_id as proposalId', 'vote'])
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .orderBy('participant_key')
    .orderBy('proposal_id')
    .execute();
}

/** What one person said so far, by proposal. */
export async function selectOwnVotes(
  context: Context,
  { consultationId, key }: ParticipantPlace,
): Promise<Map<Id, { vote: Vote; nuance: string }>> {
  const rows = await context.db
    .selectFrom('proposal_vote')
    .select(['proposal_id', 'vote', 'nuance'])
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('participant_key', '=', key)
    .execute();
  return new Map(rows.map(({ proposal_id, ...said }) => [proposal_id, said]));
}

/** The proposals of a consultation on which someone else voted, or into which another one was merged. */
export async function votedByOthers(
  { db, territoryId }: Context,
  { consultationId, key }: ParticipantPlace,
): Promise<Set<Id>> {
  const { rows } = await sql<{ id: Id }>`
    select proposal_id as id from proposal_vote
    where territory_id = ${territoryId} and consultation_id = ${consultationId} and participant_key <> ${key}
    union
    select merged_into from proposal
    where territory_id = ${territoryId} and consultation_id = ${consultationId} and merged_into is not null`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

export interface Nuance {
  id: Id;
  proposalId: Id;
  text: string;
  vote: Vote;
  hidden: boolean;
}

/** Nuances of a consultation, in an order that tells neither who nor when. */
export async function selectNuances(context: Context, consultationId: Id): Promise<Nuance[]> {
  return context.db
    .selectFrom('proposal_vote')
    .select([
      'nuance_id as id',
      'proposal_id as proposalId',
      'nuance as text',
      'vote',
      'nuance_hidden as hidden',
    ])
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('nuance', '<>', '')
    .orderBy('nuance_id')
    .execute();
}

export async function setNuanceHidden(
  context: Context,
  { consultationId, nuanceId, hidden }: { consultationId: Id; nuanceId: Id; hidden: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await context.db
    .updateTable('proposal_vote')
    .set({ nuance_hidden: hidden })
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('nuance_id', '=', nuanceId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
