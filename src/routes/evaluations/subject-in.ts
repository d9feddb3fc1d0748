import type { EvaluationSession } from '#modules/evaluation/index.ts';

/** The subject that the address names, whose result is shown: the first when it names none. */
export function subjectIn(url: URL, { subjects }: Pick<EvaluationSession, 'subjects'>): string | undefined {
  const asked = url.searchParams.get('sujet');
  return (subjects.find(({ key }) => key === asked) ?? subjects[0])?.key;
}
