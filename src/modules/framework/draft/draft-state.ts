import type { Json } from '#kernel/json.ts';
import type { FrameworkContent } from '../framework-content.ts';
import { criteriaOf } from '../framework.ts';

/** What a framework keeps beside its record: the version that is being written, if any, and whether it is still chosen. */
export interface FrameworkDetails {
  draft: FrameworkContent | null;
  retired: boolean;
}

/** How the journal calls the parts of a draft: each on its own, so that each is told, compared and undone on its own. */
export const part = {
  whole: (name: string) => `field.framework.${name}`,
  order: 'field.order',
  dimension: (id: string, name: string) => `field.dimension.${id}.${name}`,
  criterion: (id: string, name: string) => `field.criterion.${id}.${name}`,
  passage: (id: string) => `field.passage.${id}`,
  dropped: (id: string) => `field.dropped.${id}`,
};

/** The details as the journal keeps them, flat. `contentOf` is the way back. */
export function stateOfDetails({ draft, retired }: FrameworkDetails): Record<string, Json> {
  return { retired, ...(draft && stateOfContent(draft)) };
}

function stateOfContent(content: FrameworkContent): Record<string, Json> {
  const { dimensions, passage = {}, dropped = [], ...whole } = content;
  return Object.fromEntries([
    ...named(whole, part.whole),
    [part.order, dimensions.map(({ id }) => id)],
    ...dimensions.flatMap(({ id, criteria, ...own }) => [
      ...named(own, (name) => part.dimension(id, name)),
      [part.dimension(id, 'order'), criteria.map((criterion) => criterion.id)] as const,
    ]),
    ...criteriaOf(content).flatMap(({ criterion: { id, ...own } }) =>
      named(own, (name) => part.criterion(id, name)),
    ),
    ...named(passage, part.passage),
    ...dropped.map(({ id, reason }) => [part.dropped(id), reason] as const),
  ]);
}

function named(values: object, nameOf: (name: string) => string): (readonly [string, Json])[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[nameOf(name), value as Json] as const],
  );
}

/** The draft that a flat state tells; null for a state without one. Its shape is the caller's to check. */
export function contentOf(state: Readonly<Record<string, Json>>): unknown {
  const parts = groupsIn(state);
  const whole = Object.fromEntries(parts.framework);
  if (Object.keys(whole).length === 0) return null;
  const dimensions = partsById(parts.dimension);
  const criteria = partsById(parts.criterion);
  const sources = new Set((whole['sources'] as FrameworkContent['sources'] | undefined)?.map(({ id }) => id));
  const content = {
    ...whole,
    dimensions: idsIn(state[part.order]).map((id) => {
      const { order, ...own } = dimensions.get(id) ?? {};
      return {
        id,
        ...own,
        criteria: idsIn(order).map((criterion) =>
          citing(sources, { id: criterion, ...criteria.get(criterion) }),
        ),
      };
    }),
  };
  const standing = new Set(content.dimensions.flatMap((dimension) => dimension.criteria.map(({ id }) => id)));
  const passage = parts.passage.filter(([id]) => standing.has(id));
  const dropped = parts.dropped.map(([id, reason]) => ({ id, reason }));
  return {
    ...content,
    ...(passage.length > 0 && { passage: Object.fromEntries(passage) }),
    ...(dropped.length > 0 && { dropped }),
  };
}

const groups = ['framework', 'dimension', 'criterion', 'passage', 'dropped'] as const;

/** The values of a state that are there, by what they are part of, each under the rest of its name. */
function groupsIn(state: Readonly<Record<string, Json>>): Record<(typeof groups)[number], [string, Json][]> {
  const found = { framework: [], dimension: [], criterion: [], passage: [], dropped: [] } as Record<
    (typeof groups)[number],
    [string, Json][]
  >;
  for (const [name, value] of Object.entries(state)) {
    const group = groups.find((one) => name.startsWith(`field.${one}.`));
    if (group && value !== null) found[group].push([name.slice(`field.${group}.`.length), value]);
  }
  return found;
}

/** Ids hold no dot: what stands before it is the id, what follows the name of the part. */
function partsById(parts: readonly [string, Json][]): Map<string, Record<string, Json>> {
  const byId = new Map<string, Record<string, Json>>();
  for (const [path, value] of parts) {
    const [id = '', name = ''] = path.split('.');
    byId.set(id, { ...byId.get(id), [name]: value });
  }
  return byId;
}

function idsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}

/** A criterion that comes back may cite a source that was taken away meanwhile. */
function citing<One extends { id: string }>(known: ReadonlySet<string>, criterion: One & { sources?: Json }) {
  return { ...criterion, sources: idsIn(criterion.sources).filter((id) => known.has(id)) };
}
