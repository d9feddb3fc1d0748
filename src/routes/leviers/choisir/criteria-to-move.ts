import { type EvaluationResult, medianOfAll } from '#modules/evaluation/index.ts';
import { type FrameworkContent, findCriterion } from '#modules/framework/index.ts';

/** A criterion that an evaluation invites to work on, and what in its result says so. */
export interface CriterionToMove {
  id: string;
  why: 'differ' | 'divided' | 'low';
}

/** More than a handful at once, and a group works on none. A convention of this page. */
const mostCriteria = 6;

/**
 * What to look for levers for: first the criteria on which colleges stand apart, then those on which one college is
 * split, in the order of the result (farthest apart first); then those people agree are fragile, when half of all
 * answers shown are under the middle of the scale. At most six.
 *
 * Example on 5 levels: a median of 2.5 is under the middle (3), so the criterion is fragile; a median of 3 is not.
 */
export function criteriaToMove(result: EvaluationResult, content: FrameworkContent): CriterionToMove[] {
  const having = (why: 'differ' | 'divided') =>
    result.criteria.filter(({ verdict }) => verdict === why).map(({ id }) => ({ id, why }));
  const low = result.criteria
    .filter(({ id, verdict }) => (verdict === 'agree' || verdict === 'not-compared') && isLow(id))
    .map(({ id }) => ({ id, why: 'low' as const }));
  return [...having('differ'), ...having('divided'), ...low].slice(0, mostCriteria);

  function isLow(id: string): boolean {
    const median = medianOfAll(result, id);
    const levels = findCriterion(content, id)?.criterion.scale.length;
    return median !== null && levels !== undefined && median < (levels + 1) / 2;
  }
}
