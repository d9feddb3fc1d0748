import type { OwnField } from './own-field.ts';

/** A question as the form of a facilitator holds it: what was typed, which comes back when it is refused. */
export interface TypedQuestion {
  label: string;
  help: string;
  kind: string;
  visibility: string;
  required: boolean;
  inList: boolean;
  isFilter: boolean;
  /** Key of a list. */
  list: string;
  /** One a line. */
  options: string;
}

/** What the forms of the page sent. */
export function readTypedQuestion(form: FormData): TypedQuestion {
  const typed = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  return {
    label: typed('label'),
    help: typed('help'),
    kind: typed('kind') || 'text',
    visibility: typed('visibility') || 'public',
    required: form.has('required'),
    inList: form.has('inList'),
    isFilter: form.has('isFilter'),
    list: typed('list'),
    options: typed('options'),
  };
}

/** What the form that changes a question starts with. */
export function questionOf(field: OwnField, list = ''): TypedQuestion {
  const { label, help, kind, visibility, required, inList, isFilter } = field;
  return { label, help, kind, visibility, required, inList, isFilter, list, options: '' };
}

/** The control that a refusal is about, by its code. */
export function controlOf(code: string): keyof TypedQuestion {
  if (code === 'help') return 'help';
  if (code === 'kind' || code === 'loses') return 'kind';
  return /option|list|name|into/.test(code) ? 'options' : 'label';
}

/** What the form that adds a question starts with. */
export const noQuestion: TypedQuestion = readTypedQuestion(new FormData());
