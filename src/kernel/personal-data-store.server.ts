import { sql } from 'kysely';
import type { Context } from './context.ts';
import { maskLinks } from './mail.server.ts';
import type { KnownPerson, ToldRow } from './personal-data.ts';

const batchSize = 1000;

/** The mails to someone, latest first; the links by which one acts in their name are masked. */
export async function mailsTo(context: Context, emails: readonly string[]): Promise<ToldRow[]> {
  if (emails.length === 0) return [];
  const rows = await context.db
    .selectFrom('outgoing_mail')
    .select(['recipient', 'subject', 'body', 'secret', 'state', 'queued_at', 'sent_at'])
    .where('territory_id', '=', context.territoryId)
    .where('recipient', 'in', emails)
    .orderBy('queued_at', 'desc')
    .execute();
  return rows.map((row) => ({
    recipient: row.recipient,
    subject: row.subject,
    body: row.secret ? maskLinks(row.body) : row.body,
    state: row.state,
    at: row.queued_at.toISOString(),
    sent_at: row.sent_at?.toISOString() ?? '',
  }));
}

/** Everything someone did, oldest first, read by pieces: an import is thousands of entries. */
export async function* entriesBy(
  context: Context,
  actorId: string,
  unshown: readonly string[],
): AsyncGenerator<ToldRow> {
  for (let after = 0; ;) {
    const rows = await context.db
      .selectFrom('journal_entry')
      .select(['sequence', 'record_id', 'action', 'changes', 'happened_at'])
      .where('territory_id', '=', context.territoryId)
      .where('actor_id', '=', actorId)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(batchSize)
      .execute();
    for (const { record_id, action, changes, happened_at } of rows) {
      const shown = Object.entries(changes).filter(([field]) => !unshown.includes(field));
      yield {
        at: happened_at.toISOString(),
        action,
        record: record_id ?? '',
        changes: Object.fromEntries(shown),
      };
    }
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return;
    after = last.sequence;
  }
}

/** Values of theirs that the journal holds by reference. */
export async function valuesOf(context: Context, personId: string): Promise<ToldRow[]> {
  const rows = await context.db
    .selectFrom('personal_value')
    .select('value')
    .where('territory_id', '=', context.territoryId)
    .where('person_id', '=', personId)
    .orderBy('id')
    .execute();
  return rows.map(({ value }) => ({ value }));
}

/** Takes the mails to someone away, with the work of sending them; one that is being sent is waited for. */
export async function deleteMailsTo({ db, territoryId }: Context, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return;
  const gone = await db
    .deleteFrom('outgoing_mail')
    .where('territory_id', '=', territoryId)
    .where('recipient', 'in', emails)
    .returning('id')
    .execute();
  if (gone.length === 0) return;
  await db
    .deleteFrom('job_run')
    .where('territory_id', '=', territoryId)
    .where(
      'id',
      'in',
      gone.map(({ id }) => id),
    )
    .execute();
}

/** A name this short stands in too many other words to be looked for. */
const shortestName = 3;

/** Puts other words where someone's name stands in the mails to others, waiting or kept. */
export async function renameInMails(context: Context, name: string, someone: string): Promise<void> {
  if (name.length < shortestName) return;
  const pattern = String.raw`(?<![\w/.=-])${name.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`)}(?![\w/=-])`;
  await sql`
    update outgoing_mail
    set subject = regexp_replace(subject, ${pattern}, ${someone}, 'g'),
      body = regexp_replace(body, ${pattern}, ${someone}, 'g')
    where territory_id = ${context.territoryId} and position(${name} in subject || ' ' || body) > 0`.execute(
    context.db,
  );
}

/**
 * Erases the values that the journal holds by reference and that are theirs, or tell one of their addresses: the journal
 * keeps a reference to nothing, and a commitment whose salt is gone.
 */
export async function erasePersonalValues(context: Context, person: KnownPerson): Promise<void> {
  await context.db
    .deleteFrom('personal_value')
    .where('territory_id', '=', context.territoryId)
    .where((eb) =>
      eb.or([
        eb('person_id', '=', person.id),
        ...person.emails.map((email) => sql<boolean>`position(${`"${email}"`} in lower(value::text)) > 0`),
      ]),
    )
    .execute();
}

/**
 * Puts other words where the journal holds exactly someone's name, as that of a co-author: within a longer text a name
 * may be anyone's.
 */
export async function renameInJournal(context: Context, name: string, someone: string): Promise<void> {
  if (name === '') return;
  const [before, after] = [JSON.stringify(name), JSON.stringify(someone)];
  await sql`
    update journal_entry set changes = replace(changes::text, ${before}, ${after})::jsonb
    where territory_id = ${context.territoryId} and position(${before} in changes::text) > 0`.execute(
    context.db,
  );
}

/** Empties what the journal tells of some records that are no more: that something was done stays, not what was written. */
export async function emptyEntriesOf(context: Context, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return;
  await context.db
    .updateTable('journal_entry')
    .set({ changes: sql`'{}'::jsonb` })
    .where('territory_id', '=', context.territoryId)
    .where('record_id', '=', sql<string>`any(${recordIds}::uuid[])`)
    .execute();
}
