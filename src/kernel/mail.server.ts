import type { Generated } from 'kysely';
import type { Clock } from './clock.ts';
import type { Context } from './context.ts';
import { type Database, inTransaction } from './database.server.ts';
import { type Id, newId } from './ids.ts';
import type { JobState } from './job-run-store.server.ts';
import type { JobQueue } from './jobs.server.ts';

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
  /** A link stands in the body by which one acts in someone's name: whoever reads it could become them. */
  secret: boolean;
  /** That link, until the mail has left; else empty. */
  link: Generated<string>;
  renew_minutes: Generated<number | null>;
  /** Where answers to it go; empty for the site's own address. */
  reply_to: Generated<string>;
  /** The link leaves the round that the mail belongs to. */
  leaves_round: Generated<boolean>;
  state: 'waiting' | 'sent' | 'dropped';
  queued_at: Date;
  sent_at: Date | null;
}

export interface Mail {
  to: string;
  subject: string;
  /** Plain text: every reader shows it, and it can be answered line by line. */
  body: string;
  /** The signed link in the body by which its reader acts in their own name; the outbox masks it. */
  link?: MailedLink;
  /** Someone waits for it at their screen: it leaves before the letters of a round. */
  awaited?: boolean;
  /** Where answers to it go, when it is written for someone. */
  replyTo?: string;
}

export interface MailedLink {
  url: string;
  /**
   * For how long the link is made valid anew when the mail leaves, however late. When not given, the mail does not
   * leave once the link has expired.
   */
  renewMinutes?: number;
  /** The link leaves the round of mails that this one belongs to: programs of mail offer it as a button (RFC 8058). */
  leavesRound?: boolean;
}

/** The job that sends one mail; it bears the mail's id. */
export const sendMailJob = 'send-mail';

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
        secret: mail.link !== undefined,
        link: mail.link?.url ?? '',
        renew_minutes: mail.link?.renewMinutes ?? null,
        reply_to: mail.replyTo ?? '',
        leaves_round: mail.link?.leavesRound ?? false,
        state: 'waiting',
        queued_at: clock.now(),
        sent_at: null,
      })
      .execute();
    const job = { id, territoryId, name: sendMailJob, input: id, clock };
    await context.jobs.enqueue(db, { ...job, first: mail.awaited ?? false });
  });
}

/**
 * Queues anew what waits in the outbox of a territory, oldest first: once there is a mail server, and when an owner
 * asks after it was in trouble. A mail that is being sent is left alone. Returns how many mails wait.
 */
export async function resumeMail(services: {
  db: Database;
  jobs: JobQueue;
  clock: Clock;
  territoryId: Id;
}): Promise<number> {
  const { db, jobs, clock, territoryId } = services;
  const waiting = await db
    .selectFrom('outgoing_mail')
    .select('id')
    .where('territory_id', '=', territoryId)
    .where('state', '=', 'waiting')
    .orderBy('queued_at')
    .orderBy('id')
    .execute();
  // One by one: the queue keeps the order in which transactions came, not that of the rows of one of them.
  for (const { id } of waiting) {
    await jobs.enqueue(db, { id, first: true, territoryId, name: sendMailJob, input: id, clock });
  }
  return waiting.length;
}

/**
 * Where a mail stands: it left; it will not (`dropped`), it waits for a mail server, it is about to leave, it will be
 * tried again, or it was tried often enough (`stopped`) and waits for someone to act.
 */
export type OutboxState = 'sent' | 'dropped' | 'waiting' | 'leaving' | 'retrying' | 'stopped';

/** How many mails have not left, and since when the first of them waits. */
export async function waitingMails(
  db: Database,
  territoryId: Id,
): Promise<{ count: number; oldestAt: Date | null }> {
  return db
    .selectFrom('outgoing_mail')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('queued_at').as('oldestAt')])
    .where('territory_id', '=', territoryId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
}

export interface OutboxMail {
  id: Id;
  recipient: string;
  subject: string;
  /** Links by which one acts in someone's name are masked; empty once such a mail has left or was dropped. */
  body: string;
  state: OutboxState;
  /** The key of a message: why it will not leave, or has not although it was tried. */
  reason: string | null;
  queuedAt: Date;
  sentAt: Date | null;
}

/** The latest mails, links that let one sign in masked. */
export async function listOutbox(db: Database, territoryId: Id): Promise<OutboxMail[]> {
  const rows = await db
    .selectFrom('outgoing_mail')
    .leftJoin('job_run', (join) =>
      join
        .onRef('job_run.id', '=', 'outgoing_mail.id')
        .onRef('job_run.territory_id', '=', 'outgoing_mail.territory_id'),
    )
    .select(['outgoing_mail.id', 'recipient', 'subject', 'body', 'secret', 'outgoing_mail.state'])
    .select(['outgoing_mail.queued_at', 'sent_at', 'job_run.state as job', 'failure'])
    .where('outgoing_mail.territory_id', '=', territoryId)
    .orderBy('outgoing_mail.queued_at', 'desc')
    .orderBy('outgoing_mail.id', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => {
    const state = row.state === 'waiting' ? waitingState(row.job) : row.state;
    return {
      id: row.id,
      recipient: row.recipient,
      subject: row.subject,
      body: row.secret ? maskLinks(row.body) : row.body,
      state,
      reason: withReason.includes(state) ? row.failure : null,
      queuedAt: row.queued_at,
      sentAt: row.sent_at,
    };
  });
}

const withReason: OutboxState[] = ['dropped', 'retrying', 'stopped'];

function waitingState(job: JobState | null): OutboxState {
  if (job === 'failed') return 'stopped';
  if (job === 'retrying') return 'retrying';
  return job === 'queued' || job === 'running' ? 'leaving' : 'waiting';
}

export function maskLinks(body: string): string {
  return body.replace(/(https?:\/\/[^\s/]+\/)\S*/gi, '$1…');
}
