import { error, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableText } from '#kernel/storable-text.ts';
import { translators } from '#messages/index.ts';
import { type Kind, type RecordCore, addressOf, shortIdIn } from '#modules/records/index.ts';
import { findTombstone } from '#modules/records/index.server.ts';
import { formatDate } from '#kernel/dates/format-date.ts';
import { refuse } from './refusal.server.ts';

/**
 * Finds what an address `…/{slug}-{short id}` names. An old slug is sent on to today's address; what was
 * deleted answers 410; what does not exist, or may not be seen, answers 404 alike.
 *
 * @param request.method given by pages with forms: only a reading is sent on, since a form that someone was filling in
 *   while another changed the title must reach its action with what they wrote
 */
export async function atAddress<Found>(
  locals: App.Locals,
  request: {
    kind: Kind;
    slug: string;
    url: URL;
    find: (shortId: string) => Promise<Found | undefined>;
    method?: string;
  },
  recordOf: (found: Found) => RecordCore,
): Promise<Found> {
  const shortId = storableText(shortIdIn(request.slug));
  const found = await request.find(shortId);
  if (!found) {
    const gone = await findTombstone(locals.context, { kind: request.kind, shortId });
    if (gone?.deletedAt) refuseGone(locals, gone.deletedAt);
    refuse('not-found');
  }
  const record = recordOf(found);
  const current = `${record.slug}-${record.shortId}`;
  if (request.slug !== current && request.method !== 'POST') {
    const rest = request.url.pathname.split(`/${encodeURIComponent(request.slug)}`)[1] ?? '';
    // Not for ever: undoing a change of title makes the old address today's again.
    redirect(302, `${localPath(locals.locale, addressOf(record))}${rest}${request.url.search}`);
  }
  return found;
}

function refuseGone(locals: App.Locals, deletedAt: Date): never {
  const t = translators[locals.locale];
  const date = formatDate(deletedAt, { locale: locals.locale, timeZone: locals.territory.timeZone });
  error(410, { message: t('records.gone', { date }), code: 'app.error.gone' });
}
