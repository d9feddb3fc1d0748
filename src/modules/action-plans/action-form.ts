import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import type { Action } from './action.ts';

/** The fields of the form, by the names of its controls; every value is what the person typed. */
export const actionFormFields = ['title', 'who', 'due', 'what', 'language', 'status', 'progress'] as const;

export type ActionFormField = (typeof actionFormFields)[number];
export type ActionFormValues = Record<ActionFormField, string>;

export const emptyActionForm: ActionFormValues = {
  title: '',
  who: '',
  due: '',
  what: '',
  language: '',
  status: 'planned',
  progress: '',
};

/**
 * What a form sent, as it was typed, so that a form that comes back loses nothing. Browsers send line ends as CR LF:
 * they are read as the LF that was there before, or an untouched text would look changed.
 */
export function readActionForm(form: FormData): ActionFormValues {
  const typed = (field: ActionFormField) =>
    String(form.get(field) ?? emptyActionForm[field]).replaceAll('\r\n', '\n');
  return Object.fromEntries(actionFormFields.map((field) => [field, typed(field)])) as ActionFormValues;
}

/** The values that a form for this action starts with. */
export function actionFormOf({ record, details }: Action): ActionFormValues {
  return {
    title: record.title,
    who: details.who,
    due: details.due,
    what: toMarkdown(record.body),
    language: record.language,
    status: details.status,
    progress: details.progress,
  };
}
