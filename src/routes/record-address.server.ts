import { type RequestEvent, error, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import type { Context } from '#kernel/context.ts';
import { storableText } from '#kernel/storable-text.ts';
import { translators } from '#messages/index.ts';
import {
  type Hiding,
  type Kind,
  type RecordCore,
  addressOf,
  can,
  hidingWords,
  shortIdIn,
  undoDays,
} from '#modules/records/index.ts';
import { findHidden, findPurged, findStanding, findTombstone } from '#modules/records/index.server.ts';
import { formatDate } from '#kernel/dates/format-date.ts';
import { restoreAction } from './record-forms.server.ts';
import { refuse } from './refusal.server.ts';

/**
 * Finds what the address of a page, `…/{slug}-{short id}`, names. An old slug is sent on to today's address, and so is a record
 * that was merged, to the one that stands for it; what was
 * deleted or hidden answers 410; what does not exist, or may not be seen, answers 404 alike.
 *
 * @param event of a route with a `[slug]`
 */
export async function atAddress<Found extends { record: RecordCore }>(
  { locals, params, url, request }: RequestEvent,
  kind: Kind,
  find: (context: Context, name: { shortId: string }) => Promise<Found | undefined>,
): Promise<Found> {
  const slug = params['slug'] ?? '';
  const asked = storableText(shortIdIn(slug));
  const { found, shortId } = await findOrStanding(locals.context, { kind, shortId: asked }, find);
  if (!found) {
    const gone = await findTombstone(locals.context, { kind, shortId });
    if (gone?.deletedAt) refuseGone(locals, gone, gone.deletedAt);
    const hidden = await findHidden(locals.context, { kind, shortId });
    if (hidden) refuseHidden(locals, hidden.hiding);
    const purgedAt = await findPurged(locals.context, { kind, shortId });
    if (purgedAt) refusePurged(locals, purgedAt);
    refuse('not-found');
  }
  const { record } = found;
  // Only a reading is sent on: a form that someone was filling in while another changed the title must reach its
  // action with what they wrote.
  if (slug !== `${record.slug}-${record.shortId}` && request.method !== 'POST') {
    const rest = url.pathname.split(`/${encodeURIComponent(slug)}`)[1] ?? '';
    // Not for ever: undoing a change of title, or a merge, makes the old address today's again.
    redirect(302, `${localPath(locals.locale, addressOf(record))}${rest}${url.search}`);
  }
  return found;
}

/** What the address names; when that was merged into another record, that one. */
async function findOrStanding<Found>(
  context: Context,
  { kind, shortId }: { kind: Kind; shortId: string },
  find: (context: Context, name: { shortId: string }) => Promise<Found | undefined>,
): Promise<{ found: Found | undefined; shortId: string }> {
  const found = await find(context, { shortId });
  const standing = found ? undefined : await findStanding(context, { kind, shortId });
  if (!standing) return { found, shortId };
  return { found: await find(context, standing), shortId: standing.shortId };
}

/**
 * The page that says that a record is hidden, since when and why. It is gone for this reader, until it is shown again:
 * 410, as for what was deleted, so that search engines and feed readers let go of it; a 403 would say that signing in
 * helps.
 */
function refuseHidden(locals: App.Locals, hiding: Hiding): never {
  const t = translators[locals.locale];
  const format = { locale: locals.locale, timeZone: locals.territory.timeZone };
  const since = t('moderation.hidden.gone', { date: formatDate(hiding.at, format) });
  error(410, { message: 'hidden', code: 'app.error.hidden', details: `${since} ${hidingWords(t, hiding)}` });
}

/** The page that says that nothing is left of a record. */
function refusePurged(locals: App.Locals, purgedAt: Date): never {
  const t = translators[locals.locale];
  const date = formatDate(purgedAt, { locale: locals.locale, timeZone: locals.territory.timeZone });
  error(410, { message: 'purged', code: 'app.error.gone', details: t('records.purged', { date }) });
}

/** The page that says what became of a record, and offers to bring it back to those who may. */
function refuseGone(locals: App.Locals, record: RecordCore, deletedAt: Date): never {
  const t = translators[locals.locale];
  const format = { locale: locals.locale, timeZone: locals.territory.timeZone };
  const end = new Date(deletedAt.getTime() + undoDays * 86_400_000);
  const dates = { date: formatDate(deletedAt, format), until: formatDate(end, format) };
  const gone = { message: 'gone', code: 'app.error.gone' };
  if (end < locals.context.clock.now()) error(410, { ...gone, details: t('records.gone-for-good', dates) });
  if (!can(locals.context.actor, 'restore', record))
    error(410, { ...gone, details: t('records.gone', dates) });
  error(410, {
    ...gone,
    details: t('records.gone-own', { ...dates, title: record.title }),
    restore: { action: restoreAction(locals, record), label: t('records.restore') },
  });
}
