import type { Json } from '#kernel/json.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { parseJson } from '#kernel/tabular/parse-json.ts';
import { isObject, own, textOf } from '../import/formats/json-values.ts';
import { isAskAnswer } from '../import/formats/smw-ask.ts';
import type { FetchRefusal } from './fetch-refusal.ts';

/** Bytes of all answers together, which are held to be made one. */
const largest = 50 * 1024 * 1024;

/** Answers asked for after the first: 20,000 pages when each holds 500. */
const mostFurther = 39;

/** What one request gave; reading it throws an `OutgoingError`. */
type Answer = Result<{ bytes: AsyncIterable<Uint8Array> } | null, FetchRefusal>;

/** Whether an address asks the API of a wiki for the pages that a query finds. */
export function asksWiki({ searchParams }: URL): boolean {
  return searchParams.get('action') === 'ask' && searchParams.has('query');
}

/**
 * All pages that a query of Semantic MediaWiki finds, as one answer. A wiki gives some hundred at once and says where the next ones
 * begin (https://www.semantic-mediawiki.org/wiki/Help:API:ask): they are asked for one after the other. Beyond
 * our limits, the answer still says that there are more. What is no such answer is given back as it is.
 *
 * @param first what the address gave
 * @param ask asks another address of the same wiki
 */
export async function allAskedPages(
  first: AsyncIterable<Uint8Array>,
  url: URL,
  ask: (address: string) => Promise<Answer>,
): Promise<Result<Uint8Array, FetchRefusal>> {
  const bytes = await wholeOf(first, largest);
  if (!bytes) return tooLarge();
  let whole = parseJson(bytes.toString('utf8'));
  let size = bytes.length;
  let offset = nextOffset(whole, 0);
  if (offset === undefined) return ok(bytes);
  for (let times = 0; offset !== undefined && times < mostFurther; times += 1) {
    const answer = await ask(atOffset(url, offset));
    if (!answer.ok) return answer;
    const more = answer.value && (await wholeOf(answer.value.bytes, largest - size));
    if (!more) return tooLarge();
    size += more.length;
    const next = parseJson(more.toString('utf8'));
    if (!isAskAnswer(next))
      return err({ code: 'answer-not-understood', params: { status: 200 }, proposals: [] });
    offset = nextOffset(next, offset);
    whole = joined(whole, next, offset);
  }
  return ok(Buffer.from(JSON.stringify(whole)));
}

/** Where the next pages begin: further than these, or nowhere. */
function nextOffset(answer: Json | undefined, current: number): number | undefined {
  if (!isAskAnswer(answer)) return undefined;
  const said = own(answer, 'query-continue-offset') ?? own(own(answer, 'query'), 'query-continue-offset');
  const offset = Number(textOf(said) || NaN);
  return Number.isSafeInteger(offset) && offset > current ? offset : undefined;
}

/** The query says it among its own settings. */
function atOffset(url: URL, offset: number): string {
  const next = new URL(url);
  const query = (next.searchParams.get('query') ?? '').replaceAll(/\|\s*offset\s*=\s*\d*/gi, '');
  next.searchParams.set('query', `${query}|offset=${offset}`);
  return next.href;
}

/** The first answer with the pages of both; version 2 gives them by name, version 3 as a list, and none as an empty list. */
function joined(first: unknown, next: unknown, offset: number | undefined): Json {
  const bare = isObject(first) ? first : {};
  const { 'query-continue-offset': _told, ...rest } = bare;
  const [query, others] = [own(rest, 'query'), own(next, 'query') ?? next];
  const [ours, theirs] = [own(query ?? rest, 'results'), own(others, 'results')];
  const results =
    Array.isArray(ours) && Array.isArray(theirs)
      ? [...(ours as unknown[]), ...(theirs as unknown[])]
      : { ...(isObject(ours) ? ours : {}), ...(isObject(theirs) ? theirs : {}) };
  const inside = isObject(query) ? { ...rest, query: { ...query, results } } : { ...rest, results };
  return { ...inside, ...(offset !== undefined && { 'query-continue-offset': offset }) } as Json;
}

/** Undefined when there is more than that. */
async function wholeOf(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(): Result<never, FetchRefusal> {
  return err({ code: 'too-large', params: {}, proposals: [] });
}
