import { weightsOfGroup } from '#mathematics/weights-of-groups.ts';
import {
  type HeadToHead,
  type OptionLevel,
  type Stability,
  headToHead,
  levelsOf,
  stabilityOf,
} from './choice-methods.ts';
import {
  type ChoiceCriterion,
  type GroupOptions,
  choiceCriteria,
  optionsOfGroups,
} from './choice-options.ts';
import { type Robustness, type RobustnessTask, drawnCriteria, robustnessTask } from './choice-robustness.ts';
import type { ChoiceSettings } from './choice-settings.ts';
import type { FrameworkContent } from '#modules/framework/index.ts';
import type { SubjectResult } from './session-result.ts';

/** The options as one group sees them, by the four methods. */
export interface GroupChoice extends Pick<GroupOptions, 'groupId' | 'respondents' | 'options' | 'missing'> {
  levels: OptionLevel[];
  headToHead: HeadToHead | null;
  /** Under any weights, and under those that people gave. */
  robustness: { any: Robustness | null; people: Robustness | null };
  /** Ids of the criteria that the draws take in. */
  drawn: string[];
  stability: Stability | null;
}

export interface Choice {
  /** The criteria in the framework's order, which the places of the methods count from 0. */
  criteria: ChoiceCriterion[];
  /** The weights of the steps, one a criterion, adding up to 1. */
  weights: number[];
  /** How many people's weights are used beside equal ones; 0 when fewer than five gave any. */
  people: number;
  groups: GroupChoice[];
  /** Options between which groups do not choose alike. */
  differing: Differing;
}

/** Where the choice differs between groups: told before anything else. */
export interface Differing {
  /** Whether two groups put other options first, under any weights. */
  first: boolean;
  /** Options that two groups put in levels with nothing in common. */
  levels: string[];
}

/** Weights are used from so many people on: of fewer, the result would tell what each of them said. */
const fewestWeights = 5;

/** What there is to compare, and what must be drawn for it: under any weights, then under people's, for each group. */
export interface PreparedChoice {
  criteria: ChoiceCriterion[];
  groups: GroupOptions[];
  people: number[][] | null;
  tasks: (RobustnessTask | null)[];
}

export function prepareChoice(
  subjects: readonly Pick<SubjectResult, 'key' | 'result'>[],
  content: FrameworkContent,
  { stated, draws }: { stated: readonly Readonly<Record<string, number>>[]; draws: number },
): PreparedChoice {
  const criteria = choiceCriteria(content);
  const groups = optionsOfGroups(subjects, criteria);
  // Weights given for another list of criteria say nothing of this one.
  const vectors = stated
    .filter((weights) => criteria.every(({ id }) => Object.hasOwn(weights, id)))
    .map((weights) => criteria.map(({ id }) => weights[id] ?? 0))
    .filter((weights) => weights.some((weight) => weight > 0));
  const people = vectors.length >= fewestWeights ? vectors : null;
  const tasks = groups.flatMap((group) => [
    robustnessTask(group, criteria, { people: null, draws }),
    people && robustnessTask(group, criteria, { people, draws }),
  ]);
  return { criteria, groups, people, tasks };
}

/** @param drawn what came of each of the tasks, in their order */
export function workOutChoice(
  { criteria, groups, people }: PreparedChoice,
  settings: ChoiceSettings,
  drawn: readonly (Robustness | null)[],
): Choice {
  const equal = criteria.map(({ weight }) => weight);
  const mean = settings.weights === 'people' && people ? weightsOfGroup(people)?.mean : undefined;
  const weights = [...(mean ?? equal)];
  const shown = groups.map((group, place) => ({
    groupId: group.groupId,
    respondents: group.respondents,
    options: group.options,
    missing: group.missing,
    levels: levelsOf(group, weights, settings),
    headToHead: headToHead(group, criteria, { weights, settings }),
    robustness: { any: drawn[2 * place] ?? null, people: drawn[2 * place + 1] ?? null },
    drawn: drawnCriteria(group).flatMap((j) => criteria[j]?.id ?? []),
    stability: stabilityOf(group, weights),
  }));
  return { criteria, weights, people: people?.length ?? 0, groups: shown, differing: differingIn(shown) };
}

export function firstOf({ options, robustness }: Pick<GroupChoice, 'options' | 'robustness'>): string[] {
  return robustness.any?.leaders.flatMap((i) => options[i] ?? []) ?? [];
}

/**
 * Groups whose firsts have nothing in common choose otherwise; an option differs in level when the best that one group
 * allows is below the least that another gives.
 */
function differingIn(groups: readonly GroupChoice[]): Differing {
  const firsts = groups.map(firstOf).filter((first) => first.length > 0);
  const first = firsts.some((one) => firsts.some((other) => !one.some((key) => other.includes(key))));
  const rank = { solid: 0, fair: 1, weak: 2 };
  const all = Map.groupBy(
    groups.flatMap(({ levels }) => levels),
    ({ option }) => option,
  );
  const levels = [...all].flatMap(([option, given]) => {
    const highest = Math.min(...given.map(({ atLeast }) => rank[atLeast]));
    const lowest = Math.max(...given.map(({ atMost }) => rank[atMost]));
    return lowest > highest ? [option] : [];
  });
  return { first, levels };
}
