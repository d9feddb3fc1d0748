import { createTransport } from 'nodemailer';
import type { Clock } from './clock.ts';
import { type Database, inTransaction } from './database.server.ts';
import type { Id } from './ids.ts';
import { type JobDefinition, JobFailure, type UndoneJob } from './jobs.server.ts';
import { sendMailJob } from './mail.server.ts';
import { type MailTrouble, troubleOf } from './mail-trouble.ts';
import { type Result, err, ok } from './result.ts';
import { type SignedLinkError, checkSignedLink, linkIn, renewSignedLink } from './signed-links.server.ts';

/** A link whose mail cannot leave, and whom it is for. */
export interface UnsentLink {
  recipient: string;
  subject: string;
  link: string;
}

/** Whether what a kind of links leads to is still offered: a mail that waited with one that is not does not leave. */
export interface LinkRule {
  purpose: string;
  isOffered(scope: { db: Database; territoryId: Id }, subject: string): Promise<boolean>;
}

interface SenderOptions {
  db: Database;
  clock: Clock;
  smtpUrl: string | undefined;
  /** The sender, as in a header: `Entrelacs <contact@exemple.org>`. */
  from: string;
  /** Where links go that no mail can carry yet; without it they wait. */
  showLink?: ((link: UnsentLink) => void) | undefined;
  linkRules?: readonly LinkRule[];
}

/** In milliseconds: a mail server that says nothing for so long is in trouble. */
const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };

/**
 * Sends one mail of the outbox, or leaves it waiting when there is no mail server. Not sent: a mail whose link was
 * used, or has expired and is not renewed, or leads to what was taken back. A mail is sent again only when the process ends between the server's answer
 * and ours; it then bears the same Message-ID.
 */
export function mailSender(options: SenderOptions): JobDefinition {
  const transport =
    options.smtpUrl === undefined ? undefined : createTransport({ url: options.smtpUrl, ...timeouts });
  return {
    name: sendMailJob,
    // Six tries within about an hour: servers ask whom they do not know yet to come back later (greylisting).
    patience: 30,
    // A round of invitations leaves in a minute or two, and keeps nobody waiting who asks for a link meanwhile.
    atOnce: 10,
    run: ({ territoryId, input }) =>
      inTransaction(options.db, (db) =>
        send({ ...options, db, transport }, { territoryId, id: String(input) }),
      ),
  };
}

type Sender = SenderOptions & { transport: ReturnType<typeof createTransport> | undefined };

async function send(sender: Sender, which: { territoryId: Id; id: Id }): Promise<UndoneJob | undefined> {
  const mail = await lockWaiting(sender.db, which);
  if (!mail) return undefined;
  const ready = await makeReady(sender, mail);
  if (!ready.ok) {
    await close(sender.db, { ...which, secret: mail.secret, state: 'dropped', sentAt: null });
    return { state: 'dropped', reason: reasonOf(ready.error.code) };
  }
  const { body, link, until } = ready.value;
  if (!sender.transport) {
    const { recipient, subject } = mail;
    if (link !== '') sender.showLink?.({ recipient, subject, link });
    return { state: 'waiting', reason: reasonOf('no-server'), until };
  }
  const { from } = sender;
  const messageId = `<${mail.id}@${/@([^>]*)/.exec(from)?.[1]}>`;
  const replyTo = mail.replyTo || undefined;
  await sender.transport
    .sendMail({
      from,
      to: mail.recipient,
      replyTo,
      subject: mail.subject,
      text: body,
      messageId,
      ...(mail.leavesRound && leaving(link)),
    })
    .catch((error: unknown) => {
      throw new JobFailure(reasonOf(troubleOf(error)));
    });
  await close(sender.db, { ...which, secret: mail.secret, state: 'sent', sentAt: sender.clock.now() });
  return undefined;
}

/** What lets a program of mail leave the round in one click, without opening a page (RFC 8058, section 3.1). */
function leaving(link: string) {
  return {
    list: { unsubscribe: link },
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

/** Held until the transaction ends, so that a mail queued twice is sent once. */
function lockWaiting(db: Database, { territoryId, id }: { territoryId: Id; id: Id }) {
  return db
    .selectFrom('outgoing_mail')
    .select(['id', 'recipient', 'subject', 'body', 'secret', 'link', 'renew_minutes as renewMinutes'])
    .select(['reply_to as replyTo', 'leaves_round as leavesRound'])
    .where('territory_id', '=', territoryId)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst();
}

/** A mail with the link it leaves with; `until` is when it is of no more use, null when the link is renewed. */
interface ReadyMail {
  body: string;
  link: string;
  until: Date | null;
}

async function makeReady(
  sender: Sender,
  { body, link, renewMinutes }: { body: string; link: string; renewMinutes: number | null },
): Promise<Result<ReadyMail, SignedLinkError | { code: 'link-withdrawn' }>> {
  if (link === '') return ok({ body, link, until: null });
  const token = new URL(link).pathname.split('/').at(-1) ?? '';
  const today = await checkSignedLink(sender, token);
  // Who accepted an invitation has taken it up: that is told first.
  if (!today.ok && today.error.code === 'link-used') return today;
  if (await isTakenBack(sender, token)) return err({ code: 'link-withdrawn' });
  if (renewMinutes === null) {
    return today.ok ? ok({ body, link, until: today.value.expiresAt }) : today;
  }
  const renewed = await renewSignedLink(sender, token, renewMinutes);
  if (!renewed.ok) return renewed;
  const newLink = link.replace(token, () => renewed.value);
  return ok({ body: body.replace(link, () => newLink), link: newLink, until: null });
}

async function isTakenBack({ db, linkRules }: Sender, token: string): Promise<boolean> {
  const link = await linkIn({ db }, token);
  const rule = linkRules?.find(({ purpose }) => purpose === link?.purpose);
  if (!link || !rule) return false;
  return !(await rule.isOffered({ db, territoryId: link.territoryId }, link.subject));
}

/** Ends the wait of a mail. Its link is of no more use here, nor the text around it. */
async function close(
  db: Database,
  mail: { territoryId: Id; id: Id; secret: boolean; state: 'sent' | 'dropped'; sentAt: Date | null },
): Promise<void> {
  await db
    .updateTable('outgoing_mail')
    .set({
      state: mail.state,
      sent_at: mail.sentAt,
      link: '',
      reply_to: '',
      ...(mail.secret && { body: '' }),
    })
    .where('territory_id', '=', mail.territoryId)
    .where('id', '=', mail.id)
    .execute();
}

function reasonOf(trouble: MailTrouble): string {
  return `app.mail.${trouble}`;
}
