import { z } from 'zod';
import { weightsOfPoints } from '../weights.ts';
import type { CaseProblem } from './case-kind.ts';

/** Beyond, sums and products of figures are no figures any more. */
const LARGEST = 1e12;
const MOST_ALTERNATIVES = 1000;
const MOST_CRITERIA = 200;

export const figure = z.number().min(-LARGEST).max(LARGEST);
/** Thresholds, weights, points. */
export const amount = z.number().min(0).max(LARGEST);
export const amounts = z.array(amount).min(1).max(MOST_CRITERIA);
export const figures = z.array(figure).min(1).max(MOST_CRITERIA);
/** Alternatives × criteria. */
export const matrix = z.array(figures).min(1).max(MOST_ALTERNATIVES);
export const directions = z.array(z.enum(['max', 'min'])).max(MOST_CRITERIA);

type Context = z.core.$RefinementCtx;

export function complain(context: Context, path: (string | number)[], rule: CaseProblem['rule']): void {
  context.addIssue({ code: 'custom', path, params: { rule } });
}

/** Every list of a case that is one figure a criterion has as many as there are criteria. */
export function requireLengths(
  context: Context,
  length: number,
  lists: Readonly<Record<string, readonly unknown[] | undefined>>,
): void {
  for (const [name, list] of Object.entries(lists)) {
    if (list && list.length !== length) complain(context, [name], 'wrong-length');
  }
}

/** The rows of a table are of one length. */
export function requireEvenRows(
  context: Context,
  name: string,
  { rows, length = rows[0]?.length ?? 0 }: { rows: readonly (readonly unknown[])[]; length?: number },
): void {
  for (const [i, row] of rows.entries()) {
    if (row.length !== length) complain(context, [name, i], 'wrong-length');
  }
}

export function requireSomeWeight(
  context: Context,
  name: string,
  weights: readonly number[] | undefined,
): void {
  if (weights && weights.every((weight) => weight === 0)) complain(context, [name], 'no-weight');
}

/** Weights as they were printed may add up to 1.0001: up to this difference they are used as given. */
const ROUNDED = 0.002;

/** The weights of a case: as given when they add up to 1 but for the rounding of their print, otherwise brought to 1. */
export function weightsAsGiven(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Math.abs(total - 1) <= ROUNDED ? weights : weightsOfPoints(weights);
}
