import { solve, type Solution } from 'yalps';

/** What one person said, criteria by their index from 0. */
export type BestWorstComparisons = {
  readonly best: number;
  readonly worst: number;
  /** How many times the best is as important as each criterion: 1 for itself, 1 or more for the others. */
  readonly bestToOthers: readonly number[];
  /** How many times each criterion is as important as the worst: 1 for itself, 1 or more for the others. */
  readonly othersToWorst: readonly number[];
};

export type BestWorstWeights = {
  /** One a criterion, adding up to 1. */
  readonly weights: readonly number[];
  /** The largest deviation from what was said, in weight: 0 when nothing contradicts. The indicator of agreement. */
  readonly xi: number;
  /** 0..1 and above: how much the answers themselves contradict each other, known before any calculation. */
  readonly inputRatio: number;
  /** The criterion through which the answers contradict each other most; null when they do not. */
  readonly mostContradicting: number | null;
};

/**
 * Weights by the best–worst method, linear model: min ξ with |w_B − a_Bj·w_j| ≤ ξ, |w_j − a_jW·w_W| ≤ ξ, Σw = 1, w ≥ 0.
 *
 * Example: best 1 worst 4, best to others 2 1 4 2 8, others to worst 4 8 2 4 1: a_Bj·a_jW = 8 = a_BW for every j, so
 * nothing contradicts: ξ = 0 and w = a_jW/Σa_jW = 4/19, 8/19, 2/19, 4/19, 1/19.
 *
 * The input ratio is max_j |a_Bj·a_jW − a_BW|/(a_BW² − a_BW), 0 when a_BW = 1.
 *
 * Sources: Rezaei J. (2016) Best-worst multi-criteria decision-making method: some properties and a linear model, Omega
 * 64:126–130; input ratio: Liang F., Brunelli M., Rezaei J. (2020) Consistency issues in the best worst method, Omega
 * 96:102175.
 *
 * @throws RangeError when the comparisons are not as described
 */
export function weightsOfBestWorst(given: BestWorstComparisons): BestWorstWeights {
  requireComparisons(given);
  const { best, worst, bestToOthers, othersToWorst } = given;
  const solution = solve(linearModel(given), { precision: 1e-14, includeZeroVariables: true });
  if (solution.status !== 'optimal')
    throw new Error(`a best–worst model always has an optimum: ${solution.status}`);
  const bestToWorst = bestToOthers[worst] ?? 1;
  const contradictions = bestToOthers.map((toOther, j) =>
    j === best || j === worst ? 0 : Math.abs(toOther * (othersToWorst[j] ?? 1) - bestToWorst),
  );
  const largest = Math.max(...contradictions);
  return {
    weights: weightsIn(solution, bestToOthers.length),
    xi: solution.result,
    inputRatio: bestToWorst === 1 ? 0 : largest / (bestToWorst ** 2 - bestToWorst),
    mostContradicting: largest > 0 ? contradictions.indexOf(largest) : null,
  };
}

function requireComparisons({ best, worst, bestToOthers, othersToWorst }: BestWorstComparisons): void {
  const n = bestToOthers.length;
  const sound =
    n > 0 &&
    othersToWorst.length === n &&
    bestToOthers[best] === 1 &&
    othersToWorst[worst] === 1 &&
    (best !== worst || n === 1) &&
    bestToOthers[worst] === othersToWorst[best] &&
    [...bestToOthers, ...othersToWorst].every((times) => Number.isFinite(times) && times >= 1);
  if (!sound)
    throw new RangeError('comparisons with the best and the worst are 1 or more, and 1 with itself');
}

/** Each |a − b| ≤ ξ is two lines: a − b − ξ ≤ 0 and b − a − ξ ≤ 0. */
function linearModel({ best, worst, bestToOthers, othersToWorst }: BestWorstComparisons) {
  const variables = new Map<string, Map<string, number>>([['xi', new Map([['objective', 1]])]]);
  const constraints = new Map<string, { equal?: number; max?: number }>([['sum', { equal: 1 }]]);
  for (const j of bestToOthers.keys()) variables.set(nameOf(j), new Map([['sum', 1]]));
  const keepNear = (line: string, coefficients: readonly (readonly [number, number])[]) => {
    for (const sign of [1, -1]) {
      const name = `${line}${sign}`;
      constraints.set(name, { max: 0 });
      variables.get('xi')?.set(name, -1);
      for (const [j, coefficient] of coefficients) variables.get(nameOf(j))?.set(name, sign * coefficient);
    }
  };
  for (const [j, toOther] of bestToOthers.entries()) {
    if (j !== best) {
      keepNear(`best-${j}`, [
        [best, 1],
        [j, -toOther],
      ]);
    }
    if (j !== best && j !== worst) {
      keepNear(`worst-${j}`, [
        [j, 1],
        [worst, -(othersToWorst[j] ?? 1)],
      ]);
    }
  }
  return { direction: 'minimize' as const, objective: 'objective', constraints, variables };
}

function nameOf(criterion: number): string {
  return `w${criterion}`;
}

function weightsIn(solution: Solution<string>, count: number): number[] {
  const found = new Map(solution.variables);
  return Array.from({ length: count }, (_, j) => found.get(nameOf(j)) ?? 0);
}
