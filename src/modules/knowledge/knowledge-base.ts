import type { Locale } from '#kernel/translate.ts';
import type { Bilingual, KnowledgeFile } from './knowledge-file.ts';

/** The seven kinds of entry, in the order in which people meet them. */
export const families = [
  'motivation',
  'benefit',
  'brake',
  'cooperation-lever',
  'competence',
  'course-of-action',
  'means',
] as const;
export type Family = (typeof families)[number];

/** Parts of a family: brakes by whom they hold back, competences by what they are about. */
export const familyParts = ['individual', 'collective', 'attitudes', 'social', 'ecosystem', 'rules'] as const;
export type FamilyPart = (typeof familyParts)[number];

export interface KnowledgeEntry {
  /** Stable and never reused: it is the entry’s address, and what levers and other files point to. */
  id: string;
  family: Family;
  part: FamilyPart | null;
  title: Bilingual;
  /** Null for means, whose title says it all. */
  text: Bilingual | null;
}

export interface KnowledgeBase {
  /** In the order of the file. */
  entries: ReadonlyMap<string, KnowledgeEntry>;
  /** For each entry the ids it is related to, both ways: if one leads to another, the other leads back. */
  neighbours: ReadonlyMap<string, ReadonlySet<string>>;
}

/** An entry and the ids that the file writes on it, with the family these must belong to. */
interface WrittenEntry {
  entry: KnowledgeEntry;
  leadsTo: { family: Family; ids: readonly string[] }[];
}

interface Titled {
  id: string;
  fr: string;
  en: string;
  d?: string;
  den?: string;
}

/**
 * The knowledge base as a graph. A relation is written once in the file; here it is walkable both ways.
 *
 * @throws Error when an id stands twice, is unknown, or belongs to another family than the relation says
 */
export function buildKnowledgeBase(file: KnowledgeFile): KnowledgeBase {
  const written = writtenEntries(file);
  const entries = new Map<string, KnowledgeEntry>();
  for (const { entry } of written) {
    if (entries.has(entry.id)) throw new Error(`The entry ${entry.id} stands twice`);
    entries.set(entry.id, entry);
  }
  const neighbours = new Map([...entries.keys()].map((id) => [id, new Set<string>()]));
  const relations = written.flatMap(({ entry, leadsTo }) =>
    leadsTo.flatMap(({ family, ids }) => ids.map((other) => ({ id: entry.id, family, other }))),
  );
  for (const { id, family, other } of relations) {
    const isRight = entries.get(other)?.family === family;
    if (!isRight) throw new Error(`${id} leads to ${other}, which is no ${family}`);
    neighbours.get(id)?.add(other);
    neighbours.get(other)?.add(id);
  }
  return { entries, neighbours };
}

function writtenEntries(file: KnowledgeFile): WrittenEntry[] {
  const { individual, collective } = file.brakes;
  const brakesOf = (part: FamilyPart, brakes: typeof individual) =>
    brakes.map((brake) =>
      written('brake', brake, {
        part,
        to: { 'cooperation-lever': brake.levers, 'course-of-action': brake.actions },
      }),
    );
  return [
    ...file.motivations.map((one) => written('motivation', one, { to: { 'cooperation-lever': one.levers } })),
    ...file.benefits.map((one) => written('benefit', one, { to: { 'course-of-action': one.actions } })),
    ...brakesOf('individual', individual),
    ...brakesOf('collective', collective),
    ...file.levers.map((one) => written('cooperation-lever', one, { to: { competence: one.competences } })),
    ...(['attitudes', 'social', 'ecosystem', 'rules'] as const).flatMap((part) =>
      file.competences[part].map((one) =>
        written('competence', one, { part, to: { 'course-of-action': one.actions } }),
      ),
    ),
    ...file.actions.map((one) =>
      written('course-of-action', one, { to: { means: one.means.map(({ id }) => id) } }),
    ),
    ...file.actions.flatMap((one) => one.means.map((means) => written('means', means, { to: {} }))),
  ];
}

function written(
  family: Family,
  { id, fr, en, d, den }: Titled,
  { part = null, to }: { part?: FamilyPart | null; to: Partial<Record<Family, readonly string[]>> },
): WrittenEntry {
  const text = d !== undefined && den !== undefined ? { fr: d, en: den } : null;
  const leadsTo = families.flatMap((other) => (to[other] ? [{ family: other, ids: to[other] }] : []));
  return { entry: { id, family, part, title: { fr, en }, text }, leadsTo };
}

/** The entries of each family, in the order of the file. */
export function entriesByFamily(base: KnowledgeBase): { family: Family; entries: KnowledgeEntry[] }[] {
  const all = [...base.entries.values()];
  return families.map((family) => ({ family, entries: all.filter((entry) => entry.family === family) }));
}

/** What an entry is related to, by family; families without a relation are left out. Empty for an unknown id. */
export function relatedEntries(
  base: KnowledgeBase,
  id: string,
): { family: Family; entries: KnowledgeEntry[] }[] {
  const related = base.neighbours.get(id);
  if (!related) return [];
  return entriesByFamily(base)
    .map(({ family, entries }) => ({ family, entries: entries.filter((entry) => related.has(entry.id)) }))
    .filter(({ entries }) => entries.length > 0);
}

/**
 * `/cooperation/l-openness`. The id and not the title: titles are reworded and translated, and an entry has no short
 * id that would let an old title lead to it.
 */
export function addressOfEntry(entry: Pick<KnowledgeEntry, 'id'>): string {
  return `/cooperation/${entry.id}`;
}

/** An entry as one page shows it. */
export interface EntryShown {
  id: string;
  family: Family;
  part: FamilyPart | null;
  title: string;
  text: string;
  address: string;
}

export function entryIn(locale: Locale, entry: KnowledgeEntry): EntryShown {
  const { id, family, part, title, text } = entry;
  return {
    id,
    family,
    part,
    title: title[locale],
    text: text?.[locale] ?? '',
    address: addressOfEntry(entry),
  };
}
