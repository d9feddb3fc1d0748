import type { Context } from '#kernel/context.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { topicsOf } from '#modules/records/index.server.ts';

/** What the page of every record shows beside its text: who wrote it, what it is about, where people talk about it. */
export async function creditsShown(context: Context, record: RecordCore) {
  const [names, topics] = await Promise.all([
    namesOf(context.db, record.authorIds),
    topicsOf(context, record.topicIds),
  ]);
  const withAccount = record.authorIds.flatMap((id) => names.get(id) || []);
  return { authors: [...withAccount, ...record.coAuthors], topics, chatUrl: record.chatUrl };
}
