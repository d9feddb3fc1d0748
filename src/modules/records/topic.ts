import { z } from 'zod';
import { type Actor, hasRole } from '#kernel/context.ts';
import { limitedText } from '#kernel/field-problems.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { plainLetters } from '#kernel/plain-letters.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import type { Kind } from './record.ts';

/** What records are about: a field of life, a question a territory faces, a group of people who care. */
export const topicKinds = ['theme', 'challenge', 'community'] as const;
export type TopicKind = (typeof topicKinds)[number];

/** The first part of the address of a topic, in French. */
export const topicPaths = {
  theme: 'themes',
  challenge: 'defis',
  community: 'communautes',
} as const satisfies Record<TopicKind, string>;

export interface Topic {
  id: Id;
  kind: TopicKind;
  /** The end of its address; it stays when the name changes. */
  slug: string;
  name: string;
  description: string;
  /** The theme it stands under; null for the others, and for the kinds that are plain lists. */
  parentId: Id | null;
  /** Its place among those that stand beside it, smallest first. */
  position: number;
  /** A topic that was taken away stays, so that this can be undone; no page shows it. */
  removed: boolean;
  /** For one that was merged: the one that stands for it. */
  mergedInto: Id | null;
}

/** Every topic of a territory by its id, those taken away included. */
export type Topics = ReadonlyMap<Id, Topic>;

/** `/defis/se-deplacer-sans-voiture` */
export function topicAddress({ kind, slug }: Pick<Topic, 'kind' | 'slug'>): string {
  return `/${topicPaths[kind]}/${slug}`;
}

/** Facilitators shape the lists; what is said of them may be read by all. */
export function canShapeTopics(actor: Actor): boolean {
  return hasRole(actor, 'facilitator');
}

/** Most topics of one kind, so that a list stays one that people can read. */
const mostTopics = 200;

/** What a form or a file says of a topic; what it stands under is checked against those there are. */
export const topicShape = z.object({
  // Semicolons part names in files.
  name: limitedText(100, (text) => storableLine(text.replaceAll(/\s*;/g, ','))).refine(
    (name) => topicKey(name) !== '',
  ),
  description: limitedText(2_000, (text) => storableText(text).trim()).default(''),
});

/** What can happen to a topic, as the journal says it. */
export const topicActions = [
  'topic.created',
  'topic.changed',
  'topic.moved',
  'topic.merged',
  'topic.removed',
  'topic.change-undone',
] as const;
export type TopicAction = (typeof topicActions)[number];

/** Whether an entry about a topic can be undone: what was said of it, and its going; not its making, nor its moves. */
export function isUndoableTopicAction(action: string): boolean {
  return /^topic\.(changed|merged|removed|change-undone)$/.test(action);
}

/** One entry of what happened to the topics. */
export interface TopicEvent {
  id: Id;
  action: TopicAction;
  at: Date;
  /** The name of who did it; empty when they gave none. */
  author: string;
  /** What it is called today. */
  name: string;
  undoable: boolean;
}

/** What the journal keeps of a topic: all that undoing gives back. */
export function topicState(topic: Topic): Record<string, Json> {
  const { name, description, parentId, removed, mergedInto } = topic;
  return { name, description, parentId, removed, mergedInto };
}

