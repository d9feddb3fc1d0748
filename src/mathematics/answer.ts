/**
 * One person's answer to one criterion. The four cases are never confused:
 * - a number 1..n: the level chosen on the criterion's worded scale, 1 being the least favourable;
 * - `'na'`, "does not apply": the criterion is left out of this person's evaluation;
 * - `'dk'`, "I don't know": the criterion applies, its level is unknown and could be any;
 * - `null`, not answered: nothing was said; unknown as well, and it counts against completion.
 */
export type Answer = number | 'na' | 'dk' | null;

/** Whether the person said something: a level, "does not apply" or "I don't know". */
export function isAnswered(answer: Answer | undefined): answer is number | 'na' | 'dk' {
  return answer !== null && answer !== undefined;
}

/**
 * Where a level stands on its scale, from 0 (the lowest) to 1 (the highest): v = (x − 1)/(n − 1).
 *
 * This treats the steps of the scale as equally far apart, which is a convention, not a fact: the
 * distribution is always shown beside whatever is computed from it.
 *
 * Source: definition of this project; min–max normalisation of the OECD/JRC Handbook on Constructing Composite
 * Indicators (Nardo et al. 2008), doi:10.1787/9789264043466-en.
 *
 * Example: level 4 of 5 → (4 − 1)/(5 − 1) = 0.75; "yes" as level 2 of 2 → 1.
 *
 * @param level 1..levels, whole
 * @param levels number of levels of the scale, at least 2
 * @throws RangeError when the level is not on the scale: answers are checked where they enter
 */
export function placeOnScale(level: number, levels: number): number {
  if (!Number.isInteger(levels) || levels < 2)
    throw new RangeError(`a scale has 2 levels or more: ${levels}`);
  if (!Number.isInteger(level) || level < 1 || level > levels) {
    throw new RangeError(`level ${level} is not on a scale of ${levels}`);
  }
  return (level - 1) / (levels - 1);
}
