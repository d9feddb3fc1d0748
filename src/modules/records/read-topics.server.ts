import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import { historyOfTerritory } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { namesOf } from '#modules/accounts/index.server.ts';
import type { Kind } from './record.ts';
import {
  type AskedTopics,
  type PlacedTopic,
  type Topic,
  type TopicEvent,
  type TopicKind,
  type Topics,
  canShapeTopics,
  countTopics,
  idsMeaning,
  isUndoableTopicAction,
  orderedTopics,
  parentOf,
  topicActions,
  topicCalled,
  topicKinds,
  topicsAmong,
} from './topic.ts';
import { selectCarriedTopics, selectRecordsAbout, selectTopics } from './topic-store.server.ts';

/** Every topic of the territory, those taken away included. */
export function readTopics(context: Context): Promise<Topics> {
  return context.memory.recall(context, 'topics', () => selectTopics(context));
}

/** The topics that these ids stand for today, by kind and in the order of the lists. */
export async function topicsOf(context: Context, ids: readonly Id[]): Promise<Topic[]> {
  return ids.length === 0 ? [] : topicsAmong(await readTopics(context), ids);
}

/** A topic of a list, with how many records that the actor may see are about it. */
export type CountedTopic = PlacedTopic & { count: number };
export type TopicLists = Record<TopicKind, CountedTopic[]>;

/**
 * The three lists, each topic followed by those under it.
 *
 * @param kind counts the records of this kind only
 */
export function listTopics(context: Context, kind?: Kind): Promise<TopicLists> {
  const key = `topic-lists ${kind ?? ''} ${audienceOf(context)}`;
  return context.memory.recall(context, key, async () => {
    const topics = await readTopics(context);
    const carried = topics.size > 0 ? await selectCarriedTopics(context) : [];
    const counts = countTopics(
      topics,
      carried.filter((one) => kind === undefined || one.kind === kind),
    );
    const list = (of: TopicKind) =>
      orderedTopics(topics, of).map((topic) => ({ ...topic, count: counts.get(topic.id) ?? 0 }));
    return { theme: list('theme'), challenge: list('challenge'), community: list('community') };
  });
}

/** The ids that records about a topic may carry, by its name or the end of its address; undefined when there is none. */
export async function idsAbout(context: Context, kind: TopicKind, text: string): Promise<Id[] | undefined> {
  const topics = await readTopics(context);
  const topic = topicCalled(topics, kind, text);
  return topic && idsMeaning(topics, topic.id);
}

/** The same for each topic that a list is asked to be about; no id at all for one that there is not. */
export async function idsAsked(context: Context, asked: AskedTopics): Promise<Id[][]> {
  const found = await Promise.all(
    topicKinds.map((kind) => {
      const text = asked[kind];
      return text === undefined ? undefined : idsAbout(context, kind, text).then((ids) => ids ?? []);
    }),
  );
  return found.filter((ids) => ids !== undefined);
}

export interface TopicPage {
  topic: Topic;
  /** The theme it stands under, and those that stand just under it. */
  above: Topic | null;
  below: Topic[];
  total: number;
  records: Awaited<ReturnType<typeof selectRecordsAbout>>;
  page: number;
  pages: number;
}

const perPage = 50;

/**
 * A topic by what its address ends with, and a page of everything about it that the actor may see, across kinds. One
 * that was merged leads to what stands for it.
 */
export async function readTopicPage(
  context: Context,
  where: { kind: TopicKind; slug: string; page: number },
): Promise<Result<TopicPage, { code: 'not-found' }>> {
  const topics = await readTopics(context);
  const topic = topicCalled(topics, where.kind, where.slug);
  if (!topic) return err({ code: 'not-found' });
  const total = (await listTopics(context))[topic.kind].find(({ id }) => id === topic.id)?.count ?? 0;
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(Math.max(1, where.page), pages);
  const carried = idsMeaning(topics, topic.id);
  return ok({
    topic,
    above: parentOf(topics, topic) ?? null,
    below: orderedTopics(topics, topic.kind).filter((other) => parentOf(topics, other)?.id === topic.id),
    total,
    records: await selectRecordsAbout(context, { carried, limit: perPage, offset: (page - 1) * perPage }),
    page,
    pages,
  });
}

/** How much of it is told. */
const mostTold = 30;

/** What last happened to the topics, latest first, for those who shape them. */
export async function readTopicHistory(
  context: Context,
): Promise<Result<TopicEvent[], { code: 'not-allowed' }>> {
  if (!canShapeTopics(context.actor)) return err({ code: 'not-allowed' });
  const { db, territoryId } = context;
  const [entries, topics] = await Promise.all([
    historyOfTerritory(db, { territoryId, actions: topicActions, limit: mostTold }),
    readTopics(context),
  ]);
  const names = await namesOf(db, [...new Set(entries.flatMap(({ actorId }) => actorId ?? []))]);
  return ok(
    entries.flatMap(({ id, action, changes, actorId, happenedAt }) => {
      const topic = topics.get(String(changes['topic']?.after));
      const told = topicActions.find((one) => one === action);
      if (!topic || !told) return [];
      const author = (actorId && names.get(actorId)) || '';
      return [
        {
          id,
          action: told,
          at: happenedAt,
          author,
          name: topic.name,
          undoable: isUndoableTopicAction(action),
        },
      ];
    }),
  );
}
