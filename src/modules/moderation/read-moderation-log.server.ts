import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import { entriesByPrefix } from '#kernel/journal-search.server.ts';
import type { JournalEntry } from '#kernel/journal.server.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import { hidingReasons, kindPaths } from '#modules/records/index.ts';
import { linkedRecords } from '#modules/records/index.server.ts';
import { type ModerationEvent, type ModerationLog, moderationActs } from './moderation-act.ts';

const prefix = 'moderation.';
const eventsPerPage = 20;

/**
 * What was moderated on the territory, latest first, for everyone: act, reason and who did it. Whom it concerned is
 * not told, and a record only to those who may see it.
 *
 * @param page from 1; one that is not there is the nearest that is
 */
export async function readModerationLog(context: Context, page: number): Promise<ModerationLog> {
  const { db, territoryId } = context;
  const read = (place: number) =>
    entriesByPrefix(db, { territoryId, prefix, limit: eventsPerPage, offset: (place - 1) * eventsPerPage });
  const asked = Math.max(1, page);
  let found = await read(asked);
  const pages = Math.max(1, Math.ceil(found.total / eventsPerPage));
  const shown = Math.min(asked, pages);
  if (shown !== asked) found = await read(shown);
  const people = new Set(found.entries.flatMap(({ actorId }) => actorId ?? []));
  const records = new Set(found.entries.flatMap(({ recordId }) => recordId ?? []));
  const [names, linked] = await Promise.all([namesOf(db, [...people]), linkedRecords(context, [...records])]);
  const events = found.entries.flatMap((entry): ModerationEvent[] => {
    const read = entryShape.safeParse(flattened(entry));
    if (!read.success) return [];
    const { act, kind, hiding, counts } = read.data;
    return [
      {
        id: entry.id,
        act,
        at: entry.happenedAt,
        by: (entry.actorId && names.get(entry.actorId)) || '',
        kind,
        count: counts?.undone ?? null,
        reason: hiding?.reason ?? null,
        words: hiding?.words ?? '',
        record: (entry.recordId && linked.get(entry.recordId)) || null,
      },
    ];
  });
  return { events, total: found.total, page: shown, pages };
}

const kinds = z.enum(Object.keys(kindPaths) as [keyof typeof kindPaths]);
const entryShape = z.object({
  act: z.enum(moderationActs),
  kind: kinds.nullable(),
  counts: z.object({ undone: z.number() }).nullable(),
  hiding: z.object({ reason: z.enum(hidingReasons), words: z.string() }).nullable(),
});

/** What the journal says of an act, as {@link entryShape} reads it. */
function flattened({ action, changes }: JournalEntry) {
  const after = (field: string) => changes[field]?.after ?? null;
  return {
    act: action.slice(prefix.length),
    kind: after('kind'),
    counts: after('counts'),
    hiding: after('hiding'),
  };
}
