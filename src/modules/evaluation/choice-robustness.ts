import { type Smaa, smaa } from '#mathematics/robustness-smaa.ts';
import { anyWeights, weightsOfPeople } from '#mathematics/robustness-weight-models.ts';
import { seededRandom } from '#mathematics/seeded-random.ts';
import type { ChoiceCriterion, GroupOptions } from './choice-options.ts';

/** What is drawn for one group: all that a thread needs. */
export interface RobustnessTask {
  /** Options × criteria; null: nobody knows. */
  values: (number | null)[][];
  levels: number[];
  /** Whose weights are drawn; null: any weights, all as likely. */
  people: number[][] | null;
  draws: number;
}

/** How the first place holds: in most draws, in half of them at least, for nobody, or shared by several. */
export type Firmness = 'robust' | 'often' | 'open' | 'shared';

export interface Robustness extends Pick<Smaa, 'draws' | 'rankAcceptability' | 'centralWeights'> {
  /** Places of the options that are first most often: one, but for equals. */
  leaders: number[];
  firmness: Firmness;
}

/** Conventions of this project, to choose the word; the share stands beside. */
const [robustFrom, oftenFrom] = [0.9, 0.5];
/** Shares closer than what chance explains at the usual number of draws are not told apart. */
const shareTolerance = 0.01;
const seed = 2026;

/** Criteria that apply to every option, and of which a level of one at least is known. */
export function drawnCriteria({ values }: Pick<GroupOptions, 'values'>): number[] {
  const [first = []] = values;
  return first.flatMap((_, j) => {
    const column = values.map((row) => row[j] ?? null);
    const isDrawn = !column.includes('na') && column.some((value) => typeof value === 'number');
    return isDrawn ? [j] : [];
  });
}

/** @returns null when there is nothing to draw on, or nobody's weights bear on it */
export function robustnessTask(
  group: Pick<GroupOptions, 'values'>,
  criteria: readonly ChoiceCriterion[],
  { people, draws }: { people: readonly (readonly number[])[] | null; draws: number },
): RobustnessTask | null {
  const drawn = drawnCriteria(group);
  if (drawn.length === 0) return null;
  const chosen = people
    ?.map((weights) => drawn.map((j) => weights[j] ?? 0))
    .filter((weights) => weights.some((weight) => weight > 0));
  if (chosen?.length === 0) return null;
  return {
    values: group.values.map((row) =>
      drawn.map((j) => {
        const value = row[j] ?? null;
        return value === 'na' ? null : value;
      }),
    ),
    levels: drawn.map((j) => criteria[j]?.levels ?? 2),
    people: chosen ?? null,
    draws,
  };
}

/** Which ranks each option gets; the same at every reading, for the draws begin with the same seed. */
export function robustnessOf({ values, levels, people, draws }: RobustnessTask): Robustness {
  const random = seededRandom(seed);
  const weights = people ? weightsOfPeople(people, random) : anyWeights(random);
  const { rankAcceptability, centralWeights } = smaa({ values, levels }, { draws, weights, random });
  const first = rankAcceptability.map(([share = 0]) => share);
  const most = Math.max(...first);
  const leaders = [...first.keys()].filter((i) => (first[i] ?? 0) >= most - shareTolerance);
  return { draws, rankAcceptability, centralWeights, leaders, firmness: firmnessOf(most, leaders.length) };
}

function firmnessOf(share: number, leaders: number): Firmness {
  if (leaders > 1) return 'shared';
  if (share >= robustFrom) return 'robust';
  return share >= oftenFrom ? 'often' : 'open';
}

/** How far a share of draws may be from the true one, nineteen times in twenty: 1.96·√(p(1 − p)/N). */
export function marginOf(share: number, draws: number): number {
  return 1.96 * Math.sqrt((share * (1 - share)) / Math.max(1, draws));
}
