import { type Result, err, ok } from '#kernel/result.ts';
import { weightsOfBestWorst } from '#mathematics/weights-best-worst.ts';
import { CONSISTENT_UP_TO, weightsOfComparisons } from '#mathematics/weights-pairwise.ts';
import { weightsOfRanking } from '#mathematics/weights-ranking.ts';
import { weightsOfPoints } from '#mathematics/weights.ts';
import type { Weighing } from './consultation.ts';

/** What was typed, by the names of the controls of its method; empty for someone who has no view. */
export type Stated = Record<string, string>;

/** What a control lacks: a whole number, a place, an answer; or a choice that others depend on. */
export type WeightLack = 'number' | 'place' | 'answer' | 'most' | 'best-worst' | 'sum';

export interface WeightsRefusal {
  code: 'weights-not-understood';
  problems: { field: string; lack: WeightLack }[];
  /** Points still to give, below 0 when there are too many; null when it is not about them. */
  left: number | null;
}

/** Items between which answers contradict each other: to look at again, if one wishes. Never an obstacle. */
export interface Doubt {
  items: string[];
}

export interface UnderstoodWeights {
  /** What of the typed answers counts. */
  stated: Stated;
  /** In the order of the items, adding up to 1. */
  weights: number[];
  doubt: Doubt | null;
}

const budget = 100;

/** Names of the controls, by item ids. */
export const controls = {
  weight: (id: string) => `w-${id}`,
  most: 'most',
  best: 'best',
  worst: 'worst',
  fromBest: (id: string) => `b-${id}`,
  toWorst: (id: string) => `o-${id}`,
  pair: (one: string, other: string) => `p-${one}.${other}`,
};

/** Every two of a list, in its order. */
export function pairsOf(ids: readonly string[]): [string, string][] {
  return ids.flatMap((one, place) => ids.slice(place + 1).map((other): [string, string] => [one, other]));
}

type Read = (ids: readonly string[], typed: Stated) => Result<UnderstoodWeights, WeightsRefusal>;

const readers: Record<Weighing, Read> = {
  budget: readBudget,
  ranking: readRanking,
  swing: readSwing,
  'best-worst': readBestWorst,
  pairwise: readPairs,
};

/**
 * Understands what someone typed of the weights of some items.
 *
 * Example, budget: `w-eau` 60 and `w-sol` 40 → .6 and .4; 60 and 30 are refused with 10 left.
 *
 * @param ids of at least two items
 */
export function understandWeights(
  method: Weighing,
  ids: readonly string[],
  typed: Stated,
): Result<UnderstoodWeights, WeightsRefusal> {
  return readers[method](ids, typed);
}

function refused(lack: WeightLack, fields: readonly string[], left: number | null = null) {
  return err<WeightsRefusal>({
    code: 'weights-not-understood',
    problems: fields.map((field) => ({ field, lack })),
    left,
  });
}

/** A whole number as people write it; null for anything else, a sign or a power of ten included. */
function wholeNumber(text: string | undefined, most: number): number | null {
  const trimmed = (text ?? '').trim();
  const number = /^\d{1,3}$/.test(trimmed) ? Number(trimmed) : null;
  return number === null || number > most ? null : number;
}

