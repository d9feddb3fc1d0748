import type { LogFields } from './log.server.ts';

/** The most that is told of a message, in characters. */
const longestMessage = 300;

/** What may be told of a failure: its kind, its code, its message without what it cites, and where it happened. */
export type FailureFacts = Pick<LogFields, 'error' | 'code' | 'reason' | 'stack'>;

/**
 * What a log may tell of anything that was thrown. A message often cites what it stumbled on (`invalid input syntax for
 * type uuid: "camille@example.org"`): whatever may come from a person is left out of it.
 */
export function failureFacts(thrown: unknown): FailureFacts {
  if (!isErrorLike(thrown)) return { error: typeof thrown };
  const { cause } = thrown;
  const origin = isErrorLike(cause) ? ` (${nameOf(cause)}: ${withoutCitations(cause.message)})` : '';
  return {
    error: nameOf(thrown),
    code: codeOf(thrown.code),
    reason: withoutCitations(thrown.message) + origin,
    stack: framesOf(thrown),
  };
}

/** What looks like an error: some libraries hand over a copy, which is none any more. */
interface ErrorLike {
  message: string;
  name?: unknown;
  code?: unknown;
  stack?: unknown;
  cause?: unknown;
}

function isErrorLike(thrown: unknown): thrown is ErrorLike {
  return (
    typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string'
  );
}

/** Names are those of classes. */
function nameOf({ name }: ErrorLike): string {
  return typeof name === 'string' && /^\w{1,60}$/.test(name) ? name : 'Error';
}

/** A text of a program, without what stands in quotes, addresses of every kind, and long secrets. */
export function withoutCitations(text: string): string {
  return text
    .slice(0, longestMessage * 2)
    .replaceAll(/"[^"]*("|$)|'[^']*('|$)|`[^`]*(`|$)|«[^»]*(»|$)|“[^”]*(”|$)/g, '…')
    .replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…')
    .replaceAll(/\S+@\S+/g, '…')
    .replaceAll(/[\w+/=-]{24,}(\.[\w+/=-]+)*/g, '…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, longestMessage);
}

/** Codes are short words of programs: `ECONNREFUSED`, `23505`. */
function codeOf(code: unknown): string | undefined {
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : undefined;
}

/** Where it happened, from the innermost call outwards. The message, which comes before, may look like such a line. */
function framesOf({ message, stack }: ErrorLike): string | undefined {
  if (typeof stack !== 'string') return undefined;
  const end = message === '' ? 0 : stack.indexOf(message) + message.length;
  return stack
    .slice(Math.max(end, 0))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .*(:\d+:\d+\)?|\(native\)|<anonymous>\)?|\(index \d+\))$/.test(line))
    .slice(0, 20)
    .join('\n');
}
