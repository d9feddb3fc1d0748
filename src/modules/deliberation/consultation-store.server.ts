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
import type { BranchWeights } from './weights-picture.ts';
import type { Branch, Consultation, ConsultationDetails, Weighing } from './consultation.ts';

declare module '#kernel/database.server.ts' {
  interface Tables {
    consultation: ConsultationTable;
  }
}

interface ConsultationTable {
  record_id: Id;
  territory_id: Id;
  subject_id: Id | null;
  needed: number;
  opens_on: string | null;
  closes_on: string | null;
  closed: Generated<boolean>;
  colleges: string[];
  weighing: Weighing | null;
  branches: ColumnType<Branch[], string, string>;
  room_code: string | null;
  weights_told: ColumnType<BranchWeights[] | null, string | undefined, string>;
}

/** The consultations the actor may see: every reading starts here. */
function visibleConsultations(context: Context) {
  return context.db
    .selectFrom('record')
    .innerJoin('consultation', 'consultation.record_id', 'record.id')
    .select(recordColumns)
    .select([
      'consultation.subject_id as subjectId',
      'consultation.needed as needed',
      'consultation.closed as closed',
      'consultation.colleges as colleges',
      'consultation.weighing as weighing',
      'consultation.branches as branches',
      'consultation.room_code as roomCode',
      'consultation.opens_on as opensOn',
      'consultation.closes_on as closesOn',
    ])
    .where('record.territory_id', '=', context.territoryId)
    .where('consultation.territory_id', '=', context.territoryId)
    .where('record.kind', '=', 'deliberation')
    .where(visibleTo(context));
}

type Row = RecordRow &
  Omit<ConsultationDetails, 'opensOn' | 'closesOn'> & {
    opensOn: string | null;
    closesOn: string | null;
    branches: Branch[];
    roomCode: string | null;
  };

function toConsultation(row: Row): Consultation {
  const { subjectId, needed, colleges, weighing, closed } = row;
  const days = { opensOn: row.opensOn ?? '', closesOn: row.closesOn ?? '' };
  return {
    record: toRecordCore(row),
    details: { subjectId, needed, ...days, colleges, weighing, closed },
    branches: row.branches,
    roomCode: row.roomCode,
  };
}

export async function findConsultation(
  context: Context,
  where: RecordName,
): Promise<Consultation | undefined> {
  const row = await visibleConsultations(context).where(isNamed(where)).executeTakeFirst();
  return row && toConsultation(row);
}

/** The consultation whose room that code opens. */
export async function findByRoomCode(context: Context, code: string): Promise<Consultation | undefined> {
  const row = await visibleConsultations(context)
    .where('consultation.room_code', '=', code)
    .executeTakeFirst();
  return row && toConsultation(row);
}

/** Latest change first, at most 200; about one record when `subjectId` is given, only some when `among` is. */
export async function listConsultations(
  context: Context,
  { subjectId, among }: { subjectId?: Id; among?: readonly Id[] | undefined } = {},
): Promise<Consultation[]> {
  let query = visibleConsultations(context);
  if (subjectId) query = query.where('consultation.subject_id', '=', subjectId);
  if (among) query = query.where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...among]))));
  const rows = await query.orderBy('record.updated_at', 'desc').orderBy('record.id').limit(200).execute();
  return rows.map(toConsultation);
}

function toColumns({ subjectId, opensOn, closesOn, ...same }: ConsultationDetails) {
  return { ...same, subject_id: subjectId, opens_on: opensOn || null, closes_on: closesOn || null };
}

export async function insertConsultation(
  context: Context,
  row: { recordId: Id; details: ConsultationDetails; branches: readonly Branch[] },
): Promise<void> {
  await context.db
    .insertInto('consultation')
    .values({
      record_id: row.recordId,
      territory_id: context.territoryId,
      ...toColumns(row.details),
      branches: JSON.stringify(row.branches),
      room_code: null,
    })
    .execute();
}

export async function updateConsultation(
  context: Context,
  recordId: Id,
  details: ConsultationDetails,
): Promise<void> {
  await context.db
    .updateTable('consultation')
    .set(toColumns(details))
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
}

export async function setRoomCode(context: Context, recordId: Id, code: string | null): Promise<void> {
  await context.db
    .updateTable('consultation')
    .set({ room_code: code })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId)
    .execute();
}

/** Keeps the row as it stands until the transaction ends: nobody closes it meanwhile, many may answer at once. */
export async function holdConsultation(
  context: Context,
  recordId: Id,
  mode: 'answering' | 'moving',
): Promise<void> {
  const query = context.db
    .selectFrom('consultation')
    .select('record_id')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', recordId);
  await (mode === 'moving' ? query.forUpdate() : query.forShare()).execute();
}
