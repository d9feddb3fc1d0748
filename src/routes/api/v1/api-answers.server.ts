import { createHash } from 'node:crypto';
import { json } from '@sveltejs/kit';
import { openToAll } from '#app/open-to-all.ts';
import type { Context } from '#kernel/context.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import { answerHeld, isHeldBy } from '#kernel/map/cached-answer.server.ts';
import type { Result } from '#kernel/result.ts';
import { streamBody } from '#kernel/stream-body.server.ts';
import { translators } from '#messages/index.ts';
import { readSeenForm } from '#modules/practices/index.server.ts';
import { type PracticeListQuery, type QueryError, readPracticeQuery } from '#modules/practices/index.ts';

/** What a request for open data comes with. */
export interface Asked {
  locals: App.Locals;
  request: Request;
  url: URL;
}

/** An error as the contract words it: a code for programs, a sentence for people, the field when there is one. */
export function apiError(status: number, error: { code: string; message: string; field?: string }): Response {
  return json({ error }, { status, headers: openToAll });
}

/** The 400 that names the parameter that is wrong. */
export function wrongParameter(locals: App.Locals, { code, field }: QueryError): Response {
  return apiError(400, { code, message: translators[locals.locale](`app.api.${code}`, { field }), field });
}

/** The filters of the address, or the 400 that names the one that is wrong. */
export async function practiceQuery(
  locals: App.Locals,
  url: URL,
): Promise<Result<PracticeListQuery, Response>> {
  const read = readPracticeQuery(url.searchParams, await readSeenForm(locals.context));
  return read.ok ? read : { ok: false, error: wrongParameter(locals, read.error) };
}

/**
 * Answers unless whoever asks holds the same already (304): nothing public changed since, as the journal tells, and it is
 * not even read.
 */
export async function answerUnlessHeld(
  { locals, request, url }: Asked,
  make: () => Promise<Response> | Response,
): Promise<Response> {
  const etag = await tagOf(locals.context, url);
  const answer = isHeldBy(request, etag) ? answerHeld(etag, 'no-cache') : await make();
  for (const [name, value] of Object.entries(openToAll)) answer.headers.set(name, value);
  if (answer.ok) answer.headers.set('etag', `W/"${etag}"`);
  return answer;
}

async function tagOf(context: Context, { pathname, search }: URL): Promise<string> {
  const position = (await context.journalPosition?.()) ?? '';
  const told = [context.territoryId, context.origin, position, audienceOf(context), pathname, search];
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 22);
}

/** The pages around this one (RFC 8288), so that a program follows them without reading the answer. */
export function pageLinks(url: URL, { page, pages }: { page: number; pages: number }): string {
  const linked = { first: 1, prev: page - 1, next: page + 1, last: pages };
  const to = (number: number) => {
    const query = new URLSearchParams(url.search);
    query.set('page', String(number));
    return `<${url.pathname}?${query.toString()}>`;
  };
  return Object.entries(linked)
    .filter(([, number]) => number >= 1 && number <= pages)
    .map(([rel, number]) => `${to(number)}; rel="${rel}"`)
    .concat('</api/v1/openapi.json>; rel="service-desc"')
    .join(', ');
}

/** Sends text as it is made, and stops making it when the reader leaves. */
export function streamText(pieces: AsyncGenerator<string>, headers: Record<string, string>): Response {
  return new Response(streamBody(encoded(pieces)), { headers });
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}
