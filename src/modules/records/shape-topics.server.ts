import type { Context } from '#kernel/context.ts';
import { inTransaction } from '#kernel/database.server.ts';
import { problemsOf } from '#kernel/field-problems.ts';
import { type Id, newId } from '#kernel/ids.ts';
import { slugify } from '#kernel/slug.ts';
import { appendToJournal, changesBetween, findJournalEntry } from '#kernel/journal.server.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { stateBefore } from './change-record.server.ts';
import {
  type Topic,
  type TopicKind,
  type TopicProblem,
  type Topics,
  canShapeTopics,
  isUndoableTopicAction,
  orderedTopics,
  parentOf,
  problemOf,
  topicCalled,
  topicKinds,
  topicPaths,
  topicShape,
  topicState,
} from './topic.ts';
import { lockTopics, selectTopics, writeTopic } from './topic-store.server.ts';

/** What a form says of a topic. */
export interface TopicInput {
  name: string;
  description?: string;
  /** The id of the theme it stands under; empty for none. */
  parent?: string;
}

export type TopicRefusal =
  'not-allowed' | 'not-found' | 'name' | 'description' | 'changed-since' | TopicProblem;
type TopicResult = Result<Topic, { code: TopicRefusal }>;

/** Adds a topic at the end of its list; facilitators only. */
export function addTopic(context: Context, kind: string, input: TopicInput): Promise<TopicResult> {
  return shape(context, async (inside, topics) => {
    const known = topicKinds.find((one) => one === kind);
    if (!known) return err({ code: 'not-found' });
    const read = readInput(input);
    if (!read.ok) return read;
    return write(inside, topics, { topic: newTopic(topics, known, read.value), action: 'topic.created' });
  });
}

/** Changes what a topic is called, what is said of it and what it stands under; facilitators only. */
export function changeTopic(context: Context, id: string, input: TopicInput): Promise<TopicResult> {
  return shape(context, async (inside, topics) => {
    const current = topics.get(id);
    if (!current || current.removed) return err({ code: 'not-found' });
    const read = readInput(input);
    if (!read.ok) return read;
    return write(inside, topics, { topic: { ...current, ...read.value }, action: 'topic.changed' });
  });
}

/**
 * Takes a topic away, or merges it into another of its kind. Records keep what they carry, so that undoing gives it all
 * back; facilitators only.
 *
 * @param removal.into the id of the topic that will stand for it; empty when none will
 */
export function removeTopic(context: Context, removal: { id: string; into?: string }): Promise<TopicResult> {
  return shape(context, async (inside, topics) => {
    const current = topics.get(removal.id);
    if (!current || current.removed) return err({ code: 'not-found' });
    const mergedInto = removal.into || null;
    if (mergedInto && !topics.has(mergedInto)) return err({ code: 'into' });
    const action = mergedInto ? 'topic.merged' : 'topic.removed';
    return write(inside, topics, { topic: { ...current, removed: true, mergedInto }, action });
  });
}

/** Puts a topic before the one above it in its list, or after the one below; facilitators only. */
export function moveTopic(context: Context, move: { id: string; up: boolean }): Promise<TopicResult> {
  return shape(context, async (inside, topics) => {
    const current = topics.get(move.id);
    if (!current || current.removed) return err({ code: 'not-found' });
    const beside = orderedTopics(topics, current.kind).filter(
      (other) => parentOf(topics, other)?.id === parentOf(topics, current)?.id,
    );
    const from = beside.findIndex(({ id }) => id === current.id);
    const to = from + (move.up ? -1 : 1);
    const other = beside[to];
    if (!other) return ok(current);
    const order = beside.with(from, other).with(to, { ...current, depth: other.depth });
    for (const [position, { depth: _depth, ...topic }] of order.entries()) {
      await writeTopic(inside, { ...topic, position });
    }
    await appendToJournal(inside, {
      action: 'topic.moved',
      changes: { topic: { before: null, after: current.id }, position: { before: from, after: to } },
    });
    return ok(current);
  });
}

