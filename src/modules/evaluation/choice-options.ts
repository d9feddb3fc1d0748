import { placeOnScale } from '#mathematics/answer.ts';
import type { Cell, ShownGroup } from '#mathematics/disclosure.ts';
import { askedIn, summaryOf, valuesIn } from '#mathematics/distribution.ts';
import { type FrameworkContent, criteriaOf } from '#modules/framework/index.ts';
import { isSameGroup } from './compare-over-time.ts';
import type { SubjectResult } from './session-result.ts';

/** What a group says of an option on one criterion: a place 0..1, that it does not apply, or nothing that is known. */
export type OptionValue = number | 'na' | null;

/** The options as one group sees them, read from what is shown and nothing else. */
export interface GroupOptions {
  groupId: string;
  respondents: number;
  /** Keys of the subjects that this group was shown on, made of the same colleges. */
  options: string[];
  /** Keys of the subjects that it was not. */
  missing: string[];
  /** Options × criteria, in the order of the framework. */
  values: OptionValue[][];
}

/** A criterion of a comparison, and its share of the weight when dimensions weigh the same. */
export interface ChoiceCriterion {
  id: string;
  levels: number;
  /** 0..1: its dimension's share, divided by the criteria in it. They add up to 1. */
  weight: number;
}

/** A group must have chosen a level for at least so much of those it applies to, as for a score. */
const leastCoverage = 0.5;
const tolerance = 1e-9;

/** The criteria with the weights that the profile uses too: every dimension the same, shared out among its criteria. */
export function choiceCriteria(content: FrameworkContent): ChoiceCriterion[] {
  const used = content.dimensions.filter(({ criteria }) => criteria.length > 0).length;
  return criteriaOf(content).map(({ criterion, dimension }) => ({
    id: criterion.id,
    levels: criterion.scale.length,
    weight: 1 / used / dimension.criteria.length,
  }));
}

/**
 * What each group can compare: it must be shown on two options at least, made of the same colleges. Its answer on a
 * criterion is its median, as on the page; it is unknown when that is hidden, or when fewer than half of those to whom
 * it applies chose a level.
 */
export function optionsOfGroups(
  subjects: readonly Pick<SubjectResult, 'key' | 'result'>[],
  criteria: readonly ChoiceCriterion[],
): GroupOptions[] {
  const ids = new Set(subjects.flatMap(({ result }) => result.groups.map(({ id }) => id)));
  return [...ids].flatMap((groupId) => {
    const found = subjects.flatMap(({ key, result }) => {
      const group = result.groups.find(({ id }) => id === groupId);
      return group ? [{ key, group }] : [];
    });
    const [first] = found;
    const alike = found.filter(({ group }) => first && isSameGroup(first.group, group));
    if (alike.length < 2) return [];
    const options = alike.map(({ key }) => key);
    return [
      {
        groupId,
        respondents: Math.max(...alike.map(({ group }) => group.respondents)),
        options,
        missing: subjects.map(({ key }) => key).filter((key) => !options.includes(key)),
        values: alike.map(({ group }) => valuesOf(group, criteria)),
      },
    ];
  });
}

function valuesOf(group: ShownGroup, criteria: readonly ChoiceCriterion[]): OptionValue[] {
  return criteria.map(({ id, levels }) => valueOf(group.cells[id], levels));
}

/**
 * Example on five levels: 4, 4, 5 and one "I don't know" → median 4 → 0.75; one 4 and three "I don't know" → unknown;
 * only "does not apply" → `na`.
 */
function valueOf(cell: Cell | undefined, levels: number): OptionValue {
  if (!cell?.shown) return null;
  const { distribution } = cell;
  const applies = askedIn(distribution) - distribution.notApplicable;
  if (applies === 0 && distribution.notApplicable > 0) return 'na';
  const median = summaryOf(distribution)?.median;
  if (median === undefined || valuesIn(distribution) < leastCoverage * applies - tolerance) return null;
  // A median may lie half-way between two levels, where a level itself may not.
  return (placeOnScale(Math.floor(median), levels) + placeOnScale(Math.ceil(median), levels)) / 2;
}
