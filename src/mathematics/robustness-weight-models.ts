import { weightsOfPoints } from './weights.ts';

/** Writes one drawn vector of weights, adding up to 1, into an array that is used again at each draw. */
export type WeightModel = (into: Float64Array) => void;

/**
 * Any weights are as likely as any others: uniform on the simplex, as normalised exponentials.
 *
 * Source: Devroye L. (1986) Non-Uniform Random Variate Generation, Springer, chapter V.2.
 *
 * @param random numbers in [0, 1)
 */
export function anyWeights(random: () => number): WeightModel {
  return (into) => {
    let total = 0;
    for (let j = 0; j < into.length; j += 1) {
      const drawn = -Math.log(1 - random());
      into[j] = drawn;
      total += drawn;
    }
    for (let j = 0; j < into.length; j += 1) into[j] = total > 0 ? (into[j] ?? 0) / total : 1 / into.length;
  };
}

/**
 * The weights that people gave, each draw being one person's own vector (drawn with replacement, bootstrap): "first in
 * 83 % of the draws" then says that the alternative comes first for about 83 % of the people.
 *
 * @param vectors one a person, at least one, 0 or more, in any unit
 * @throws RangeError when there is nobody, or a vector is no vector of weights
 */
export function weightsOfPeople(vectors: readonly (readonly number[])[], random: () => number): WeightModel {
  const people = vectors.map((points) => Float64Array.from(weightsOfPoints(points)));
  if (people.length === 0) throw new RangeError('nobody gave weights');
  return (into) => {
    const drawn = people[Math.floor(random() * people.length)];
    if (drawn?.length !== into.length) throw new RangeError('a weight for each criterion');
    into.set(drawn);
  };
}
