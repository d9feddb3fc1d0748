import { json } from '@sveltejs/kit';
import type { Result } from '#kernel/result.ts';
import { translators } from '#messages/index.ts';
import { type PracticeListQuery, readPracticeQuery } from '#modules/practices/index.ts';

/** Open data may be read and shown by the pages of any other site. */
export const openToAll = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** An error as the contract words it: a code for programs, a sentence for people, the field when there is one. */
export function apiError(status: number, error: { code: string; message: string; field?: string }): Response {
  return json({ error }, { status });
}

/** The filters of the address, or the 400 that names the one that is wrong. */
export function practiceQuery(locals: App.Locals, url: URL): Result<PracticeListQuery, Response> {
  const read = readPracticeQuery(url.searchParams);
  if (read.ok) return read;
  const { code, field } = read.error;
  const message = translators[locals.locale](`app.api.${code}`, { field });
  return { ok: false, error: apiError(400, { code, message, field }) };
}

/** Sends text as it is made, and stops making it when the reader leaves. */
export function streamText(pieces: AsyncGenerator<string>, headers: Record<string, string>): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, { headers: { ...openToAll, ...headers } });
}