/** A number in each control, or the controls that hold none. */
function numbersIn(fields: readonly string[], typed: Stated, [least, most]: readonly [number, number]) {
  const read = fields.map((field) => ({ field, number: wholeNumber(typed[field], most) ?? -1 }));
  const lacking = read.filter(({ number }) => number < least).map(({ field }) => field);
  return { numbers: read.map(({ number }) => number), lacking };
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

function keep(fields: readonly string[], typed: Stated): Stated {
  return Object.fromEntries(fields.map((field) => [field, (typed[field] ?? '').trim()]));
}

function readBudget(ids: readonly string[], typed: Stated): Result<UnderstoodWeights, WeightsRefusal> {
  const fields = ids.map(controls.weight);
  const { numbers, lacking } = numbersIn(fields, typed, [0, budget]);
  if (lacking.length > 0) return refused('number', lacking);
  const left = budget - sumOf(numbers);
  if (left !== 0) return refused('sum', fields.slice(0, 1), left);
  return ok({ stated: keep(fields, typed), weights: weightsOfPoints(numbers), doubt: null });
}

/**
 * Shares out evenly what is left of a budget: among the items without points, or among all when none is. What remains
 * of the division goes to the first ones.
 *
 * Example: 50, nothing, nothing, nothing → 50, 17, 17, 16.
 */
export function shareOut(ids: readonly string[], typed: Stated): Result<Stated, WeightsRefusal> {
  const fields = ids.map(controls.weight);
  const isEmpty = (field: string) => (typed[field] ?? '').trim() === '';
  const { numbers, lacking } = numbersIn(fields, typed, [0, budget]);
  const wrong = lacking.filter((field) => !isEmpty(field));
  if (wrong.length > 0) return refused('number', wrong);
  const given = numbers.map((number) => Math.max(number, 0));
  const left = budget - sumOf(given);
  if (left < 0) return refused('sum', fields.slice(0, 1), left);
  const empty = fields.filter(isEmpty);
  const among = empty.length > 0 ? empty : fields;
  const shares = fields.map((field, place) => {
    const rank = among.indexOf(field);
    if (rank === -1) return [field, String(given[place] ?? 0)];
    const share = Math.floor(left / among.length) + (rank < left % among.length ? 1 : 0);
    return [field, String((given[place] ?? 0) + share)];
  });
  return ok(Object.fromEntries(shares));
}

function readRanking(ids: readonly string[], typed: Stated): Result<UnderstoodWeights, WeightsRefusal> {
  const fields = ids.map(controls.weight);
  const { numbers, lacking } = numbersIn(fields, typed, [1, ids.length]);
  if (lacking.length > 0) return refused('place', lacking);
  return ok({ stated: keep(fields, typed), weights: weightsOfRanking(numbers, 'roc'), doubt: null });
}

/** The one that would change the most stands at 100, whatever was typed beside it. */
function readSwing(ids: readonly string[], typed: Stated): Result<UnderstoodWeights, WeightsRefusal> {
  const most = typed[controls.most] ?? '';
  if (!ids.includes(most)) return refused('most', [controls.most]);
  const fields = ids.map(controls.weight);
  const whole = { ...typed, [controls.weight(most)]: '100' };
  const { numbers, lacking } = numbersIn(fields, whole, [0, 100]);
  if (lacking.length > 0) return refused('number', lacking);
  const stated = keep([controls.most, ...fields], whole);
  return ok({ stated, weights: weightsOfPoints(numbers), doubt: null });
}

/** Whether somebody said which item is the most and which the least important, two different ones. */
export function extremesIn(
  ids: readonly string[],
  typed: Stated,
): Result<{ best: string; worst: string }, WeightsRefusal> {
  const [best = '', worst = ''] = [typed[controls.best], typed[controls.worst]];
  if (!ids.includes(best) || !ids.includes(worst) || best === worst)
    return refused('best-worst', [controls.best]);
  return ok({ best, worst });
}

/** The controls that compare with the best, then with the worst, once those are chosen. */
export function comparisonFields(ids: readonly string[], { best, worst }: { best: string; worst: string }) {
  return {
    fromBest: ids.filter((id) => id !== best),
    toWorst: ids.filter((id) => id !== best && id !== worst),
  };
}

function readBestWorst(ids: readonly string[], typed: Stated): Result<UnderstoodWeights, WeightsRefusal> {
  const extremes = extremesIn(ids, typed);
  if (!extremes.ok) return extremes;
  const { best, worst } = extremes.value;
  const asked = comparisonFields(ids, extremes.value);
  const fields = [...asked.fromBest.map(controls.fromBest), ...asked.toWorst.map(controls.toWorst)];
  const { lacking } = numbersIn(fields, typed, [1, 9]);
  if (lacking.length > 0) return refused('answer', lacking);
  const said = (field: string) => Number(typed[field]);
  const bestToWorst = said(controls.fromBest(worst));
  const found = weightsOfBestWorst({
    best: ids.indexOf(best),
    worst: ids.indexOf(worst),
    bestToOthers: ids.map((id) => (id === best ? 1 : said(controls.fromBest(id)))),
    othersToWorst: ids.map((id) =>
      id === best ? bestToWorst : id === worst ? 1 : said(controls.toWorst(id)),
    ),
  });
  const around = found.mostContradicting === null ? undefined : ids[found.mostContradicting];
  const doubt = found.inputRatio > CONSISTENT_UP_TO && around !== undefined ? { items: [around] } : null;
  const stated = keep([controls.best, controls.worst, ...fields], typed);
  return ok({ stated, weights: [...found.weights], doubt });
}

/** Answers to "which counts more, and how much": 3 for the first a little more, -3 for the second. */
export const pairAnswers = ['9', '7', '5', '3', '1', '-3', '-5', '-7', '-9'] as const;

function readPairs(ids: readonly string[], typed: Stated): Result<UnderstoodWeights, WeightsRefusal> {
  const pairs = pairsOf(ids);
  const fields = pairs.map(([one, other]) => controls.pair(one, other));
  const known: readonly string[] = pairAnswers;
  const lacking = fields.filter((field) => !known.includes(typed[field] ?? ''));
  if (lacking.length > 0) return refused('answer', lacking);
  const times = (one: string, other: string) => {
    const answer = Number(typed[controls.pair(one, other)]);
    return answer < 0 ? -1 / answer : answer;
  };
  const matrix = ids.map((one, row) =>
    ids.map((other, column) =>
      row === column ? 1 : row < column ? times(one, other) : 1 / times(other, one),
    ),
  );
  const { weights, consistencyRatio, worstTriad } = weightsOfComparisons(matrix);
  const isDoubtful = (consistencyRatio ?? 0) > CONSISTENT_UP_TO && worstTriad !== null;
  const items = isDoubtful ? worstTriad.criteria.flatMap((place) => ids[place] ?? []) : [];
  return ok({
    stated: keep(fields, typed),
    weights: [...weights],
    doubt: isDoubtful ? { items } : null,
  });
}
