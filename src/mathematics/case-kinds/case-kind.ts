import type { z } from 'zod';
import { err, ok, type Result } from '#kernel/result.ts';

/** What is wrong with one place of a case's input, and where: keys and indices from `input` down, joined by dots. */
export type CaseProblem = {
  readonly path: string;
  readonly rule: 'wrong-type' | 'out-of-range' | 'not-allowed' | 'wrong-length' | 'no-weight';
};

/** One kind of reference calculation: reads the `input` of a case, prints the result object. */
export type CaseKind = (input: unknown) => Result<object, readonly CaseProblem[]>;

/** Makes a kind of a schema (the door) and a calculation, which then only sees sound input. */
export function caseKind<Input>(schema: z.ZodType<Input>, calculate: (input: Input) => object): CaseKind {
  return (input) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? ok(calculate(parsed.data)) : err(parsed.error.issues.map(problemOf));
  };
}

/** For a rule zod does not know: `context.addIssue({ code: 'custom', path, params: { rule } })`. */
function problemOf(issue: z.core.$ZodIssue): CaseProblem {
  return { path: ['input', ...issue.path].map(String).join('.'), rule: ruleOf(issue) };
}

function ruleOf(issue: z.core.$ZodIssue): CaseProblem['rule'] {
  if (issue.code === 'invalid_type') return 'wrong-type';
  if (issue.code === 'too_small' || issue.code === 'too_big') return 'out-of-range';
  if (issue.code === 'custom') {
    const rule: unknown = issue.params?.rule;
    if (rule === 'wrong-length' || rule === 'no-weight') return rule;
  }
  return 'not-allowed';
}
