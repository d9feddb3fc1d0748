import type { Context } from '#kernel/context.ts';
import { audienceOf } from '#kernel/journal-memory.server.ts';
import {
  type CarriedTopics,
  type TopicKind,
  type Topics,
  countTopics,
  orderedTopics,
  topicCalled,
} from '#modules/records/index.ts';
import { readTopics } from '#modules/records/index.server.ts';
import type { CommuneDirectory } from '#modules/territories/index.ts';
import { loadCommunes } from '#modules/territories/index.server.ts';
import { type CountedValues, countSets, countValues } from './columns/select-rows.ts';
import { ownName } from './fields/own-field.ts';
import { columnOf } from './practice-conditions.ts';
import type { Facet, PracticeFilters } from './practice-filters.ts';
import { digitals, legalStatuses, milieus, purposes, reaches, sectors, statuses } from './practice.ts';
import { withoutNames } from './list-practices.server.ts';
import { type Narrowed, narrowPractices } from './narrow-practices.server.ts';

/** One value of a filter: what an address says, and how many practices choosing it would leave, or add. */
export interface FacetValue {
  value: string;
  /** Its name; undefined for a code, whose words are in the messages. */
  name?: string;
  /** Of those that a cut search keeps, when it is cut. */
  count: number;
  chosen: boolean;
  /** For themes: how far under others it stands. */
  depth: number;
}

export interface CountedFacet {
  facet: Facet;
  values: FacetValue[];
  /** How many more values there are than those given. */
  left: number;
}

/** The filters that lists show, in their order; `state` is what `status` says with more detail. */
const shown = [
  'theme',
  'purpose',
  'status',
  'sector',
  'legal_status',
  'milieu',
  'digital',
  'reach',
  'commune',
  'epci',
  'challenge',
  'community',
  'tag',
  'source',
] as const satisfies Facet[];

/** The filters whose values are codes, in the order they are listed. */
const codesOf = {
  purpose: purposes,
  status: statuses,
  sector: sectors,
  legal_status: legalStatuses,
  milieu: milieus,
  digital: digitals,
  reach: reaches,
} as const;

/** A longer list of values is none that people read. */
const mostValues = 40;

/**
 * For each filter, its values in use and what each would leave, the other filters being as they are. What was chosen is
 * always there, even when it leaves nothing. A filter that would leave nothing out is not given.
 */
export function countFacets(
  context: Context,
  narrowed: Narrowed,
  filters: PracticeFilters,
): Promise<CountedFacet[]> {
  // Every reader asks for the counts of the same few lists; a search is seldom asked twice.
  if (filters.q !== undefined) return countEach(context, narrowed, filters);
  const key = `practice-facets ${audienceOf(context)} ${JSON.stringify(filters)}`;
  return context.memory.recall(context, key, () => countEach(context, narrowed, filters));
}

async function countEach(
  context: Context,
  narrowed: Narrowed,
  filters: PracticeFilters,
): Promise<CountedFacet[]> {
  const [topics, { findByCode: findCommune, findEpci }] = await Promise.all([
    readTopics(context),
    loadCommunes(),
  ]);
  const { columns } = narrowed.kept;
  const valuesOf = (facet: (typeof shown)[number]): FacetValue[] => {
    const chosen: readonly string[] = filters[facet] ?? [];
    const counted = countSets(columns, narrowed.selected, { facet, column: columnOf[facet] });
    switch (facet) {
      case 'theme':
      case 'challenge':
      case 'community': {
        const carried = counted.map(({ values, count }): CarriedTopics => ({
          kind: 'practice',
          topicIds: [...values],
          count,
        }));
        return topicValues(topics, { kind: facet, counts: countTopics(topics, carried), chosen });
      }
      case 'commune':
        return named(
          countValues(counted, communesIn(counted, findCommune)),
          chosen,
          (code) => findCommune(code)?.name,
        );
      case 'epci':
        return named(
          countValues(counted, (code) => [findEpci(code) ? code : (findCommune(code)?.epci?.code ?? '')]),
          chosen,
          (code) => findEpci(code)?.name,
        );
      case 'tag':
      case 'source':
        return named(countValues(counted), chosen, (value) => value);
      default:
        return coded(codesOf[facet], countValues(counted), chosen);
    }
  };
  return shown.flatMap((facet) => {
    const values = valuesOf(facet);
    const narrows = values.some(({ chosen, count }) => chosen || count < narrowed.selected.total);
    return narrows ? [listed(facet, values)] : [];
  });
}

