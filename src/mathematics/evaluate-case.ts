import { z } from 'zod';
import { err, ok, type Result } from '#kernel/result.ts';
import type { CaseKind, CaseProblem } from './case-kinds/case-kind.ts';
import { bestWorstCase } from './case-kinds/best-worst.ts';
import { kendallWCase } from './case-kinds/kendall-w.ts';
import { krippendorffAlphaCase } from './case-kinds/krippendorff-alpha.ts';
import { majoritySortingCase } from './case-kinds/majority-sorting.ts';
import { outrankingFlowsCase } from './case-kinds/outranking-flows.ts';
import { outrankingSortingCase } from './case-kinds/outranking-sorting.ts';
import { pairwiseWeightsCase } from './case-kinds/pairwise-weights.ts';
import { profileCase } from './case-kinds/profile.ts';
import { smaaCase } from './case-kinds/smaa.ts';
import { statedWeightsCase } from './case-kinds/stated-weights.ts';
import { weightStabilityCase } from './case-kinds/weight-stability.ts';
import { weightedSumCase } from './case-kinds/weighted-sum.ts';

/** One file in `case-kinds/` and one line here make a new kind. */
const CASE_KINDS: ReadonlyMap<string, CaseKind> = new Map([
  ['ahp', pairwiseWeightsCase],
  ['bwm', bestWorstCase],
  ['electre-tri', outrankingSortingCase],
  ['kendall-w', kendallWCase],
  ['krippendorff-alpha', krippendorffAlphaCase],
  ['mr-sort', majoritySortingCase],
  ['profile', profileCase],
  ['promethee', outrankingFlowsCase],
  ['smaa', smaaCase],
  ['stated-weights', statedWeightsCase],
  ['weight-stability', weightStabilityCase],
  ['weighted-sum', weightedSumCase],
]);

export type CaseFailure =
  | { readonly code: 'unknown-kind'; readonly kind: string; readonly known: readonly string[] }
  | { readonly code: 'bad-input'; readonly problems: readonly CaseProblem[] };

const envelope = z.object({ kind: z.string(), input: z.unknown() });

/**
 * Runs one reference calculation, as the command line's `evaluate` does. Reads only `kind` and `input`.
 * Numbers of the result are rounded to 12 significant digits: what lies beyond is floating noise (0.7000000000000001).
 *
 * @param input a parsed case file, `{ kind, input, … }`, from outside and not to be trusted
 * @returns the result object of the kind, or what is wrong and where
 */
export function evaluateCase(input: unknown): Result<object, CaseFailure> {
  const parsed = envelope.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path }) => ({
      path: path.join('.'),
      rule: 'wrong-type' as const,
    }));
    return err({ code: 'bad-input', problems });
  }
  const { kind, input: given } = parsed.data;
  const calculate = CASE_KINDS.get(kind);
  if (!calculate) return err({ code: 'unknown-kind', kind, known: [...CASE_KINDS.keys()] });
  const result = calculate(given);
  return result.ok
    ? ok(withoutFloatingNoise(result.value))
    : err({ code: 'bad-input', problems: result.error });
}

function withoutFloatingNoise(result: object): object {
  const entries = Object.entries(result).map(([key, value]: [string, unknown]) => [key, rounded(value)]);
  return Object.fromEntries(entries) as object;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(rounded);
  return typeof value === 'object' && value !== null ? withoutFloatingNoise(value) : value;
}
