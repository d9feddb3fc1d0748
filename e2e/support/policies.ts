import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';

/** What the evaluator of content policies finds serious, of high or medium severity, in a policy. */
export function weaknessesOf(policy: string): string[] {
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  return findings
    .filter(({ severity }) => severity <= Severity.MEDIUM)
    .map(({ directive, value = '', description }) => `${directive} ${value}: ${description}`);
}

/**
 * What an answer lets caches keep and should not: what was made for one person, or at an address that is a secret.
 *
 * @param isPrivate whether the answer is one person's alone
 */
export function cacheProblems(headers: Readonly<Record<string, string>>, isPrivate: boolean): string[] {
  const asked = headers['cache-control'] ?? '';
  if (asked === '') return ['says nothing to caches'];
  const isKept = isPrivate ? !/^private|no-store/.test(asked) : !/no-store|no-cache|max-age/.test(asked);
  return isKept ? [`cache-control is "${asked}"`] : [];
}
