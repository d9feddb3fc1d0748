import { type RequestEvent, fail, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import type { Result } from '#kernel/result.ts';
import { storableLine } from '#kernel/storable-text.ts';
import { type RecordCore, addressOf, can, kindsWithLinks, shortIdIn } from '#modules/records/index.ts';
import {
  findRecord,
  findToRelate,
  relateRecords,
  relatedRecords,
  unrelateRecords,
} from '#modules/records/index.server.ts';
import { refuse } from '../../refusal.server.ts';
import type { Actions, PageServerLoad } from './$types.d.ts';

/** The record that the address names, if it is one that people tie to others. */
async function recordAt({ locals, params }: RequestEvent): Promise<RecordCore> {
  const { context } = locals;
  const record = await findRecord(context, { shortId: shortIdIn(params['slug'] ?? '') });
  return record && kindsWithLinks.includes(record.kind) ? record : refuse('not-found');
}

export const load: PageServerLoad = async (event) => {
  const { context } = event.locals;
  const record = await recordAt(event);
  if (!can(context.actor, 'link', record)) refuse(context.actor.personId ? 'not-allowed' : 'sign-in-first');
  const { searchParams } = event.url;
  const text = storableLine(searchParams.get('q') ?? '').slice(0, 200);
  const [related, found] = await Promise.all([
    relatedRecords(context, record.id),
    findToRelate(context, { recordId: record.id, text }),
  ]);
  const ties = related.filter(({ type }) => type === 'related-to');
  const tied = new Set(ties.map(({ id }) => id));
  return {
    record: { title: record.title, language: record.language, address: addressOf(record) },
    slug: record.shortId,
    ties: ties.map((other) => ({ ...other, address: addressOf(other) })),
    hasOthers: related.length > ties.length,
    text,
    found: found.map((other) => ({ ...other, address: addressOf(other), isTied: tied.has(other.id) })),
    done: (['tied', 'untied'] as const).find((done) => searchParams.get('fait') === done),
  };
};

type Act = (
  context: Context,
  tie: { recordId: string; otherId: string },
) => Promise<Result<RecordCore, { code: string }>>;

/** Ties or unties, then shows the same search again, so that several records are tied in a row. */
function tying(act: Act, done: 'tied' | 'untied') {
  return async (event: RequestEvent) => {
    const { id: recordId, shortId } = await recordAt(event);
    const form = await event.request.formData();
    const typed = (name: string) => storableLine(String(form.get(name) ?? ''));
    const tied = await act(event.locals.context, { recordId, otherId: typed('other') });
    if (!tied.ok) {
      return tied.error.code === 'too-many-ties' ? fail(429, { tooMany: true }) : refuse(tied.error.code);
    }
    const query = new URLSearchParams({ fait: done, ...(typed('q') && { q: typed('q') }) });
    redirect(303, `${localPath(event.locals.locale, `/liens/${shortId}`)}?${query}`);
  };
}

export const actions: Actions = {
  tie: tying(relateRecords, 'tied'),
  untie: tying(unrelateRecords, 'untied'),
};
