import { setTimeout as pause } from 'node:timers/promises';
import type { Acknowledged, Failure, Ledger, Write } from './ledger.ts';
import { type Person, send } from './people.ts';
import type { Place } from './product.ts';

/** People who write again and again, each one thing after the other, until they are told to stop. */
export interface Writers {
  stop(): Promise<void>;
}

/** Longer than this without an answer, in milliseconds, is a hang. */
const patience = 20_000;
/** After a request that failed, in milliseconds: nobody presses the button faster. */
const breath = 100;
/** The product accepts 30 comments in half an hour of one person; what is refused is no promise to be tested. */
const mostComments = 25;

/** A practice that its writer may change, as they saw it last. */
interface Own {
  slug: string;
  shortId: string;
  version: number;
}

interface Writer extends Person {
  /** Texts are numbered, so that each is written once and found again. */
  number: number;
  comments: number;
  own: Own | undefined;
}

/** A request and what its success means. */
interface Request {
  path: string;
  body: Record<string, string>;
  /** What was promised, from where the answer leads to. */
  promise(location: string): Write | undefined;
  done?(location: string): void;
}

const seen = new WeakMap<Person, Writer>();

/** Starts them all at once; each keeps its numbering from one start to the next. */
export function startWriters(place: Place, people: readonly Person[], ledger: Ledger): Writers {
  const stopping = new AbortController();
  const lanes = people.map(async (person) => {
    const writer = seen.get(person) ?? { ...person, number: 0, comments: 0, own: undefined };
    seen.set(person, writer);
    while (!stopping.signal.aborted) {
      if (!(await write(place, writer, ledger))) await pause(breath);
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(lanes);
    },
  };
}

/** One write; true when it was acknowledged. */
async function write(place: Place, writer: Writer, ledger: Ledger): Promise<boolean> {
  writer.number += 1;
  const request = nextRequest(writer);
  const askedAt = performance.now();
  const answer = await ask(place, writer, request);
  if (typeof answer === 'object') {
    const answeredAt = performance.now();
    ledger.acknowledged.push({ ...answer.write, askedAt, answeredAt } satisfies Acknowledged);
    request.done?.(answer.location);
    return true;
  }
  ledger.failures[answer] += 1;
  // Whether it was done is not known: what is changed next is something of which it is.
  writer.own = undefined;
  return false;
}

async function ask(
  place: Place,
  { cookie }: Writer,
  { path, body, promise }: Request,
): Promise<Failure | { write: Write; location: string }> {
  try {
    const answer = await send(place, path, { body, cookie, patience });
    await answer.arrayBuffer();
    const location = answer.headers.get('location') ?? '';
    const write = answer.status === 303 ? promise(location) : undefined;
    if (write) return { write, location };
    if (answer.status >= 500) return 'sorry';
    return answer.status === 409 ? 'conflict' : 'refused';
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'hung' : 'unanswered';
  }
}

function nextRequest(writer: Writer): Request {
  const { own, number } = writer;
  if (own === undefined || number % 5 === 0) return proposal(writer);
  if (number % 5 === 4 && writer.comments < mostComments) return comment(writer, own);
  return change(writer, own);
}

function practiceForm(title: string): Record<string, string> {
  return { title, commune: 'Redon', status: 'active', language: 'fr', description: `Texte de ${title}.` };
}

function proposal(writer: Writer): Request {
  const title = `${writer.name} propose ${writer.number}`;
  return {
    path: '/pratiques/nouvelle',
    body: practiceForm(title),
    promise: (location) => ({ kind: 'created', shortId: shortIdOf(location), title }),
    done: (location) => {
      writer.own = { slug: slugOf(location), shortId: shortIdOf(location), version: 1 };
    },
  };
}

function change(writer: Writer, own: Own): Request {
  const title = `${writer.name} change ${writer.number}`;
  return {
    path: `/pratiques/${own.slug}/modifier`,
    body: { ...practiceForm(title), version: String(own.version) },
    promise: () => ({ kind: 'changed', shortId: own.shortId, title }),
    done: (location) => {
      writer.own = { slug: slugOf(location), shortId: own.shortId, version: own.version + 1 };
    },
  };
}

function comment(writer: Writer, own: Own): Request {
  const text = `${writer.name} dit ${writer.number}`;
  writer.comments += 1;
  return {
    path: `/pratiques/${own.slug}?/comment`,
    body: { comment: text },
    promise: (location) => {
      const commentId = /#comment-(.+)$/.exec(location)?.[1];
      return commentId === undefined ? undefined : { kind: 'commented', commentId, text };
    },
  };
}

function slugOf(location: string): string {
  return location.split('/').at(-1) ?? '';
}

function shortIdOf(location: string): string {
  return location.slice(-8);
}
