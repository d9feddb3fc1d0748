import { krippendorffAlpha } from '#mathematics/agreement.ts';
import { agreementInterval } from '#mathematics/agreement-interval.ts';
import { type Distribution, valuesIn } from '#mathematics/distribution.ts';
import { shownDistributions } from '#mathematics/disclosure.ts';
import { seededRandom } from '#mathematics/seeded-random.ts';
import { dispersionWithin } from '#mathematics/spread.ts';
import type { EvaluationResult } from './result.ts';

/**
 * How much trust Krippendorff's α allows: at least .800, from .667 to .800, from 0 to .667, no more agreement than if
 * the levels had been dealt out at random, or undefined.
 */
export type AgreementStanding = 'reliable' | 'tentative' | 'weak' | 'none' | 'unknown';

/** How together the people of a group are on one criterion. The limits are conventions of this project. */
export type Togetherness = 'together' | 'mixed' | 'divided';

/** How much the people of one group, or all those shown, see the criteria in the same way. */
export interface Agreement {
  /** The group's id; null for all those shown. */
  groupId: string | null;
  standing: AgreementStanding;
  /** Null when it is undefined: nobody to compare, or the same level everywhere. */
  alpha: number | null;
  /** Between which figures α would lie with other people of the same group; absent where that was not worked out. */
  interval?: AlphaInterval | undefined;
  /** Criteria that α is worked out on. */
  criteria: number;
  /** On how many criteria, among those that two people or more rated, the group is so together. */
  counted: Readonly<Record<Togetherness, number>>;
}

/** Limits of Krippendorff (2004), Content Analysis, chapter 11: reliable, and only for tentative conclusions. */
const [reliableFrom, tentativeFrom] = [0.8, 0.667];
/** Half at 2 and half at 4 of five levels is 0.5; half at 3 and half at 4 is 0.25. */
const [dividedFrom, mixedFrom] = [0.5, 0.25];
/** Equal figures must not be told apart by floating noise. */
const tolerance = 1e-9;

/**
 * The agreement of each shown group that two people or more are in, then of all of them together, from what is shown
 * and nothing else: who gave which answer plays no part.
 *
 * α compares levels of one scale only: it is worked out on the criteria whose number of levels is the most common.
 */
export function agreementsIn(
  result: Pick<EvaluationResult, 'groups' | 'totals' | 'alphaIntervals'>,
): Agreement[] {
  const intervals = result.alphaIntervals ?? {};
  return compared(result)
    .map(({ groupId, shown }) => ({
      ...agreementOf(groupId, shown),
      interval: intervals[groupId ?? everyone],
    }))
    .filter(({ groupId, criteria }) => groupId === null || criteria > 0);
}

/** Each group with what is shown of it, then all of them together. */
function compared({ groups, totals }: Pick<EvaluationResult, 'groups' | 'totals'>) {
  const each = groups.map((group) => ({
    groupId: group.id as string | null,
    shown: shownDistributions(group),
  }));
  return groups.length > 1 ? [...each, { groupId: null, shown: totals }] : each;
}

/** The key of all groups together among intervals: no college bears it. */
const everyone = '';
const resamples = 100;
const seed = 2026;
/** Answers beyond which the two figures would differ by less than is shown of them. */
const mostDealt = 6000;

export interface AlphaInterval {
  lower: number;
  upper: number;
}

/**
 * Between which figures the α of each group, and of all together, would lie with other people of the same group. It is
 * worked out from the counts alone, like α: levels are dealt out anew to people who never were, criterion by criterion,
 * so that nobody's answers to two criteria are ever put together. It is long: for the closing of a session.
 *
 * @returns by group id; under the empty key, all together
 */
export function alphaIntervalsIn(
  result: Pick<EvaluationResult, 'groups' | 'totals'>,
): Record<string, AlphaInterval> {
  const random = seededRandom(seed);
  const entries = compared(result).flatMap(({ groupId, shown }) => {
    const levels = onOneScale(ratedByTwo(shown)).map(levelsIn);
    if (levels.flat().length > mostDealt) return [];
    const units = levels.map((unit) => shuffled(unit, random));
    const people = Math.max(0, ...units.map((unit) => unit.length));
    const raters = Array.from({ length: people }, (_, person) => units.map((unit) => unit[person] ?? null));
    const found = agreementInterval(raters, 'ordinal', { resamples, random });
    return found ? [[groupId ?? everyone, { lower: found.lower, upper: found.upper }] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Fisher–Yates. */
function shuffled(levels: readonly number[], random: () => number): number[] {
  const dealt = [...levels];
  for (let i = dealt.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [dealt[i], dealt[j]] = [dealt[j] ?? 0, dealt[i] ?? 0];
  }
  return dealt;
}

/** How together a group is; null when fewer than two of its people chose a level. */
export function togethernessOf(distribution: Distribution): Togetherness | null {
  const dispersion = valuesIn(distribution) < 2 ? null : dispersionWithin(distribution);
  if (dispersion === null) return null;
  if (dispersion >= dividedFrom - tolerance) return 'divided';
  return dispersion >= mixedFrom - tolerance ? 'mixed' : 'together';
}

/**
 * What α means in a word.
 *
 * Example: .81 is `reliable`, .667 `tentative`, .2 `weak`, 0 and below `none`.
 */
export function standingOfAlpha(alpha: number | null): AgreementStanding {
  if (alpha === null) return 'unknown';
  if (alpha >= reliableFrom - tolerance) return 'reliable';
  if (alpha >= tentativeFrom - tolerance) return 'tentative';
  return alpha > tolerance ? 'weak' : 'none';
}

function agreementOf(
  groupId: string | null,
  distributions: Readonly<Record<string, Distribution | null>>,
): Agreement {
  const rated = ratedByTwo(distributions);
  const counted = { together: 0, mixed: 0, divided: 0 };
  for (const distribution of rated) {
    const how = togethernessOf(distribution);
    if (how) counted[how] += 1;
  }
  const onScale = onOneScale(rated);
  const alpha = krippendorffAlpha(onScale.map(levelsIn), 'ordinal');
  return { groupId, standing: standingOfAlpha(alpha), alpha, criteria: onScale.length, counted };
}

function ratedByTwo(distributions: Readonly<Record<string, Distribution | null>>): Distribution[] {
  return Object.values(distributions).flatMap((distribution) =>
    distribution !== null && valuesIn(distribution) >= 2 ? [distribution] : [],
  );
}

/** Those of the most common number of levels; of two as common, the longer scale, which tells more. */
function onOneScale(distributions: readonly Distribution[]): Distribution[] {
  const byLevels = Map.groupBy(distributions, ({ counts }) => counts.length);
  const [, most = []] =
    [...byLevels].toSorted(([a, as], [b, bs]) => bs.length - as.length || b - a).at(0) ?? [];
  return most;
}

/** Every level that was chosen, once for each person. */
function levelsIn({ counts }: Distribution): number[] {
  return counts.flatMap((count, index) => new Array<number>(count).fill(index + 1));
}
