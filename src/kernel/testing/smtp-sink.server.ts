import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface SmtpSink {
  url: string;
  /** What was received, in order: the envelope, the message as it came, and its text as it is read. */
  received: { sender: string; recipients: string[]; message: string; text: string }[];
  /** Answers the next message with that code of RFC 5321, as a server in trouble does. */
  refuseNext(code: number): void;
  close(): Promise<void>;
}

interface SinkOptions {
  /** The only account that may send; everyone when not given. */
  account?: { user: string; password: string };
  /** The only address that may be written from. */
  onlySender?: string;
  /** An address that is not known there. */
  unknownRecipient?: string;
}

/** A real mail server for tests, on loopback, that keeps what it is given. */
export async function openSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const received: SmtpSink['received'] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    ...rulesOf(options),
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: !options.account,
    closeTimeout: 100,
    onData(stream, { envelope }, answer) {
      void text(stream).then((message) => {
        const code = refusals.shift();
        if (code !== undefined) return answer(answerOf(code, 'not now'));
        const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const recipients = envelope.rcptTo.map(({ address }) => address);
        received.push({ sender, recipients, message, text: textOf(message) });
        return answer();
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  const account = options.account
    ? `${encodeURIComponent(options.account.user)}:${encodeURIComponent(options.account.password)}@`
    : '';
  return {
    url: `smtp://${account}127.0.0.1:${port}`,
    received,
    refuseNext: (code) => refusals.push(code),
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

/** Whom the server lets in, and what it lets them send. Its answers repeat the addresses, as many servers do. */
function rulesOf({ account, onlySender, unknownRecipient }: SinkOptions): SMTPServerOptions {
  return {
    onAuth({ username, password }, _, answer) {
      const isKnown = username === account?.user && password === account?.password;
      if (isKnown) answer(null, { user: username });
      else answer(answerOf(535, `${username} with ${password} is not known`));
    },
    onMailFrom({ address }, _, answer) {
      if (onlySender === undefined || address === onlySender) answer();
      else answer(answerOf(553, `<${address}> is not yours`));
    },
    onRcptTo({ address }, _, answer) {
      if (address === unknownRecipient) answer(answerOf(550, `<${address}> is unknown`));
      else answer();
    },
  };
}

function answerOf(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** The text of a message in quoted-printable (RFC 2045, 6.7), as any but the plainest leaves us. */
function textOf(message: string): string {
  const [, body = ''] = /\r\n\r\n([^]*)$/.exec(message) ?? [];
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(message)) return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
