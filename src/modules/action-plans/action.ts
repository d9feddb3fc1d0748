import { z } from 'zod';
import { type Actor, hasRole } from '#kernel/context.ts';
import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { limitedText } from '#kernel/field-problems.ts';
import type { Json } from '#kernel/json.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { type RecordCore, languageShape } from '#modules/records/index.ts';

/** Where an action stands, in the order of the plan. */
export const actionStatuses = ['under-way', 'planned', 'done', 'dropped'] as const;
export type ActionStatus = (typeof actionStatuses)[number];

/** What an action has beside the core of every record; the text of the record says what is to be done. */
export interface ActionDetails {
  /** A role, a group or an organisation: never a way to reach a person. */
  who: string;
  /** Partial date by which it should be done: `2027`, `2027-01` or `2027-01-30`. */
  due: string;
  status: ActionStatus;
  /** Where it stands, in a few words (Markdown); the journal keeps what was said before. */
  progress: string;
}

export interface Action {
  record: RecordCore;
  details: ActionDetails;
}

/** An address of e-mail anywhere in a text. */
const email = /[^\s@]+@[^\s@]+\.[^\s@]+/;

const line = (max: number) => limitedText(max, storableLine);
const paragraphs = (max: number) => limitedText(max, (text) => storableText(text).trim());
const dueShape = line(40)
  .transform((text) => parsePartialDate(text) ?? '')
  .refine((date) => date >= '1900');

/** An action as a form or a file gives it: what, who and for when make a commitment. */
export const actionShape = z.object({
  title: line(200).refine((text) => text !== ''),
  language: languageShape,
  who: line(300).refine((text) => text !== '' && !email.test(text)),
  due: dueShape,
  what: paragraphs(100_000).default(''),
  status: z.enum(actionStatuses).default('planned'),
  progress: paragraphs(2_000).default(''),
});

/** What a form or a file gives, not yet checked. */
export type ActionInput = Omit<z.input<typeof actionShape>, 'status' | 'language'> & {
  status?: string;
  language?: string;
};

/**
 * Members act first and report: whoever is signed in may open an action. Changing one is decided by the record core,
 * and everyone may read.
 */
export function can(actor: Actor, _action: 'open-action'): boolean {
  return hasRole(actor, 'contributor');
}

/** The details as the journal keeps them. */
export function actionState(details: ActionDetails): Record<string, Json> {
  return { ...details };
}

/**
 * The last day a partial date covers, to compare and sort: an action due in 2027 is not late before 2028. The day may
 * not exist (`2027-02-31`), which sorts as well.
 *
 * @example lastDayOf('2027-02') // '2027-02-31'
 */
export function lastDayOf(due: string): string {
  return due + '-12-31'.slice(due.length - 4);
}

/** Whether an action that is not finished should have been by `today` (`YYYY-MM-DD`). */
export function isLate({ status, due }: Pick<ActionDetails, 'status' | 'due'>, today: string): boolean {
  return (status === 'planned' || status === 'under-way') && lastDayOf(due) < today;
}
