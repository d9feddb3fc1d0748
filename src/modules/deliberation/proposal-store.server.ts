import type { ColumnType, Generated, Selectable } from 'kysely';
import type { Context } from '#kernel/context.ts';
import { type Id, isId } from '#kernel/ids.ts';
import type { Hiding, HidingReason, Language } from '#modules/records/index.ts';
import type { Proposal, ProposalKind, ProposalState, ShownVotes, Tallies } from './proposal.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    proposal: ProposalTable;
  }
}

interface ProposalTable {
  id: Id;
  territory_id: Id;
  consultation_id: Id;
  kind: ProposalKind;
  places: string[];
  title: string;
  wordings: string[];
  reason: string;
  language: Language;
  state: ProposalState;
  merged_into: Id | null;
  decision_id: Id | null;
  tally: ColumnType<Tallies | null, string | null, string | null>;
  shown: ColumnType<ShownVotes | null, string | null | undefined, string | null>;
  author_id: Id | null;
  created_at: Date;
  hidden_at: Generated<Date | null>;
  hidden_reason: Generated<HidingReason | null>;
  hidden_words: Generated<string>;
}

function toProposal(row: Selectable<ProposalTable>): Proposal {
  const { id, kind, places, title, wordings, reason, language, state, tally, shown } = row;
  const hiding: Hiding | null =
    row.hidden_at && row.hidden_reason
      ? { at: row.hidden_at, reason: row.hidden_reason, words: row.hidden_words }
      : null;
  return {
    id,
    kind,
    places,
    title,
    wordings,
    reason,
    language,
    state,
    tally,
    shown,
    hiding,
    consultationId: row.consultation_id,
    mergedInto: row.merged_into,
    decisionId: row.decision_id,
    authorId: row.author_id,
    createdAt: row.created_at,
  };
}

type NewProposal = Omit<Proposal, 'mergedInto' | 'decisionId' | 'tally' | 'shown' | 'hiding'>;

export async function insertProposal(context: Context, proposal: NewProposal): Promise<void> {
  const { consultationId, authorId, createdAt, ...same } = proposal;
  await context.db
    .insertInto('proposal')
    .values({
      ...same,
      territory_id: context.territoryId,
      consultation_id: consultationId,
      merged_into: null,
      decision_id: null,
      tally: null,
      author_id: authorId,
      created_at: createdAt,
    })
    .execute();
}

/** All proposals of a consultation but those that wait for their author, oldest first. */
export async function selectProposals(context: Context, consultationId: Id): Promise<Proposal[]> {
  const rows = await context.db
    .selectFrom('proposal')
    .selectAll()
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('state', '<>', 'waiting')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toProposal);
}

/** What someone proposed by mail and did not confirm yet. */
export async function selectWaiting(
  context: Context,
  { consultationId, authorId }: { consultationId: Id; authorId: Id },
): Promise<Proposal[]> {
  const rows = await context.db
    .selectFrom('proposal')
    .selectAll()
    .where('territory_id', '=', context.territoryId)
    .where('consultation_id', '=', consultationId)
    .where('author_id', '=', authorId)
    .where('state', '=', 'waiting')
    .orderBy('created_at')
    .execute();
  return rows.map(toProposal);
}

export async function findProposal(context: Context, id: string): Promise<Proposal | undefined> {
  if (!isId(id)) return undefined;
  const row = await context.db
    .selectFrom('proposal')
    .selectAll()
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toProposal(row);
}

type ProposalChange = Partial<
  Pick<Proposal, 'state' | 'mergedInto' | 'decisionId' | 'hiding' | 'createdAt' | 'shown'>
>;

/** Writes what is given, and nothing else. */
export async function updateProposal(context: Context, id: Id, change: ProposalChange): Promise<void> {
  const { state, mergedInto, decisionId, hiding, createdAt, shown } = change;
  await context.db
    .updateTable('proposal')
    .set({
      ...(state !== undefined && { state }),
      ...(mergedInto !== undefined && { merged_into: mergedInto }),
      ...(decisionId !== undefined && { decision_id: decisionId }),
      ...(shown !== undefined && { shown: shown && JSON.stringify(shown) }),
      ...(createdAt !== undefined && { created_at: createdAt }),
      ...(hiding !== undefined && {
        hidden_at: hiding?.at ?? null,
        hidden_reason: hiding?.reason ?? null,
        hidden_words: hiding?.words ?? '',
      }),
    })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', id)
    .execute();
}

/** Its votes go with it. */
export async function deleteProposal({ db, territoryId }: Context, id: Id): Promise<void> {
  await db.deleteFrom('proposal').where('territory_id', '=', territoryId).where('id', '=', id).execute();
}

/** Forgets proposals that waited for their author's mail since before that moment. */
export async function deleteWaiting(
  { db, territoryId }: Pick<Context, 'db' | 'territoryId'>,
  before: Date,
): Promise<void> {
  await db
    .deleteFrom('proposal')
    .where('territory_id', '=', territoryId)
    .where('state', '=', 'waiting')
    .where('created_at', '<', before)
    .execute();
}
