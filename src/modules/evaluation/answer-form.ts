import type { Answer } from '#mathematics/answer.ts';
import type { Remark } from '#mathematics/disclosure.ts';
import { type Result, err, ok } from '#kernel/result.ts';
import { type FieldProblem, tooLongFor } from '#kernel/field-problems.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { isWebAddress } from '#kernel/web-address.ts';
import { type Criterion, levelOf } from '#modules/framework/index.ts';
import { type AnswerDetails, readConfidence, readNumber } from './answer-details.ts';

/** Characters of one reason. */
const longestReason = 2000;
/** Characters of a signature. */
export const longestSignature = 200;

export type Answers = Record<string, Exclude<Answer, null>>;
export type Remarks = Record<string, Remark[]>;
export type Details = Record<string, AnswerDetails>;

/** What one step of the answer form changes on a sheet: criteria that are absent stay as they were. */
export interface SheetChange {
  answers: Answers;
  remarks: Remarks;
  /** Of each, only what changes. */
  details: Details;
}

/** What was typed for one criterion. */
export interface TypedAnswer {
  answer: string;
  /** For a criterion answered by a number. */
  number: string;
  reason: string;
  confidence: string;
  /** Address of a page that shows it, and what one finds there. */
  link: string;
  linkWords: string;
  /** What the file that goes with it shows. */
  fileWords: string;
}

/** What the form holds of what a sheet has of a criterion. */
export function typedOf(
  { answers, remarks, details }: { answers: Answers; remarks: Remarks; details: Details },
  criterion: Criterion,
): TypedAnswer {
  const { id } = criterion;
  const { number, confidence, evidence, file } = details[id] ?? {};
  const answer = answers[id];
  const isCounted = criterion.measure !== undefined && typeof answer === 'number';
  return {
    answer: isCounted ? 'number' : String(answer ?? ''),
    number: String(number ?? ''),
    reason: remarks[id]?.find(({ kind }) => kind === 'reason')?.text ?? '',
    confidence: String(confidence ?? ''),
    link: evidence?.[0]?.url ?? '',
    linkWords: evidence?.[0]?.words ?? '',
    fileWords: file?.words ?? '',
  };
}

export interface InvalidAnswers {
  code: 'answers-invalid';
  /** The controls that hold something that is not understood, as `answer-…`, or too long, as `reason-…`. */
  problems: FieldProblem[];
}

/** What the form sent, by criterion, as it was typed: a form that comes back loses nothing. */
export function readTyped(form: FormData, criteria: readonly Criterion[]): Record<string, TypedAnswer> {
  const value = (name: string) => String(form.get(name) ?? '');
  return Object.fromEntries(
    criteria.map(({ id }) => [
      id,
      {
        answer: value(`answer-${id}`),
        number: value(`number-${id}`),
        reason: value(`reason-${id}`),
        confidence: value(`confidence-${id}`),
        link: value(`link-${id}`).trim(),
        linkWords: value(`words-${id}`),
        fileWords: value(`filewords-${id}`),
      },
    ]),
  );
}

/**
 * Reads one step of the answer form. A criterion without a choice is left as it was on the sheet. An emptied reason
 * or link is taken away only when the form had shown one (`had-reason-…`, `had-link-…`): a page opened earlier in
 * another window does not erase what was written since. A number gives the level it reaches.
 */
export function readSheetChange(
  form: FormData,
  criteria: readonly Criterion[],
): Result<SheetChange, InvalidAnswers> {
  const typed = readTyped(form, criteria);
  const change: SheetChange = { answers: {}, remarks: {}, details: {} };
  const problems: FieldProblem[] = [];
  for (const criterion of criteria) {
    const { id } = criterion;
    const given = typed[id];
    if (!given) continue;
    const answered = readAnswered(criterion, given);
    if (!answered.ok) problems.push(answered.error);
    else if (answered.value.answer !== null) change.answers[id] = answered.value.answer;
    const beside = readBeside(given, id, form.get(`had-link-${id}`) !== null);
    if (!beside.ok) problems.push(beside.error);
    const details = { ...(answered.ok && answered.value.details), ...(beside.ok && beside.value) };
    if (Object.keys(details).length > 0) change.details[id] = details;

    const { reason } = given;
    const text = storableText(reason).trim();
    const tooLong = tooLongFor(text, longestReason);
    if (tooLong) problems.push({ field: `reason-${id}`, tooLong });
    else if (text !== '') change.remarks[id] = [{ kind: 'reason', text }];
    else if (form.get(`had-reason-${id}`) !== null) change.remarks[id] = [];
  }
  return problems.length > 0 ? err({ code: 'answers-invalid', problems }) : ok(change);
}

/** The answer to a criterion, by a level or by a number, which is kept beside the level it reaches. */
function readAnswered(
  criterion: Criterion,
  { answer: typed, number }: TypedAnswer,
): Result<{ answer: Answer; details: AnswerDetails }, FieldProblem> {
  const { id, scale } = criterion;
  const answer = readAnswer(typed === 'number' ? '' : typed, scale.length);
  if (!criterion.measure) {
    return answer === undefined ? err({ field: `answer-${id}` }) : ok({ answer, details: {} });
  }
  const counted = readNumber(number);
  const isSaid = answer === 'na' || answer === 'dk';
  if (counted === undefined || (counted === null && typed === 'number'))
    return err({ field: `number-${id}` });
  if (!isSaid && answer !== null) return err({ field: `answer-${id}` });
  // Both were said: which one is meant is theirs to say.
  if (isSaid && counted !== null) return err({ field: `answer-${id}` });
  if (isSaid) return ok({ answer, details: { number: null } });
  if (counted === null) return ok({ answer: null, details: {} });
  return ok({ answer: levelOf(criterion, counted) ?? null, details: { number: counted } });
}

/** What is said beside an answer: how sure one is, and where it can be looked up. */
function readBeside(
  { confidence: typed, link, linkWords, fileWords }: TypedAnswer,
  id: string,
  hadLink: boolean,
): Result<AnswerDetails, FieldProblem> {
  const details: AnswerDetails = {};
  const confidence = readConfidence(typed);
  if (confidence === undefined) return err({ field: `confidence-${id}` });
  if (confidence !== null) details.confidence = confidence;
  const words = storableLine(linkWords);
  const tooLong = tooLongFor(words, longestReason);
  if (tooLong) return err({ field: `words-${id}`, tooLong });
  const fileTooLong = tooLongFor(storableLine(fileWords), longestReason);
  if (fileTooLong) return err({ field: `filewords-${id}`, tooLong: fileTooLong });
  if (link === '') {
    if (hadLink) details.evidence = [];
    return ok(details);
  }
  if (link.length > longestReason || !isWebAddress(link)) return err({ field: `link-${id}` });
  return ok({ ...details, evidence: [{ url: new URL(link).href, words }] });
}

/** Null for no choice, undefined for what is not on the scale. */
export function readAnswer(typed: string, levels: number): Answer | undefined {
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
