import { type Actor, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import type { Anchor, Criterion, Dimension, FrameworkContent } from './framework-content.ts';
import type { Words } from './words.ts';

/** A framework as it is read: its record, and one published version of it, which never changes. */
export interface Framework {
  record: RecordCore;
  version: FrameworkVersion;
}

export interface FrameworkVersion {
  id: Id;
  /** 1, 2, 3… in order of publication. */
  number: number;
  content: FrameworkContent;
  publishedAt: Date;
  /** Since when new sessions no longer choose it; null while they do. */
  retiredAt: Date | null;
}

export type FrameworkAction = 'read-draft' | 'write' | 'install';

/**
 * What is being written is read by whoever signed in, so that they can talk of it; facilitators write and publish. What
 * comes with the product is put there by whoever answers for the territory.
 */
export function can(actor: Actor, action: FrameworkAction): boolean {
  const least = { 'read-draft': 'contributor', write: 'facilitator', install: 'owner' } as const;
  return hasRole(actor, least[action]);
}

/** Every criterion of the tree, in order, with the dimension it belongs to. */
export function criteriaOf(content: FrameworkContent): { dimension: Dimension; criterion: Criterion }[] {
  return content.dimensions.flatMap((dimension) =>
    dimension.criteria.map((criterion) => ({ dimension, criterion })),
  );
}

export function findCriterion(
  content: FrameworkContent,
  criterionId: string,
): { dimension: Dimension; criterion: Criterion } | undefined {
  return criteriaOf(content).find(({ criterion }) => criterion.id === criterionId);
}

/**
 * The anchors a place on the scale falls on: one for a level, the two around it for a place between two levels.
 *
 * @param place 1..n, whole or not (a median may fall between two levels)
 */
export function anchorsAround(criterion: Criterion, place: number): Anchor[] {
  return criterion.scale.filter(({ level }) => level === Math.floor(place) || level === Math.ceil(place));
}

/** `/referentiels/…/criteres/fair-price` */
export function criterionPath(
  record: Pick<RecordCore, 'kind' | 'slug' | 'shortId'>,
  criterionId: string,
): string {
  return `${addressOf(record)}/criteres/${criterionId}`;
}

/**
 * What a draft lacks before it can be published, and what it would be better with: the titles of dimensions without a
 * criterion (undefined for want of any dimension), and the criteria that say neither why nor what to compare with.
 */
export function toFinish({ dimensions }: FrameworkContent): {
  missing: (Words | undefined)[];
  thin: Pick<Criterion, 'id' | 'title'>[];
} {
  const empty = dimensions.filter(({ criteria }) => criteria.length === 0);
  return {
    missing: dimensions.length === 0 ? [undefined] : empty.map(({ title }) => title),
    thin: dimensions.flatMap(({ criteria }) =>
      criteria.filter(({ why, comparedWith }) => !why || !comparedWith),
    ),
  };
}
