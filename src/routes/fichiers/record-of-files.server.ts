import type { RequestEvent } from '@sveltejs/kit';
import { storableText } from '#kernel/storable-text.ts';
import { type RecordCore, canChangeFiles, kindsWithFiles, takesFiles } from '#modules/records/index.ts';
import { findPurged, findRecord, findTombstone } from '#modules/records/index.server.ts';
import { refuse } from '../refusal.server.ts';

/**
 * The record whose files an address names by its short id. Its files answer as it does: 404 when it does not exist or
 * may not be seen, 410 when it was deleted.
 *
 * @param event of a route with a `[record]`
 */
export async function recordOfFiles({ locals, params }: RequestEvent): Promise<RecordCore> {
  const { context } = locals;
  const shortId = storableText(params['record'] ?? '');
  const record = await findRecord(context, { shortId });
  if (record && takesFiles(record.kind)) return record;
  for (const kind of kindsWithFiles) {
    const where = { kind, shortId };
    if ((await findTombstone(context, where)) || (await findPurged(context, where))) refuse('gone');
  }
  return refuse('not-found');
}

/** The same, for a page on which files are changed. */
export async function recordToChange(event: RequestEvent): Promise<RecordCore> {
  const record = await recordOfFiles(event);
  const { actor } = event.locals.context;
  if (!canChangeFiles(actor, record)) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return record;
}
