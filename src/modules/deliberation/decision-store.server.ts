import type { ColumnType, Generated } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import {
  type RecordName,
  type RecordRow,
  isNamed,
  recordColumns,
  toRecordCore,
  visibleTo,
} from '#modules/records/index.server.ts';
import type { Decision, DecisionDetails, Decided, TookPart } from './decision.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    decision: DecisionTable;
  }
}

interface DecisionTable {
  record_id: Id;
  territory_id: Id;
  consultation_id: Id | null;
  subject_id: Id | null;
  proposal_id: Id | null;
  outcome: Decided;
  reason: string;
  proposed: ColumnType<DecisionDetails['proposed'], string, never>;
  took_part: ColumnType<TookPart, string, never>;
  decided_on: string;
  undone: Generated<boolean>;
}

/** The decisions the actor may see: every reading starts here. */
function visibleDecisions(context: Context) {
  return context.db
    .selectFrom('record')
    .innerJoin('decision', 'decision.record_id', 'record.id')
    .select(recordColumns)
    .select([
      'decision.consultation_id as consultationId',
      'decision.subject_id as subjectId',
      'decision.proposal_id as proposalId',
      'decision.outcome as outcome',
      'decision.reason as reason',
      'decision.proposed as proposed',
      'decision.took_part as tookPart',
      'decision.decided_on as decidedOn',
      'decision.undone as undone',
    ])
    .where('record.territory_id', '=', context.territoryId)
    .where('decision.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'decision')
    .where(visibleTo(context));
}

function toDecision(row: RecordRow & DecisionDetails): Decision {
  const { consultationId, subjectId, proposalId, outcome, reason, proposed, tookPart } = row;
  const { decidedOn, undone } = row;
  return {
    record: toRecordCore(row),
    details: {
      consultationId,
      subjectId,
      proposalId,
      outcome,
      reason,
      proposed,
      tookPart,
      decidedOn,
      undone,
    },
  };
}

export async function findDecision(context: Context, where: RecordName): Promise<Decision | undefined> {
  const row = await visibleDecisions(context).where(isNamed(where)).executeTakeFirst();
  return row && toDecision(row);
}

/** Latest first, at most 200; those of one consultation or about one record when it is given. */
export async function listDecisions(
  context: Context,
  of: { consultationId?: Id; subjectId?: Id } = {},
): Promise<Decision[]> {
  let query = visibleDecisions(context);
  if (of.consultationId) query = query.where('decision.consultation_id', '=', of.consultationId);
  if (of.subjectId) query = query.where('decision.subject_id', '=', of.subjectId);
  const rows = await query.orderBy('record.created_at', 'desc').orderBy('record.id').limit(200).execute();
  return rows.map(toDecision);
}

export async function insertDecision(
  context: Context,
  recordId: Id,
  details: DecisionDetails,
): Promise<void> {
  await context.db
    .insertInto('decision')
    .values({
      record_id: recordId,
      territory_id: context.territoryId,
      consultation_id: details.consultationId,
      subject_id: details.subjectId,
      proposal_id: details.proposalId,
      outcome: details.outcome,
      reason: details.reason,
      proposed: JSON.stringify(details.proposed),
      took_part: JSON.stringify(details.tookPart),
      decided_on: details.decidedOn,
      undone: details.undone,
    })
    .execute();
}

/** What may change of a decision: its reason, and whether it was taken back. */
export async function updateDecision(
  context: Context,
  recordId: Id,
  { reason, undone }: Pick<DecisionDetails, 'reason' | 'undone'>,
): Promise<void> {
  await context.db
    .updateTable('decision')
    .set({ reason, undone })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
}
