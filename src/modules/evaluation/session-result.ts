import type { Id } from '#kernel/ids.ts';
import type { CollegeRule } from './composition-rule.ts';
import type { SessionSubject } from './evaluation.ts';
import type { EvaluationResult } from './result.ts';

/** What may be shown of a session: a result for each of its subjects, in their order. */
export interface SessionResult {
  subjects: SubjectResult[];
  /** Whether the people whom the session wanted answered; none for a session closed before there were such rules. */
  rules: CollegeRule[];
}

export interface SubjectResult extends SessionSubject {
  result: EvaluationResult;
}

/** As it is kept. Sessions closed before they could have several subjects keep the result of their only one, bare. */
export type StoredResult =
  EvaluationResult | { subjects: { key: string; result: EvaluationResult }[]; rules?: CollegeRule[] };

/** The name of a subject, by its place in the session: 1, 2… */
export function subjectKey(position: number): string {
  return String(position);
}

/** A kept result with what each part of it is about, as far as that still exists. */
export function readStored(stored: StoredResult, subjects: readonly SessionSubject[]): SessionResult {
  const parts = 'subjects' in stored ? stored.subjects : [{ key: subjectKey(1), result: stored }];
  const about = new Map<string, Id | null>(subjects.map(({ key, recordId }) => [key, recordId]));
  return {
    subjects: parts.map(({ key, result }) => ({ key, recordId: about.get(key) ?? null, result })),
    rules: ('subjects' in stored && stored.rules) || [],
  };
}

/** What is kept of a result: what it is about is told by the session, which loses a practice when it is purged. */
export function toStored({ subjects, rules }: SessionResult): StoredResult {
  return { subjects: subjects.map(({ key, result }) => ({ key, result })), rules };
}
