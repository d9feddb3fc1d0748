import { type Actor, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { type RecordCore, addressOf } from '#modules/records/index.ts';
import type { Anchor, Criterion, Dimension, FrameworkContent } from './framework-content.ts';

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
}

/** Publishing is for whoever answers for the territory: what is published can no longer change. */
export function can(actor: Actor, _action: 'publish'): boolean {
  return hasRole(actor, 'owner');
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
