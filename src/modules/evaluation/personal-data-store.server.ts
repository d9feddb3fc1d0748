import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { secretNamed } from '#kernel/settings.server.ts';
import type { College } from './evaluation.ts';
import { type SessionResult, toStored } from './session-result.ts';

/** What an invitation keeps of its address once addresses are forgotten: HMAC-SHA-256 (RFC 2104), in base64url. */
async function addressKeys(db: Database, emails: readonly string[]): Promise<string[]> {
  const secret = await secretNamed(db, 'invited-addresses');
  return emails.map((email) => createHmac('sha256', secret).update(email).digest('base64url'));
}

/** Forgets whom the session was sent to; those of named colleges are known again by who proves their address. */
export async function forgetAddresses(context: Context, evaluationId: Id): Promise<void> {
  const { db, territoryId } = context;
  const named = await db
    .selectFrom('evaluation_invitation')
    .innerJoin('evaluation_college', (join) =>
      join
        .onRef('evaluation_college.territory_id', '=', 'evaluation_invitation.territory_id')
        .onRef('evaluation_college.evaluation_id', '=', 'evaluation_invitation.evaluation_id')
        .onRef('evaluation_college.key', '=', 'evaluation_invitation.college_key'),
    )
    .select(['evaluation_invitation.id', 'email'])
    .where('evaluation_invitation.territory_id', '=', territoryId)
    .where('evaluation_invitation.evaluation_id', '=', evaluationId)
    .where('kind', '=', 'named')
    .where('email', '<>', '')
    .execute();
  const keys = await addressKeys(
    db,
    named.map(({ email }) => email),
  );
  const rows = JSON.stringify(named.map(({ id }, index) => ({ id, key: keys[index] })));
  await sql`
    update evaluation_invitation set email_key = given.key
    from jsonb_to_recordset(${rows}::jsonb) as given(id uuid, key text)
    where evaluation_invitation.territory_id = ${territoryId}
      and evaluation_invitation.id = given.id`.execute(db);
  await db
    .updateTable('evaluation_invitation')
    .set({ email: '' })
    .where('territory_id', '=', territoryId)
    .where('evaluation_id', '=', evaluationId)
    .execute();
}

/** An invitation that reached someone, with the college it is for. */
export interface ReceivedInvitation {
  id: Id;
  evaluationId: Id;
  title: string;
  collegeKey: string;
  college: string;
  kind: College['kind'];
  at: Date;
}

/** The invitations sent to some addresses, those of published sessions only when their college is named. */
export async function invitationsTo(
  context: Context,
  emails: readonly string[],
): Promise<ReceivedInvitation[]> {
  const keys = await addressKeys(context.db, emails);
  return (
    context.db
      .selectFrom('evaluation_invitation')
      .innerJoin('evaluation_college', (join) =>
        join
          .onRef('evaluation_college.territory_id', '=', 'evaluation_invitation.territory_id')
          .onRef('evaluation_college.evaluation_id', '=', 'evaluation_invitation.evaluation_id')
          .onRef('evaluation_college.key', '=', 'evaluation_invitation.college_key'),
      )
      .innerJoin('record', (join) =>
        join
          .onRef('record.id', '=', 'evaluation_invitation.evaluation_id')
          .onRef('record.territory_id', '=', 'evaluation_invitation.territory_id'),
      )
      .select(['evaluation_invitation.id', 'evaluation_invitation.evaluation_id as evaluationId'])
      .select(['record.title', 'evaluation_college.key as collegeKey', 'evaluation_college.name as college'])
      .select(['evaluation_college.kind', 'evaluation_invitation.created_at as at'])
      // Nobody is invited to a room: whoever is there comes in.
      .where('evaluation_college.kind', '<>', 'unverified')
      .$narrowType<{ kind: College['kind'] }>()
      .where('evaluation_invitation.territory_id', '=', context.territoryId)
      .where((eb) => eb.or([eb('email', 'in', [...emails, ' ']), eb('email_key', 'in', [...keys, ' '])]))
      .orderBy('evaluation_invitation.created_at')
      .orderBy('evaluation_invitation.id')
      .execute()
  );
}

/** Takes away the invitations that wait for some addresses, and forgets of the others whom they were for. */
export async function forgetInvitationsTo(context: Context, emails: readonly string[]): Promise<void> {
  const keys = await addressKeys(context.db, emails);
  if (emails.length === 0) return;
  await context.db
    .deleteFrom('evaluation_invitation')
    .where('territory_id', '=', context.territoryId)
    .where('email', 'in', emails)
    .execute();
  await context.db
    .updateTable('evaluation_invitation')
    .set({ email_key: '' })
    .where('territory_id', '=', context.territoryId)
    .where('email_key', 'in', keys)
    .execute();
}

/** On all the sheets of a respondent, puts other words in place of their signature, and takes the remarks away when `remarks` is false. */
export async function renameSheets(
  context: Context,
  place: { evaluationId: Id; respondentKey: string },
  change: { signature: string; remarks: boolean },
): Promise<void> {
  await context.db
    .updateTable('evaluation_sheet')
    .set({ signature: change.signature, ...(!change.remarks && { remarks: '{}', details: '{}' }) })
    .where('territory_id', '=', context.territoryId)
    .where('evaluation_id', '=', place.evaluationId)
    .where('respondent_key', '=', place.respondentKey)
    .execute();
}

export async function writeResult(context: Context, evaluationId: Id, result: SessionResult): Promise<void> {
  await context.db
    .updateTable('evaluation')
    .set({ result: JSON.stringify(toStored(result)) })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', evaluationId)
    .execute();
}

/** Which of these practices were evaluated, or are about to be. */
export async function evaluatedAmong(context: Context, practiceIds: readonly Id[]): Promise<Set<Id>> {
  const rows = await context.db
    .selectFrom('evaluation_subject')
    .select('record_id')
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<Id>`any(${practiceIds}::uuid[])`)
    .execute();
  return new Set(rows.flatMap((row) => row.record_id ?? []));
}
