import type { College } from './evaluation.ts';
import type { EvaluationResult } from './result.ts';

/**
 * Whether as many people of a college answered as the session wanted. `untold`: saying it would tell how many answered
 * in a college of which nothing is shown apart.
 */
export type RuleState = 'met' | 'not-met' | 'untold';

/** What a session wanted of one college, and how it stands. */
export interface CollegeRule {
  college: string;
  least: number;
  state: RuleState;
}

/**
 * How the rules stand while answers come, for those who run the session: they are told the count of an anonymous
 * college from its threshold on, so below it not even whether a lower number was reached.
 *
 * Example: 3 wanted of an anonymous college shown from 5. With 4 answers nothing is told; with 5 the rule is met.
 *
 * @param answered by key: null for a count that is not told
 */
export function rulesWhileOpen(
  colleges: readonly College[],
  answered: ReadonlyMap<string, number | null>,
): CollegeRule[] {
  return withRule(colleges).map(({ key, least }) => {
    const count = answered.get(key) ?? null;
    return { college: key, least, state: count === null ? 'untold' : count >= least ? 'met' : 'not-met' };
  });
}

/**
 * How the rules stand once the session is closed, told to whoever reads the result. Of an anonymous college it is told
 * only where every result shows it apart, with its count: of one that was merged, whether it reached a number would
 * say something of the smaller ones beside it.
 */
export function rulesAtClosing(
  colleges: readonly College[],
  answered: ReadonlyMap<string, number>,
  results: readonly EvaluationResult[],
): CollegeRule[] {
  return withRule(colleges).map(({ key, kind, least }) => {
    const isTold = kind === 'named' || results.every((result) => isShownApart(result, key));
    const state = !isTold ? 'untold' : (answered.get(key) ?? 0) >= least ? 'met' : 'not-met';
    return { college: key, least, state };
  });
}

/** Alone in a group, or known to be empty. */
function isShownApart({ groups, withheld }: EvaluationResult, key: string): boolean {
  return (
    groups.some(({ id }) => id === key) ||
    withheld.some(({ college, reason }) => college === key && reason === 'nobody-answered')
  );
}

function withRule(colleges: readonly College[]): (College & { least: number })[] {
  return colleges.flatMap((college) =>
    college.least === undefined ? [] : [{ ...college, least: college.least }],
  );
}
