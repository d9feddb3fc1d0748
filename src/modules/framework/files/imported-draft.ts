import type { FrameworkContent, Lineage } from '../framework-content.ts';
import { criteriaOf } from '../framework.ts';

/**
 * What a file gives, as the first version of a framework of one's own: it says where it comes from and keeps its authors,
 * its licence and the ids of its criteria. What became of criteria of versions that are not here does not come along.
 *
 * @param own.day on which it is begun, `2026-11-23`
 */
export function importedDraft(
  content: FrameworkContent,
  lineage: Lineage | undefined,
  own: { id: string; day: string },
): FrameworkContent {
  const { passage: _p, dropped: _d, adopted: _a, changeNote: _n, from, ...kept } = content;
  const source = lineage ?? from;
  return {
    ...kept,
    id: own.id,
    version: 1,
    published: own.day,
    startingPoint: false,
    ...(source && { from: source }),
  };
}

/**
 * What a file gives, in the place of a draft: all that it says is taken, and the draft goes on being the version it was, made
 * from the same one. What was said of criteria that are no longer there is forgotten with them.
 */
export function importedInto(draft: FrameworkContent, content: FrameworkContent): FrameworkContent {
  const { id, version, published, startingPoint, from, adopted, passage = {}, dropped = [] } = draft;
  const { from: _f, adopted: _a, passage: _p, dropped: _d, ...said } = content;
  const standing = new Set(criteriaOf(content).map(({ criterion }) => criterion.id));
  const told = Object.entries(passage).filter(([criterion]) => standing.has(criterion));
  const left = dropped.filter((one) => !standing.has(one.id));
  return {
    ...said,
    id,
    version,
    published,
    startingPoint,
    ...(from && { from }),
    ...(adopted && { adopted }),
    ...(told.length > 0 && { passage: Object.fromEntries(told) }),
    ...(left.length > 0 && { dropped: left }),
  };
}
