import type { SignedLinkError } from './signed-links.server.ts';

/** Why a mail has not left; each has a message `app.mail.<code>`. */
export type MailTrouble =
  | SignedLinkError['code']
  | 'link-withdrawn'
  | 'no-server'
  | 'unreachable'
  | 'credentials'
  | 'sender'
  | 'recipient'
  | 'message'
  | 'later'
  | 'other';

/** What nodemailer tells of a mail that it could not hand over; its text may hold addresses and secrets. */
interface SendError {
  code?: unknown;
  /** The command the server refused: `RCPT TO`, `AUTH PLAIN`… */
  command?: unknown;
  /** What the server answered (RFC 5321, 4.2.1): 4xx may pass later, 5xx is for good. */
  responseCode?: unknown;
}

const unreachable = ['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EPROXY'];
const badCredentials = ['EAUTH', 'ENOAUTH', 'EOAUTH2'];
/** Authentication required (RFC 4954, 6), whichever command it answers. */
const authenticationRequired = 530;

/** The kind of trouble, and nothing else of the error: it is shown to owners and kept with the job. */
export function troubleOf(error: unknown): MailTrouble {
  const { code, command, responseCode } = (error ?? {}) as SendError;
  const answer = Number(responseCode ?? 0);
  if (badCredentials.includes(String(code)) || answer === authenticationRequired) return 'credentials';
  if (answer >= 400 && answer < 500) return 'later';
  if (unreachable.includes(String(code))) return 'unreachable';
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  return command === 'DATA' ? 'message' : 'other';
}