/** The form under which names are compared: without case, accents or signs; empty for a name made of signs alone. */
export function topicKey(name: string): string {
  return plainLetters(name)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The topic that stands for this id today: itself, or what it was merged into; undefined when nothing does. */
export function standingFor(topics: Topics, id: Id): Topic | undefined {
  const met = new Set<Id>();
  let topic = topics.get(id);
  while (topic?.removed && topic.mergedInto && !met.has(topic.id)) {
    met.add(topic.id);
    topic = topics.get(topic.mergedInto);
  }
  return topic && !topic.removed ? topic : undefined;
}

/** The topic it stands under today: where the one above was merged or taken away, the next one above. */
export function parentOf(
  topics: Topics,
  { id, parentId }: Pick<Topic, 'id' | 'parentId'>,
): Topic | undefined {
  const met = new Set<Id>([id]);
  let at = parentId;
  while (at && !met.has(at)) {
    met.add(at);
    const above = topics.get(at);
    if (above && !above.removed) return above;
    at = above?.mergedInto ?? above?.parentId ?? null;
  }
  return undefined;
}

/** Whether `topic` stands under `above`, at any depth, or is it. */
function standsUnder(topics: Topics, topic: Topic, above: Id): boolean {
  const met = new Set<Id>();
  for (let at: Topic | undefined = topic; at !== undefined && !met.has(at.id); at = parentOf(topics, at)) {
    if (at.id === above) return true;
    met.add(at.id);
  }
  return false;
}

export interface PlacedTopic extends Topic {
  /** 0 for those that stand under none. */
  depth: number;
}

/** The topics of a kind in the order of the list, each followed by those that stand under it. */
export function orderedTopics(topics: Topics, kind: TopicKind): PlacedTopic[] {
  const live = [...topics.values()].filter((topic) => topic.kind === kind && !topic.removed);
  const under = Map.groupBy(live, (topic) => parentOf(topics, topic)?.id);
  const placed = (parent: Id | undefined, depth: number): PlacedTopic[] =>
    (under.get(parent) ?? [])
      .toSorted((one, other) => one.position - other.position || one.name.localeCompare(other.name))
      .flatMap((topic) => [{ ...topic, depth }, ...placed(topic.id, depth + 1)]);
  return placed(undefined, 0);
}

/** Every id that a record about this topic may carry: its own, those under it, and those merged into any of these. */
export function idsMeaning(topics: Topics, above: Id): Id[] {
  return [...topics.keys()].filter((id) => {
    const topic = standingFor(topics, id);
    return topic !== undefined && standsUnder(topics, topic, above);
  });
}

/** The topics that these ids stand for today, each once, by kind and in the order of the lists. */
export function topicsAmong(topics: Topics, ids: readonly Id[]): Topic[] {
  const standing = new Set(ids.flatMap((id) => standingFor(topics, id)?.id ?? []));
  return topicKinds.flatMap((kind) => orderedTopics(topics, kind).filter(({ id }) => standing.has(id)));
}

/** What an address asks a list to be about: names, or ends of addresses. */
export type AskedTopics = Partial<Record<TopicKind, string>>;

/** Reads what an address asks a list to be about; empty values, as a form sends them, count as absent. */
export function readAskedTopics(params: URLSearchParams): AskedTopics {
  const asked = topicKinds.map((kind) => [kind, storableLine(params.get(kind) ?? '').slice(0, 100)] as const);
  return Object.fromEntries(asked.filter(([, text]) => text !== ''));
}

/** How many records of a kind carry exactly these topics. */
export interface CarriedTopics {
  kind: Kind;
  topicIds: Id[];
  count: number;
}

/** How many records are about each topic, or about one that stands under it. A topic without any is left out. */
export function countTopics(topics: Topics, carried: readonly CarriedTopics[]): Map<Id, number> {
  const counts = new Map<Id, number>();
  for (const { topicIds, count } of carried) {
    const about = new Set<Id>();
    for (const id of topicIds) {
      for (let at = standingFor(topics, id); at && !about.has(at.id); at = parentOf(topics, at))
        about.add(at.id);
    }
    for (const id of about) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return counts;
}

/** The topic of this kind that people call so, or whose address ends so, whatever the case and the accents. */
export function topicCalled(topics: Topics, kind: TopicKind, text: string): Topic | undefined {
  const key = topicKey(text);
  const ofKind = [...topics.values()].filter((topic) => topic.kind === kind);
  const live = ofKind.filter((topic) => !topic.removed);
  const found =
    live.find(({ name }) => topicKey(name) === key) ??
    live.find(({ slug }) => topicKey(slug) === key) ??
    ofKind.find(({ name, slug }) => topicKey(slug) === key || topicKey(name) === key);
  return found && standingFor(topics, found.id);
}

export type TopicProblem = 'name-taken' | 'too-many' | 'parent' | 'into';

/**
 * What forbids a topic to become so: a name that another one of its kind has, a list that is full, a place under
 * itself or under what is not a theme, a merge into what is not there, is of another kind or stands under it.
 */
export function problemOf(topics: Topics, changed: Topic): TopicProblem | undefined {
  const after = new Map(topics).set(changed.id, changed);
  if (changed.removed) return goesWell(topics, changed) && isForest(after) ? undefined : 'into';
  const others = [...topics.values()].filter(
    ({ id, kind, removed }) => id !== changed.id && kind === changed.kind && !removed,
  );
  if (others.some(({ name }) => topicKey(name) === topicKey(changed.name))) return 'name-taken';
  if (others.length >= mostTopics) return 'too-many';
  return standsWell(topics, changed) && isForest(after) ? undefined : 'parent';
}

function goesWell(topics: Topics, { id, kind, mergedInto }: Topic): boolean {
  if (mergedInto === null) return true;
  const into = topics.get(mergedInto);
  if (!into || into.removed || into.kind !== kind || into.id === id) return false;
  return !standsUnder(topics, into, id);
}

function standsWell(topics: Topics, { id, kind, parentId }: Topic): boolean {
  if (parentId === null) return true;
  return kind === 'theme' && topics.get(parentId)?.kind === 'theme' && parentId !== id;
}

/** Whether every theme is reached from those that stand under none: one that stands under itself is not. */
function isForest(topics: Topics): boolean {
  const live = [...topics.values()].filter(({ kind, removed }) => kind === 'theme' && !removed);
  return orderedTopics(topics, 'theme').length === live.length;
}
