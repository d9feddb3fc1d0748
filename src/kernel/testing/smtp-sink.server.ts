import { type Socket, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface SmtpSink {
  url: string;
  /** What was received, in order: the envelope's recipients and the message as it came. */
  received: { recipients: string[]; message: string }[];
  /** Answers the next message with an error, as a server in trouble does. */
  refuseNext(): void;
  close(): Promise<void>;
}

/** A mail server for tests, on loopback, that keeps what it is given (the few commands of RFC 5321 a sender uses). */
export async function openSmtpSink(): Promise<SmtpSink> {
  const received: SmtpSink['received'] = [];
  const state = { refusing: false };
  const server = createServer((socket) => converse(socket, { received, state }));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuseNext() {
      state.refusing = true;
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

function converse(
  socket: Socket,
  { received, state }: { received: SmtpSink['received']; state: { refusing: boolean } },
): void {
  let pending = '';
  let recipients: string[] = [];
  let message: string | null = null;
  const answer = (line: string) => socket.write(`${line}\r\n`);
  socket.setEncoding('utf8').on('error', () => socket.destroy());
  answer('220 loopback');
  socket.on('data', (text: string) => {
    pending += text;
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      if (message !== null) readMessage(line);
      else obey(line);
    }
  });

  function obey(line: string) {
    if (/^RCPT TO:/i.test(line)) recipients.push(/<(.*)>/.exec(line)?.[1] ?? '');
    if (/^DATA/i.test(line)) message = '';
    answer(message === null ? (/^QUIT/i.test(line) ? '221 bye' : '250 ok') : '354 go on');
  }

  function readMessage(line: string) {
    if (line !== '.') {
      message += `${line}\r\n`;
      return;
    }
    if (!state.refusing) received.push({ recipients, message: message ?? '' });
    answer(state.refusing ? '451 try again' : '250 ok');
    state.refusing = false;
    recipients = [];
    message = null;
  }
}
