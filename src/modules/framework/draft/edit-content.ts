import { type Result, err, ok } from '#kernel/result.ts';
import { slugify } from '#kernel/slug.ts';
import type { Criterion, Dimension, FrameworkContent, FrameworkSource } from '../framework-content.ts';
import { criteriaOf, findCriterion } from '../framework.ts';
import { type Words, isWorded } from '../words.ts';

/** Why a draft cannot become that: each has its words. */
export type ContentRefusal = { code: 'not-there' | 'no-reason' | 'no-title' | 'not-empty' | 'full' };
export type Edited = Result<FrameworkContent, ContentRefusal>;
export type ContentEdit = (content: FrameworkContent) => Edited;

const limits = { dimensions: 20, criteria: 50, sources: 200 } as const;

/** Where a criterion goes: before or after its neighbour, or to the end of another dimension. */
export type Move = 'up' | 'down' | { to: string };

/** A name for something new: from its words, and unlike those that stand or stood there. */
export function newId(words: Words, taken: ReadonlySet<string>): string {
  const base = slugify(words.fr ?? words.en ?? '')
    .slice(0, 60)
    .replace(/-+$/, '');
  const numbered = (n: number): string => (taken.has(`${base}-${n}`) ? numbered(n + 1) : `${base}-${n}`);
  return taken.has(base) ? numbered(2) : base;
}

/** Ids of criteria that answers may know: those that stand there, and those that once did. */
export function criterionIds(content: FrameworkContent): Set<string> {
  const { passage = {}, dropped = [] } = content;
  return new Set([
    ...criteriaOf(content).map(({ criterion }) => criterion.id),
    ...Object.values(passage).flatMap(({ from }) => from),
    ...dropped.map(({ id }) => id),
  ]);
}

export function addDimension(content: FrameworkContent, title: Words): Edited {
  if (!isWorded(title)) return err({ code: 'no-title' });
  if (content.dimensions.length >= limits.dimensions) return err({ code: 'full' });
  const id = newId(title, new Set(content.dimensions.map((dimension) => dimension.id)));
  return ok({ ...content, dimensions: [...content.dimensions, { id, title, criteria: [] }] });
}

export function changeDimension(
  content: FrameworkContent,
  changed: Pick<Dimension, 'id' | 'title' | 'description'>,
): Edited {
  return onDimension(content, changed.id, (dimension) => ok({ ...dimension, ...changed }));
}

export function moveDimension(content: FrameworkContent, id: string, move: 'up' | 'down'): Edited {
  const at = content.dimensions.findIndex((dimension) => dimension.id === id);
  if (at < 0) return err({ code: 'not-there' });
  return ok({ ...content, dimensions: swapped(content.dimensions, at, move) });
}

/** Takes away a dimension that holds nothing any more: its criteria go one by one, each with its reason. */
export function removeDimension(content: FrameworkContent, id: string): Edited {
  const dimension = content.dimensions.find((one) => one.id === id);
  if (!dimension) return err({ code: 'not-there' });
  if (dimension.criteria.length > 0) return err({ code: 'not-empty' });
  return ok({ ...content, dimensions: content.dimensions.filter((one) => one !== dimension) });
}

export function addCriterion(
  content: FrameworkContent,
  { dimension: into, criterion }: { dimension: string; criterion: Criterion },
): Edited {
  return onDimension(content, into, (dimension) =>
    dimension.criteria.length >= limits.criteria
      ? err({ code: 'full' })
      : ok({ ...dimension, criteria: [...dimension.criteria, criterion] }),
  );
}

export function changeCriterion(content: FrameworkContent, changed: Criterion): Edited {
  const place = findCriterion(content, changed.id);
  if (!place) return err({ code: 'not-there' });
  return onDimension(content, place.dimension.id, (dimension) =>
    ok({
      ...dimension,
      criteria: dimension.criteria.map((criterion) => (criterion.id === changed.id ? changed : criterion)),
    }),
  );
}

