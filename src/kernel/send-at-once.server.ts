import { createTransport } from 'nodemailer';
import { type MailTrouble, troubleOf } from './mail-trouble.ts';
import { type Result, err, ok } from './result.ts';

/** In milliseconds: someone waits in front of their screen. */
const timeouts = {
  connectionTimeout: 8_000,
  greetingTimeout: 8_000,
  socketTimeout: 15_000,
  dnsTimeout: 8_000,
};

/**
 * Sends a mail while its reader waits, past the outbox: tells whether the settings of the host are right.
 *
 * @param server.from the sender, as in a header
 */
export async function sendAtOnce(
  server: { smtpUrl: string | undefined; from: string },
  mail: { to: string; subject: string; body: string },
): Promise<Result<undefined, MailTrouble>> {
  if (server.smtpUrl === undefined) return err('no-server');
  const transport = createTransport({ url: server.smtpUrl, ...timeouts });
  try {
    await transport.sendMail({ from: server.from, to: mail.to, subject: mail.subject, text: mail.body });
    return ok(undefined);
  } catch (error) {
    return err(troubleOf(error));
  } finally {
    transport.close();
  }
}
