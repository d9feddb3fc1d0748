import { createTransport } from 'nodemailer';
import type { Context } from './context.ts';
import { type Database, inTransaction } from './database.server.ts';
import { type Id, newId } from './ids.ts';
import type { JobDefinition } from './jobs.server.ts';

declare module './database.server.ts' {
  interface Tables {
    outgoing_mail: OutgoingMailTable;
  }
}

interface OutgoingMailTable {
  id: Id;
  territory_id: Id;
  recipient: string;
  subject: string;
  body: string;
  /** A sign-in link stands in the body: whoever reads it could become someone else. */
  secret: boolean;
  state: 'waiting' | 'sent';
  queued_at: Date;
  sent_at: Date | null;
}

export interface Mail {
  to: string;
  subject: string;
  /** Plain text: every reader shows it, and it can be answered line by line. */
  body: string;
  /** True when the body lets its reader sign in: the outbox page then masks the links. */
  secret: boolean;
}

const sendMailJob = 'send-mail';

/** Puts a mail in the outbox, in the caller's transaction. Without a mail server it waits there. */
export function queueMail(context: Context, mail: Mail): Promise<void> {
  const id = newId();
  const { territoryId, clock } = context;
  return inTransaction(context.db, async (db) => {
    await db
      .insertInto('outgoing_mail')
      .values({
        id,
        territory_id: territoryId,
        recipient: mail.to,
        subject: mail.subject,
        body: mail.body,
        secret: mail.secret,
        state: 'waiting',
        queued_at: clock.now(),
        sent_at: null,
      })
      .execute();
    await context.jobs.enqueue(db, { territoryId, name: sendMailJob, input: id, clock });
  });
}

export interface OutboxMail {
  id: Id;
  recipient: string;
  subject: string;
  body: string;
  state: 'waiting' | 'sent';
  queuedAt: Date;
  sentAt: Date | null;
}

/** The latest mails, links that let one sign in masked. */
export async function listOutbox(db: Database, territoryId: Id): Promise<OutboxMail[]> {
  const rows = await db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('territory_id', '=', territoryId)
    .orderBy('queued_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    recipient: row.recipient,
    subject: row.subject,
    body: row.secret ? maskLinks(row.body) : row.body,
    state: row.state,
    queuedAt: row.queued_at,
    sentAt: row.sent_at,
  }));
}

/** How many mails to this address were queued since then: what keeps anyone from flooding a mailbox. */
export async function countMailsTo(
  db: Database,
  options: { territoryId: Id; recipient: string; since: Date },
): Promise<number> {
  const { count } = await db
    .selectFrom('outgoing_mail')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('territory_id', '=', options.territoryId)
    .where('recipient', '=', options.recipient)
    .where('queued_at', '>=', options.since)
    .executeTakeFirstOrThrow();
  return count;
}

export function maskLinks(body: string): string {
  return body.replace(/(https?:\/\/[^\s/]+\/)\S*/gi, '$1…');
}

/** Sends one mail of the outbox through `smtpUrl`; leaves it waiting when there is no mail server. */
export function mailSender(options: {
  db: Database;
  smtpUrl: string | undefined;
  from: string;
  now: () => Date;
}): JobDefinition {
  const transport = options.smtpUrl ? createTransport(options.smtpUrl) : undefined;
  return {
    name: sendMailJob,
    async run({ territoryId, input }) {
      if (!transport) return;
      const mail = await options.db
        .selectFrom('outgoing_mail')
        .selectAll()
        .where('territory_id', '=', territoryId)
        .where('id', '=', String(input))
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      if (!mail) return;
      await transport.sendMail({
        from: options.from,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.body,
      });
      await options.db
        .updateTable('outgoing_mail')
        // A link that signs in is of no more use here once it has left.
        .set({ state: 'sent', sent_at: options.now(), ...(mail.secret && { body: '' }) })
        .where('territory_id', '=', territoryId)
        .where('id', '=', mail.id)
        .execute();
    },
  };
}
