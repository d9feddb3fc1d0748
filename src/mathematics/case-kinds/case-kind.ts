import type { z } from 'zod';
import { err, ok, type Result } from '#kernel/result.ts';

/** What is wrong with one place of a case's input, and where: keys and indices from `input` down, joined by dots. */
export type CaseProblem = {
  readonly path: string;
  readonly rule: CaseRule;
};

/** Rules zod does not know: added by `context.addIssue({ code: 'custom', path, params: { rule } })`. */
const OWN_RULES = [
  'wrong-type',
  'out-of-range',
  'not-allowed',
  'wrong-length',
  'wrong-order',
  'no-weight',
] as const;
export type CaseRule = (typeof OWN_RULES)[number];

/** One kind of reference calculation: reads the `input` of a case, prints the result object. */
export type CaseKind = (input: unknown) => Result<object, readonly CaseProblem[]>;

/** Makes a kind of a schema (the door) and a calculation, which then only sees sound input. */
export function caseKind<Input>(schema: z.ZodType<Input>, calculate: (input: Input) => object): CaseKind {
  return (input) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? ok(calculate(parsed.data)) : err(parsed.error.issues.map(problemOf));
  };
}

function problemOf(issue: z.core.$ZodIssue): CaseProblem {
  return { path: ['input', ...issue.path].map(String).join('.'), rule: ruleOf(issue) };
}

function ruleOf(issue: z.core.$ZodIssue): CaseProblem['rule'] {
  if (issue.code === 'invalid_type') return 'wrong-type';
  if (issue.code === 'too_small' || issue.code === 'too_big') return 'out-of-range';
  if (issue.code !== 'custom') return 'not-allowed';
  return OWN_RULES.find((rule) => rule === issue.params?.rule) ?? 'not-allowed';
}
