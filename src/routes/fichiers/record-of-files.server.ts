import { type RequestEvent, redirect } from '@sveltejs/kit';
import { localPath } from '#app/locale.ts';
import { storableText } from '#kernel/storable-text.ts';
import { type RecordCore, canChangeFiles, kindsWithFiles, takesFiles } from '#modules/records/index.ts';
import { findPurged, findRecord, findStanding, findTombstone } from '#modules/records/index.server.ts';
import { refuse } from '../refusal.server.ts';

/**
 * The record whose files an address names by its short id. Its files answer as it does: 404 when it does not exist or
 * may not be seen, 410 when it was deleted. What was merged sends on to the record that stands for it: its files went there.
 *
 * @param event of a route with a `[record]`
 */
export async function recordOfFiles(event: RequestEvent): Promise<RecordCore> {
  const { locals, params } = event;
  const { context } = locals;
  const shortId = storableText(params['record'] ?? '');
  const record = await findRecord(context, { shortId });
  if (record && takesFiles(record.kind)) return record;
  for (const kind of kindsWithFiles) {
    const where = { kind, shortId };
    const standing = await findStanding(context, where);
    const kept = standing && (await findRecord(context, { id: standing.id }));
    if (kept) sendOn(event, kept);
    if ((await findTombstone(context, where)) || (await findPurged(context, where))) refuse('gone');
  }
  return refuse('not-found');
}

function sendOn({ locals, params, setHeaders, url }: RequestEvent, { shortId }: RecordCore): never {
  // No cache keeps it, for merges are undone.
  setHeaders({ 'cache-control': 'no-cache' });
  const path = ['', 'fichiers', shortId, params['file'], params['name']].filter((part) => part !== undefined);
  redirect(301, `${localPath(locals.locale, path.map(encodeURIComponent).join('/'))}${url.search}`);
}

/** The same, for a page on which files are changed. */
export async function recordToChange(event: RequestEvent): Promise<RecordCore> {
  const record = await recordOfFiles(event);
  const { actor } = event.locals.context;
  if (!canChangeFiles(actor, record)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return record;
}
