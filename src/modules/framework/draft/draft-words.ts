import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Translate } from '#kernel/translate.ts';
import type { MessageKey } from '#messages/index.ts';

const problems: Readonly<Record<string, MessageKey>> = {
  'not-there': 'framework.problem.not-there',
  'no-reason': 'framework.problem.no-reason',
  'no-title': 'framework.problem.title',
  'not-empty': 'framework.problem.not-empty',
  full: 'framework.problem.full',
  'no-draft': 'framework.problem.no-draft',
  'no-note': 'framework.problem.no-note',
  incomplete: 'framework.problem.incomplete',
  unsaid: 'framework.problem.unsaid',
  'changed-meanwhile': 'framework.problem.changed-meanwhile',
};

/** Why a draft was not changed, in words. */
export function contentProblem(code: string): MessageKey {
  return problems[code] ?? 'framework.problem.not-there';
}

/** What was not understood in the form of a criterion, by the id of its control. */
export function criterionErrors(
  t: Translate<MessageKey>,
  found: readonly FieldProblem[],
): { id: string; message: string }[] {
  return found.map(({ field, tooLong }) => {
    if (tooLong) return { id: field, message: t('framework.problem.too-long', { ...tooLong }) };
    const [kind = '', row = ''] = field.split('-');
    const level = Number(row);
    if (kind === 'level') return { id: field, message: t('framework.problem.level', { level }) };
    if (kind === 'bound') return { id: field, message: t('framework.problem.bound', { level }) };
    if (kind === 'indicator') return { id: field, message: t('framework.problem.indicator', { row: level }) };
    const known = { title: 'title', question: 'question', unit: 'unit' } as const;
    const key = known[field as keyof typeof known] ?? 'text';
    return { id: field, message: t(`framework.problem.${key}`) };
  });
}
