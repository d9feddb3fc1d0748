import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Json } from '#kernel/json.ts';
import { type Topics, type TopicKind, topicCalled, topicKey } from '#modules/records/index.ts';
import { readTopics, topicsNamed } from '#modules/records/index.server.ts';
import type { ImportedPractice, ImportedState } from './import/imported-practice.ts';

/** What a file may say that a record is about, and the kind of topic it names. */
const topicFields = {
  themes: 'theme',
  challenges: 'challenge',
  communities: 'community',
} as const satisfies Record<string, TopicKind>;
type TopicField = keyof typeof topicFields;
const fields = Object.keys(topicFields) as TopicField[];

/**
 * Most topics that a file makes. A column of other people's categories may hold hundreds: beyond, only those we know are
 * followed, and the others stay keywords.
 */
const mostNew = { foreign: 20, own: 200 };

/** The names that a file gives in the fields of topics, and in others that are gathered. */
export class GivenNames {
  readonly #names = new Map<string, Set<string>>(fields.map((field) => [field, new Set()]));

  /** Called before the records are added. */
  gather(field: string): void {
    this.#names.set(field, new Set());
  }

  add({ state }: ImportedPractice): void {
    for (const [field, names] of this.#names) {
      const most = Object.hasOwn(topicFields, field) ? mostNames.topics : mostNames.gathered;
      for (const name of textsIn(state[field])) if (names.size < most) names.add(name);
    }
  }

  of(field: string): string[] {
    return [...(this.#names.get(field) ?? [])].toSorted();
  }
}

/** Kept of each field: an inventory has few themes, while each practice may name another one. */
const mostNames = { topics: 1000, gathered: 20_000 };

interface Settling {
  names: GivenNames;
  writes: boolean;
  isOwn: boolean;
  above: ReadonlyMap<string, string>;
}

/** Puts the ids of topics in place of the names that a file gives. */
export type TopicSettler = (practice: ImportedPractice) => ImportedPractice;

/**
 * Meets the topics that the records of a file name, whatever the case and the accents, and makes those that are missing.
 *
 * @param options.writes false makes none: what is missing stands for itself
 * @param options.isOwn the file is an export of ours, whose topics are topics
 * @param options.above the theme that each stands under, by their names: those that are made stand so here too
 */
export async function settleTopics(context: Context, options: Settling): Promise<TopicSettler> {
  const settled = new Map<TopicField, Map<string, Id>>();
  for (const field of fields) settled.set(field, await meet(context, field, options));
  return (practice) => ({ ...practice, state: settleState(practice.state, settled, options.isOwn) });
}

async function meet(
  context: Context,
  field: TopicField,
  { names: given, writes, isOwn, above }: Settling,
): Promise<Map<string, Id>> {
  const kind = topicFields[field];
  const names = given.of(field);
  const topics = await readTopics(context);
  const known = names.flatMap((name) => {
    const topic = topicCalled(topics, kind, name);
    return topic ? [[name, topic.id] as const] : [];
  });
  const met = new Map(known);
  const missing = names.filter((name) => !met.has(name));
  const newKeys = new Set(missing.map(topicKey));
  // A tree that its authors shaped is no column of whatever words.
  if (newKeys.size > (isOwn || above.size > 0 ? mostNew.own : mostNew.foreign)) return met;
  const made = writes
    ? await topicsNamed(
        context,
        kind,
        kind === 'theme' ? withThoseAbove(missing, above) : missing.map((name) => ({ name })),
      )
    : missing.map((name) => [name, `new ${topicKey(name)}`] as const);
  return new Map([...met, ...made]);
}

/** These names, each after those it stands under. */
function withThoseAbove(
  names: readonly string[],
  above: ReadonlyMap<string, string>,
): { name: string; under?: string }[] {
  const wanted = new Map<string, string | undefined>();
  function add(name: string, met: ReadonlySet<string>): void {
    const under = above.get(name);
    if (wanted.has(name) || met.has(name)) return;
    if (under !== undefined) add(under, new Set([...met, name]));
    wanted.set(name, under);
  }
  for (const name of names) add(name, new Set());
  return [...wanted].map(([name, under]) => ({ name, ...(under !== undefined && { under }) }));
}

function settleState(
  state: ImportedState,
  settled: ReadonlyMap<TopicField, ReadonlyMap<string, Id>>,
  isOwn: boolean,
): ImportedState {
  const given = fields.filter((field) => Object.hasOwn(state, field));
  if (given.length === 0) return state;
  const asTopics = new Set<string>();
  const ids = given.map((field) => {
    const found = textsIn(state[field]).flatMap((name) => {
      const id = settled.get(field)?.get(name);
      if (id) asTopics.add(topicKey(name));
      return id ?? [];
    });
    return [field, [...new Set(found)]] as const;
  });
  // A word that became a topic is no keyword besides, unless people here wanted both.
  const tags = textsIn(state['tags']).filter((tag) => isOwn || !asTopics.has(topicKey(tag)));
  return { ...state, ...Object.fromEntries(ids), ...(Object.hasOwn(state, 'tags') && { tags }) };
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

/** The topics that a record carries, field by field, as a file gives them. */
export function topicsByField(topics: Topics, carried: readonly Id[]): Record<TopicField, Id[]> {
  const ofKind = (kind: TopicKind) => carried.filter((id) => topics.get(id)?.kind === kind);
  return { themes: ofKind('theme'), challenges: ofKind('challenge'), communities: ofKind('community') };
}

export const noTopics: Record<TopicField, Id[]> = { themes: [], challenges: [], communities: [] };

/** All the topics of a state, where it gives any; those that it says nothing of are as before. */
export function carriedTopics(state: ImportedState, before: Record<TopicField, Id[]>): Id[] {
  return fields.flatMap((field) => (Object.hasOwn(state, field) ? textsIn(state[field]) : before[field]));
}

/** Whether a state speaks of topics at all. */
export function namesTopics(state: ImportedState): boolean {
  return fields.some((field) => Object.hasOwn(state, field));
}