export function moveCriterion(content: FrameworkContent, id: string, move: Move): Edited {
  const place = findCriterion(content, id);
  if (!place) return err({ code: 'not-there' });
  const { dimension, criterion } = place;
  if (typeof move === 'string') {
    const at = dimension.criteria.indexOf(criterion);
    return onDimension(content, dimension.id, (one) =>
      ok({ ...one, criteria: swapped(one.criteria, at, move) }),
    );
  }
  if (move.to === dimension.id) return ok(content);
  return addCriterion(without(content, [id]), { dimension: move.to, criterion });
}

/**
 * Takes a criterion away. The criteria of the version before that nothing comes from any more are dropped with the
 * reason, which must then be given; of one that was only ever in this draft nothing needs to stay.
 */
export function removeCriterion(
  content: FrameworkContent,
  { id, reason }: { id: string; reason: string },
): Edited {
  if (!findCriterion(content, id)) return err({ code: 'not-there' });
  const left = without(content, [id]);
  const elsewhere = new Set(Object.values(left.passage ?? {}).flatMap(({ from }) => from));
  const lost = sourcesOf(content, id).filter((source) => !elsewhere.has(source));
  if (lost.length === 0) return ok(left);
  const why = reason.trim().slice(0, 2000);
  if (why === '') return err({ code: 'no-reason' });
  const others = (content.dropped ?? []).filter((one) => !lost.includes(one.id));
  return ok({ ...left, dropped: [...others, ...lost.map((source) => ({ id: source, reason: why }))] });
}

/** The criteria of the version before that this one comes from. */
export function sourcesOf(content: FrameworkContent, id: string): string[] {
  return content.passage?.[id]?.from ?? [];
}

/** The framework without some criteria; what they would have become goes with them. */
export function without(content: FrameworkContent, ids: readonly string[]): FrameworkContent {
  const { passage, ...rest } = content;
  const kept = Object.entries(passage ?? {}).filter(([id]) => !ids.includes(id));
  return {
    ...rest,
    ...(kept.length > 0 && { passage: Object.fromEntries(kept) }),
    dimensions: content.dimensions.map((dimension) => ({
      ...dimension,
      criteria: dimension.criteria.filter(({ id }) => !ids.includes(id)),
    })),
  };
}

export function addSource(content: FrameworkContent, source: Omit<FrameworkSource, 'id'>): Edited {
  if (content.sources.length >= limits.sources) return err({ code: 'full' });
  const id = newId(source.title, new Set(content.sources.map((one) => one.id)));
  return ok({ ...content, sources: [...content.sources, { id, ...source }] });
}

/** Takes a source away, and from the criteria that cite it. */
export function removeSource(content: FrameworkContent, id: string): Edited {
  if (!content.sources.some((source) => source.id === id)) return err({ code: 'not-there' });
  return ok({
    ...content,
    sources: content.sources.filter((source) => source.id !== id),
    dimensions: content.dimensions.map((dimension) => ({
      ...dimension,
      criteria: dimension.criteria.map((criterion) => ({
        ...criterion,
        sources: criterion.sources.filter((cited) => cited !== id),
      })),
    })),
  });
}

function onDimension(
  content: FrameworkContent,
  id: string,
  change: (dimension: Dimension) => Result<Dimension, ContentRefusal>,
): Edited {
  const dimension = content.dimensions.find((one) => one.id === id);
  if (!dimension) return err({ code: 'not-there' });
  const changed = change(dimension);
  if (!changed.ok) return changed;
  return ok({
    ...content,
    dimensions: content.dimensions.map((one) => (one === dimension ? changed.value : one)),
  });
}

/** The first does not go higher, nor the last lower: the list stays as it is. */
function swapped<One>(list: readonly One[], at: number, move: 'up' | 'down'): One[] {
  const other = at + (move === 'up' ? -1 : 1);
  const [one, next] = [list[at], list[other]];
  if (one === undefined || next === undefined) return [...list];
  return list.with(at, next).with(other, one);
}