/** How many there would be without one of the filters, whichever its name in an address. */
export async function countWithoutFilter(
  context: Context,
  { filters, name, narrowed }: { filters: PracticeFilters; name: string; narrowed: Narrowed },
): Promise<number> {
  const { kept, missed, conditions } = narrowed.selected;
  const own = conditions.findIndex(({ facet }) => facet === name) + 1;
  if (own > 0)
    return narrowed.selected.total + missed.reduce((count, place) => count + Number(place === own), 0);
  const { [name as keyof PracticeFilters]: _, own: asked = [], ...others } = filters;
  const { q: text, ...given } = others as PracticeFilters;
  const still = asked.filter((one) => ownName(one) !== name);
  const prepared = await withoutNames(context, { ...given, ...(still.length > 0 && { own: still }) });
  return kept.length === 0 ? 0 : (await narrowPractices(context, { filters: prepared, text })).selected.total;
}

function listed(facet: Facet, values: FacetValue[]): CountedFacet {
  const isListed = ({ chosen }: FacetValue, place: number) => place < mostValues || chosen;
  const kept = values.filter(isListed);
  return { facet, values: kept, left: values.length - kept.length };
}

function topicValues(
  topics: Topics,
  {
    kind,
    counts,
    chosen,
  }: { kind: TopicKind; counts: ReadonlyMap<string, number>; chosen: readonly string[] },
): FacetValue[] {
  const asked = new Set(chosen.flatMap((text) => topicCalled(topics, kind, text)?.id ?? []));
  return orderedTopics(topics, kind).flatMap(({ id, slug, name, depth }) => {
    const value = { value: slug, name, count: counts.get(id) ?? 0, chosen: asked.has(id), depth };
    return value.count > 0 || value.chosen ? [value] : [];
  });
}

/** A practice of a whole EPCI is found in each of its communes: of those in use, the ones that a code stands for. */
function communesIn(
  counted: readonly CountedValues[],
  findCommune: CommuneDirectory['findByCode'],
): (code: string) => readonly string[] {
  const inUse = [...new Set(counted.flatMap(({ values }) => values))].flatMap(
    (code) => findCommune(code) ?? [],
  );
  const byEpci = Map.groupBy(inUse, ({ epci }) => epci?.code);
  return (code) => byEpci.get(code)?.map((commune) => commune.code) ?? [code];
}

/** Codes in the order of their list. */
function coded(
  codes: readonly string[],
  counts: ReadonlyMap<string, number>,
  chosen: readonly string[],
): FacetValue[] {
  return codes.flatMap((value) => {
    const one = { value, count: counts.get(value) ?? 0, chosen: chosen.includes(value), depth: 0 };
    return one.count > 0 || one.chosen ? [one] : [];
  });
}

/** The values that most practices have first. */
function named(
  counts: ReadonlyMap<string, number>,
  chosen: readonly string[],
  nameOf: (value: string) => string | undefined,
): FacetValue[] {
  const { compare } = new Intl.Collator('fr');
  return [...new Set([...counts.keys(), ...chosen])]
    .filter((value) => value !== '')
    .map((value) => ({
      value,
      name: nameOf(value) ?? value,
      count: counts.get(value) ?? 0,
      chosen: chosen.includes(value),
      depth: 0,
    }))
    .toSorted((one, other) => other.count - one.count || compare(one.name, other.name));
}