/** Gives a topic back what one entry of the journal changed; refused when that was changed again since. */
export function undoTopicChange(context: Context, entryId: string): Promise<TopicResult> {
  return shape(context, async (inside, topics) => {
    const { db, territoryId } = inside;
    const entry = await findJournalEntry(db, { territoryId, entryId });
    const id = entry?.changes['topic']?.after;
    const current = typeof id === 'string' ? topics.get(id) : undefined;
    if (!entry || !current || !isUndoableTopicAction(entry.action)) return err({ code: 'not-found' });
    const { topic: _topic, ...changes } = entry.changes;
    const before = stateBefore(topicState(current), { changes });
    if (!before.ok) return err({ code: 'changed-since' });
    return write(inside, topics, {
      topic: { ...current, ...before.value },
      action: 'topic.change-undone',
      undoes: entry.id,
    });
  });
}

/**
 * The topics of these names, those that are missing made: what a file or the first content of a territory brings.
 * In the caller's transaction; the caller checks who may. A name that is no name, or beyond what a list holds, is left out.
 * One that is made stands under the theme that `under` names, when there is one by then; one that is there stays where it is.
 */
export async function topicsNamed(
  context: Context,
  kind: TopicKind,
  wanted: readonly { name: string; description?: string; under?: string }[],
): Promise<Map<string, Id>> {
  const found = new Map<string, Id>();
  if (wanted.length === 0) return found;
  await lockTopics(context);
  let topics: Topics = await selectTopics(context);
  for (const { name, description = '', under } of wanted) {
    const known = topicCalled(topics, kind, name);
    const parent = under === undefined ? undefined : topicCalled(topics, kind, under)?.id;
    const read = known ? undefined : readInput({ name, description, ...(parent && { parent }) });
    const made = read?.ok
      ? await write(context, topics, { topic: newTopic(topics, kind, read.value), action: 'topic.created' })
      : undefined;
    const topic = known ?? (made?.ok ? made.value : undefined);
    if (!topic) continue;
    topics = new Map(topics).set(topic.id, topic);
    found.set(name, topic.id);
  }
  return found;
}

async function shape(
  context: Context,
  act: (inside: Context, topics: Topics) => Promise<TopicResult>,
): Promise<TopicResult> {
  if (!canShapeTopics(context.actor)) return err({ code: 'not-allowed' });
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await lockTopics(inside);
    return act(inside, await selectTopics(inside));
  });
}

function readInput(
  input: TopicInput,
): Result<Pick<Topic, 'name' | 'description' | 'parentId'>, { code: 'name' | 'description' }> {
  const read = topicShape.safeParse(input);
  if (read.success) return ok({ ...read.data, parentId: input.parent || null });
  const [problem] = problemsOf(read.error);
  return err({ code: problem?.field === 'description' ? 'description' : 'name' });
}

function newTopic(
  topics: Topics,
  kind: TopicKind,
  given: Pick<Topic, 'name' | 'description' | 'parentId'>,
): Topic {
  const positions = [...topics.values()].map(({ position }) => position);
  const position = Math.max(-1, ...positions) + 1;
  return {
    ...given,
    id: newId(),
    kind,
    slug: freeSlug(topics, kind, given.name),
    position,
    removed: false,
    mergedInto: null,
  };
}

function freeSlug(topics: Topics, kind: TopicKind, name: string): string {
  const taken = new Set([...topics.values()].flatMap((topic) => (topic.kind === kind ? [topic.slug] : [])));
  const plain = slugify(name, topicPaths[kind]);
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? plain : `${plain}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}

async function write(
  context: Context,
  topics: Topics,
  change: { topic: Topic; action: string; undoes?: Id },
): Promise<Result<Topic, { code: TopicProblem }>> {
  const { topic, action, undoes } = change;
  const problem = problemOf(topics, topic);
  if (problem) return err({ code: problem });
  const before = topics.get(topic.id);
  const changes = changesBetween(before ? topicState(before) : {}, topicState(topic));
  if (before && Object.keys(changes).length === 0) return ok(topic);
  await writeTopic(context, topic);
  await appendToJournal(context, {
    action,
    changes: { topic: { before: null, after: topic.id }, ...changes },
    undoes: undoes ?? null,
  });
  return ok(topic);
}
