import { type Result, err, ok } from '#kernel/result.ts';
import type { FieldProblem } from '#kernel/field-problems.ts';
import type { Criterion } from '#modules/framework/index.ts';
import type { AnswerDetails } from './answer-details.ts';
import { type InvalidAnswers, type SheetChange, readSheetChange } from './answer-form.ts';

/** What is typed for an answer that is no level: short, and under the hand of whoever types figures. */
const shorthand: Readonly<Record<string, string>> = { x: 'na', '?': 'dk', '-': '', '.': '' };

/** The names of the controls of one subject begin with its key: `2-answer-price`. */
export function paperControl(subject: string, name: string): string {
  return `${subject}-${name}`;
}

/**
 * Reads one subject of a sheet of paper: for each criterion a level, or a number where it is answered by one, `x` for
 * "does not apply", `?` for "I don't know", nothing or `-` for no answer.
 */
export function readPaperForm(
  form: FormData,
  criteria: readonly Criterion[],
  subject: string,
): Result<SheetChange, InvalidAnswers> {
  const plain = new FormData();
  for (const criterion of criteria) {
    const value = (name: string) =>
      String(form.get(paperControl(subject, `${name}-${criterion.id}`)) ?? '').trim();
    const typed = value('answer').toLowerCase();
    const answer = shorthand[typed] ?? typed;
    const isWord = answer === 'na' || answer === 'dk';
    plain.set(`${criterion.measure && !isWord ? 'number' : 'answer'}-${criterion.id}`, answer);
    plain.set(`reason-${criterion.id}`, value('reason'));
  }
  const read = readSheetChange(plain, criteria);
  if (read.ok) return ok(read.value);
  const problems = read.error.problems.map((problem): FieldProblem => ({
    ...problem,
    field: paperControl(subject, problem.field.replace(/^number-/, 'answer-')),
  }));
  return err({ code: 'answers-invalid', problems });
}

/** What stands in the field of an answer that was keyed in. */
export function paperAnswer(
  answer: number | 'na' | 'dk' | undefined,
  details: AnswerDetails | undefined,
): string {
  if (answer === undefined) return '';
  if (answer === 'na') return 'x';
  if (answer === 'dk') return '?';
  return String(details?.number ?? answer);
}
