import type { Branch, BranchWords, Consultation, Weighing } from './consultation.ts';

/** Things that are weighed among themselves: the branches, or what hangs on one of them. */
export interface WeighedBranch {
  /** Id of the branch; empty for the branches themselves. */
  id: string;
  title: BranchWords | null;
  items: Branch['items'];
  /** How their weights are asked for; null when there are too many for one screen. */
  method: Weighing | null;
}

/** More than these on one screen, or in pairs, is more than people compare with care (OECD/JRC Handbook 2008). */
export const mostWeighed = 10;
const mostInPairs = 7;

/**
 * What the weights of a consultation are asked of, in the order of the screens: the branches among themselves, then
 * what hangs on each. Where there is but one thing there is nothing to ask; where there are too many for pairs, they
 * share a budget of points.
 */
export function branchesToWeigh({
  details,
  branches,
}: Pick<Consultation, 'details' | 'branches'>): WeighedBranch[] {
  const { weighing } = details;
  if (weighing === null) return [];
  const top = { id: '', title: null, items: branches.map(({ id, title }) => ({ id, title })) };
  return [top, ...branches]
    .filter(({ items }) => items.length > 1)
    .map(({ id, title, items }) => ({ id, title, items, method: methodFor(weighing, items.length) }));
}

function methodFor(weighing: Weighing, count: number): Weighing | null {
  if (count > mostWeighed) return null;
  return weighing === 'pairwise' && count > mostInPairs ? 'budget' : weighing;
}

/** What one person said of one branch. */
export interface GivenWeights {
  branch: string;
  /** By item id, adding up to 1; empty for someone who has no view. */
  weights: Readonly<Record<string, number>>;
}

/** Whether weights are of the items that stand in the branch now, and not of a list that changed since. */
export function areOf(items: readonly { id: string }[], weights: GivenWeights['weights']): boolean {
  const ids = Object.keys(weights);
  return ids.length === items.length && items.every(({ id }) => Object.hasOwn(weights, id));
}

/** One person's weights of everything that hangs on the branches. */
export interface WholeWeights {
  /** By item id, over all branches, adding up to 1. */
  weights: Record<string, number>;
  /** Ids of the branches (empty: the branches themselves) where they said nothing: all are counted alike there. */
  alikeIn: string[];
}

/**
 * Weights down the tree: that of the branch times that of the item in it (Nardo et al. 2008, OECD/JRC Handbook,
 * doi:10.1787/9789264043466-en).
 *
 * Example: branches .6 and .4; in the first .5 and .5, in the second one item → .3, .3, .4.
 *
 * @returns null for someone who said nothing that counts; branches on which nothing hangs take no part
 */
export function wholeWeights(
  branches: readonly Branch[],
  given: readonly GivenWeights[],
): WholeWeights | null {
  const bearing = branches.filter(({ items }) => items.length > 0);
  const alikeIn: string[] = [];
  const within = (id: string, items: readonly { id: string }[], among = items) => {
    const said = given.find(({ branch }) => branch === id)?.weights ?? {};
    const total = items.reduce((sum, item) => sum + (said[item.id] ?? 0), 0);
    if (areOf(among, said) && total > 0) {
      return Object.fromEntries(items.map((item) => [item.id, (said[item.id] ?? 0) / total]));
    }
    if (items.length > 1) alikeIn.push(id);
    return Object.fromEntries(items.map((item) => [item.id, 1 / items.length]));
  };
  const asked = [bearing, ...bearing.map(({ items }) => items)].filter(({ length }) => length > 1).length;
  const ofBranches = within('', bearing, branches);
  const weights = bearing.flatMap(({ id, items }) =>
    Object.entries(within(id, items)).map(
      ([item, weight]) => [item, weight * (ofBranches[id] ?? 0)] as const,
    ),
  );
  return alikeIn.length < asked ? { weights: Object.fromEntries(weights), alikeIn } : null;
}
