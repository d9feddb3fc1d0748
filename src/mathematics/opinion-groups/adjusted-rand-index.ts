/**
 * How far two ways of putting the same things into groups agree, beyond chance, whatever the groups are called: 1 when
 * they are the same, about 0 when one says nothing of the other, negative when they agree less than by chance.
 *
 * With n_ij things in group i of the first and j of the second, a_i and b_j the sizes of groups, n things in all:
 *   (Σ C(n_ij, 2) − E)/(½·[Σ C(a_i, 2) + Σ C(b_j, 2)] − E),  E = Σ C(a_i, 2)·Σ C(b_j, 2)/C(n, 2).
 *
 * Example: [0, 0, 1, 1] and [0, 0, 1, 2]: Σ C(n_ij, 2) = 1, Σ C(a_i, 2) = 2, Σ C(b_j, 2) = 1, E = 2·1/6 = ⅓;
 * (1 − ⅓)/(1.5 − ⅓) = 4/7 = .571.
 *
 * Source: Hubert L., Arabie P. (1985), Comparing partitions, Journal of Classification 2, doi:10.1007/BF01908075.
 *
 * @param one the group of each thing, from 0
 * @param other the same, of as many things
 * @returns at most 1; 1 when both put everything together, or everything apart
 */
export function adjustedRandIndex(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const width = 1 + Math.max(0, ...Array.from(other));
  const both = new Map<number, number>();
  const ones = new Map<number, number>();
  const others = new Map<number, number>();
  for (let i = 0; i < one.length; i += 1) {
    const [a, b] = [one[i] ?? 0, other[i] ?? 0];
    const pair = a * width + b;
    both.set(pair, (both.get(pair) ?? 0) + 1);
    ones.set(a, (ones.get(a) ?? 0) + 1);
    others.set(b, (others.get(b) ?? 0) + 1);
  }
  const [together, inOne, inOther] = [pairsIn(both), pairsIn(ones), pairsIn(others)];
  const pairs = (one.length * (one.length - 1)) / 2;
  const byChance = pairs === 0 ? 0 : (inOne * inOther) / pairs;
  const most = (inOne + inOther) / 2;
  return most === byChance ? 1 : (together - byChance) / (most - byChance);
}

function pairsIn(sizes: ReadonlyMap<number, number>): number {
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}
