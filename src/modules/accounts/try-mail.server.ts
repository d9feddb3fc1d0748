import { type Context, hasRole } from '#kernel/context.ts';
import { type Limit, takeTurn } from '#kernel/limits.server.ts';
import type { MailTrouble } from '#kernel/mail-trouble.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { refusalOf } from './hold-roles.server.ts';
import { emailOf } from './person-store.server.ts';

/** An owner tries again while they mend their settings; nobody fills a mailbox. */
const triesOfPerson: Limit = { name: 'mail-try', most: 10, minutes: 30 };

export type MailTryRefusal =
  { code: 'sign-in-first' | 'not-allowed' | 'too-many' } | { code: 'trouble'; trouble: MailTrouble };

/**
 * Sends a mail to the owner who asks, at once, and tells where it went, or what stopped it.
 *
 * @param mail.send what hands it to the mail server
 */
export async function tryMail(
  context: Context,
  mail: {
    subject: string;
    body: string;
    send: (mail: { to: string; subject: string; body: string }) => Promise<Result<undefined, MailTrouble>>;
  },
): Promise<Result<{ email: string }, MailTryRefusal>> {
  const { actor, db } = context;
  if (!actor.personId || !hasRole(actor, 'owner')) return err(refusalOf(context));
  const email = await emailOf(db, actor.personId);
  if (!email) return err({ code: 'not-allowed' });
  if (!(await takeTurn(context, triesOfPerson, actor.personId))) return err({ code: 'too-many' });
  const { subject, body } = mail;
  const sent = await mail.send({ to: email, subject, body });
  return sent.ok ? ok({ email }) : err({ code: 'trouble', trouble: sent.error });
}
