import { NOISE } from '#mathematics/decision-matrix.ts';
import { type Flows, outrankingFlows } from '#mathematics/outranking-flows.ts';
import { type WeightStability, weightStability } from '#mathematics/robustness-weight-stability.ts';
import { type MajorityAssignment, sortByMajority } from '#mathematics/sorting-majority.ts';
import type { ChoiceCriterion, GroupOptions, OptionValue } from './choice-options.ts';
import { type ChoiceSettings, placeOfFive } from './choice-settings.ts';

/** From the best: `solid`, `fair`, `weak`. */
export const choiceLevels = ['solid', 'fair', 'weak'] as const;
export type ChoiceLevel = (typeof choiceLevels)[number];

/** In which level an option is for a group: two of them as far apart as what is unknown allows. */
export interface OptionLevel {
  option: string;
  /** If all that is unknown were at the lowest level, and at the highest. */
  atLeast: ChoiceLevel;
  atMost: ChoiceLevel;
  /** Places of the criteria that apply, in the framework's order: the steps number them from 0. */
  applies: number[];
  /** What was tried if all that is unknown were at the lowest level. */
  steps: MajorityAssignment['steps'];
  unknown: number[];
}

/** How two options stand: one ahead of the other, level, or incomparable: each is stronger on something. */
export type Standing = 'ahead' | 'behind' | 'level' | 'incomparable';

export interface HeadToHead {
  options: string[];
  /** Places of the criteria compared: those that are known of every option. */
  compared: number[];
  flows: Flows;
  /** Row against column; level with itself. */
  standings: Standing[][];
}

export interface Stability extends WeightStability {
  options: string[];
  compared: number[];
  /** Of the criteria compared, adding up to 1. */
  weights: number[];
}

/**
 * In which level each option is, by majority rule with veto. What is unknown is tried at its worst and at its best;
 * what does not apply to an option is left out for it, and its weight goes to the other criteria.
 *
 * Empty for an option to which nothing that carries weight applies.
 */
export function levelsOf(
  { options, values }: GroupOptions,
  weights: readonly number[],
  settings: ChoiceSettings,
): OptionLevel[] {
  return options.flatMap((option, i) => {
    const row = values[i] ?? [];
    const applies = placesWhere(row, (value, j) => value !== 'na' && (weights[j] ?? 0) > 0);
    if (applies.length === 0) return [];
    const sorted = (unknown: 0 | 1) => {
      const figures = applies.map((j) => figureOf(row[j], unknown));
      const chosen = applies.map((j) => weights[j] ?? 0);
      const [assigned] = sortByMajority([figures], majorityRule(chosen, settings));
      if (!assigned) throw new RangeError('one option is sorted into one level');
      return assigned;
    };
    const [worst, best] = [sorted(0), sorted(1)];
    return [
      {
        option,
        atLeast: choiceLevels[worst.category] ?? 'weak',
        atMost: choiceLevels[best.category] ?? 'weak',
        applies,
        steps: worst.steps,
        unknown: applies.filter((j) => row[j] === null),
      },
    ];
  });
}

function figureOf(value: OptionValue | undefined, unknown: number): number {
  return typeof value === 'number' ? value : unknown;
}

function majorityRule(weights: readonly number[], settings: ChoiceSettings) {
  const category = (level: number, veto: number) => ({
    profile: weights.map(() => placeOfFive(level)),
    veto: weights.map(() => (veto === 0 ? null : placeOfFive(veto))),
  });
  return {
    categories: [category(settings.solid, settings.vetoSolid), category(settings.fair, settings.vetoFair)],
    weights,
    majority: settings.majority / 100,
    directions: weights.map(() => 'max' as const),
  };
}

/** Each option against each, on the criteria known of all; null when there is none that carries weight. */
export function headToHead(
  group: GroupOptions,
  criteria: readonly ChoiceCriterion[],
  { weights, settings }: { weights: readonly number[]; settings: ChoiceSettings },
): HeadToHead | null {
  const compared = knownOfAll(group, weights);
  if (compared.length === 0) return null;
  const flows = outrankingFlows(
    matrixOf(group, compared),
    compared.map((j) => {
      const step = 1 / ((criteria[j]?.levels ?? 2) - 1);
      return {
        weight: weights[j] ?? 0,
        direction: 'max' as const,
        preference: {
          shape: 'level' as const,
          q: settings.indifference * step,
          p: settings.preference * step,
        },
      };
    }),
  );
  return {
    options: group.options,
    compared,
    flows,
    standings: group.options.map((_, a) => group.options.map((__, b) => standing(flows, a, b))),
  };
}

/**
 * Ahead: preferred at least as much and the others preferred to it at most as much, one of the two strictly; when the
 * two say otherwise, the options are incomparable (PROMETHEE I: Brans & Vincke 1985, Management Science 31(6):647–656).
 *
 * Example: φ⁺ .5 and φ⁻ .2 against φ⁺ .4 and φ⁻ .2 → ahead; against φ⁺ .3 and φ⁻ .1 → incomparable.
 */
function standing({ positive, negative }: Flows, a: number, b: number): Standing {
  const strength = (positive[a] ?? 0) - (positive[b] ?? 0);
  const weakness = (negative[a] ?? 0) - (negative[b] ?? 0);
  const [isStronger, isWeaker] = [strength > NOISE, strength < -NOISE];
  const [isMoreBeaten, isLessBeaten] = [weakness > NOISE, weakness < -NOISE];
  if ((isStronger && isMoreBeaten) || (isWeaker && isLessBeaten)) return 'incomparable';
  if (isStronger || isLessBeaten) return 'ahead';
  return isWeaker || isMoreBeaten ? 'behind' : 'level';
}

/** How far each weight may move before the first changes, on the criteria known of every option. */
export function stabilityOf(group: GroupOptions, weights: readonly number[]): Stability | null {
  const compared = knownOfAll(group, weights);
  if (compared.length === 0) return null;
  const chosen = compared.map((j) => weights[j] ?? 0);
  const total = chosen.reduce((sum, weight) => sum + weight, 0);
  return {
    ...weightStability(matrixOf(group, compared), chosen),
    options: group.options,
    compared,
    weights: chosen.map((weight) => weight / total),
  };
}

/** Criteria on which every option has a level. */
function knownOfAll({ values }: GroupOptions, weights: readonly number[]): number[] {
  return placesWhere(weights, (weight, j) => weight > 0 && values.every((row) => typeof row[j] === 'number'));
}

function matrixOf({ values }: GroupOptions, compared: readonly number[]): number[][] {
  return values.map((row) => compared.map((j) => figureOf(row[j], 0)));
}

function placesWhere<T>(list: readonly T[], holds: (item: T, place: number) => boolean): number[] {
  return list.flatMap((item, place) => (holds(item, place) ? [place] : []));
}
