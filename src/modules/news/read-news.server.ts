import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { JournalPosition } from '#kernel/journal.server.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import type { Kind } from '#modules/records/index.ts';
import type { News } from './news.ts';
import { selectLatestNews } from './news-store.server.ts';
import { tellNews } from './tell-news.server.ts';

/** How many entries of the journal one page or one feed is made of. */
const perPage = 60;

export interface NewsPage {
  /** Latest first. */
  news: News[];
  /** Where the next page begins, to be handed back as `before`; null on the last one. */
  next: string | null;
}

/**
 * What last happened on the territory, as the actor may know it.
 *
 * @param query.before what an earlier page gave as `next`; anything else gives the first page
 */
export function readLatestNews(
  context: Context,
  query: { kind?: Kind | undefined; recordId?: Id; before?: string },
): Promise<NewsPage> {
  const before = positionIn(query.before ?? '');
  const { kind, recordId } = query;
  const key = `news ${audienceOf(context)} ${kind} ${recordId} ${before?.transactionId} ${before?.sequence}`;
  return context.memory.recall(context, key, async () => {
    const rows = await selectLatestNews(context, { kind, recordId, before, limit: perPage + 1 });
    const shown = rows.slice(0, perPage);
    const last = rows.length > perPage ? shown.at(-1)?.position : undefined;
    return {
      news: await tellNews(
        context,
        shown.map(({ entry }) => entry),
      ),
      next: last ? `${last.transactionId}-${last.sequence}` : null,
    };
  });
}

/** Numbers that both fit the database: at most eighteen digits for the one, fifteen for the other. */
function positionIn(text: string): JournalPosition | undefined {
  const [, transactionId, sequence] = /^(\d{1,18})-(\d{1,15})$/.exec(text) ?? [];
  return transactionId && sequence ? { transactionId, sequence: Number(sequence) } : undefined;
}
