import type { Answer } from '#mathematics/answer.ts';
import type { Remark } from '#mathematics/disclosure.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type FieldProblem, tooLongFor } from '#kernel/field-problems.ts';
import { storableText } from '#kernel/storable-text.ts';
import type { Criterion } from '#modules/framework/index.ts';

/** Characters of one reason. */
const longestReason = 2000;
/** Characters of a signature. */
export const longestSignature = 200;

export type Answers = Record<string, Exclude<Answer, null>>;
export type Remarks = Record<string, Remark[]>;

/** What one step of the answer form changes on a sheet: criteria that are absent stay as they were. */
export interface SheetChange {
  answers: Answers;
  remarks: Remarks;
}

/** What was typed for one criterion. */
export interface TypedAnswer {
  answer: string;
  reason: string;
}

export interface InvalidAnswers {
  code: 'answers-invalid';
  /** The controls that hold something that is not understood, `answer-…`, or too long, `reason-…`. */
  problems: FieldProblem[];
}

/** What the form sent, by criterion, as it was typed: a form that comes back loses nothing. */
export function readTyped(form: FormData, criteria: readonly Criterion[]): Record<string, TypedAnswer> {
  const value = (name: string) => String(form.get(name) ?? '');
  return Object.fromEntries(
    criteria.map(({ id }) => [id, { answer: value(`answer-${id}`), reason: value(`reason-${id}`) }]),
  );
}

/**
 * Reads one step of the answer form. A criterion without a choice is left as it was on the sheet. An emptied reason
 * is taken away only when the form had shown one (`had-reason-…`): a page opened earlier in another window does not
 * erase what was written since.
 */
export function readSheetChange(
  form: FormData,
  criteria: readonly Criterion[],
): Result<SheetChange, InvalidAnswers> {
  const typed = Object.entries(readTyped(form, criteria));
  const change: SheetChange = { answers: {}, remarks: {} };
  const problems: FieldProblem[] = [];
  for (const [id, { answer, reason }] of typed) {
    const levels = criteria.find((criterion) => criterion.id === id)?.scale.length ?? 0;
    const read = readAnswer(answer, levels);
    if (read === undefined) problems.push({ field: `answer-${id}` });
    else if (read !== null) change.answers[id] = read;

    const text = storableText(reason).trim();
    const tooLong = tooLongFor(text, longestReason);
    if (tooLong) problems.push({ field: `reason-${id}`, tooLong });
    else if (text !== '') change.remarks[id] = [{ kind: 'reason', text }];
    else if (form.get(`had-reason-${id}`) !== null) change.remarks[id] = [];
  }
  return problems.length > 0 ? err({ code: 'answers-invalid', problems }) : ok(change);
}

/** Null for no choice, undefined for what is not on the scale. */
function readAnswer(typed: string, levels: number): Answer | undefined {
  if (typed === '') return null;
  if (typed === 'na' || typed === 'dk') return typed;
  if (!/^\d{1,2}$/.test(typed)) return undefined;
  const level = Number(typed);
  return level >= 1 && level <= levels ? level : undefined;
}

/** How many of the criteria asked have an answer, silence apart: "I don't know" and "does not apply" count. */
export function answeredAmong(criteria: readonly Criterion[], answers: Answers): number {
  return criteria.filter(({ id }) => answers[id] !== undefined).length;
}
