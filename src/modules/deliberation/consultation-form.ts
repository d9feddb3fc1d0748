import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import type { Consultation } from './consultation.ts';

/** The fields of the form, by the names of its controls; every value is what the person typed. */
export const consultationFormFields = [
  'title',
  'why',
  'needed',
  'opensOn',
  'closesOn',
  'colleges',
  'weighing',
  'language',
] as const;

export type ConsultationFormField = (typeof consultationFormFields)[number];
export type ConsultationFormValues = Record<ConsultationFormField, string>;

export const emptyConsultationForm: ConsultationFormValues = {
  title: '',
  why: '',
  needed: '30',
  opensOn: '',
  closesOn: '',
  colleges: '',
  weighing: '',
  language: '',
};

/** What a form sent, as it was typed, so that a form that comes back loses nothing. */
export function readConsultationForm(form: FormData): ConsultationFormValues {
  const typed = (field: ConsultationFormField) => String(form.get(field) ?? '').replaceAll('\r\n', '\n');
  return Object.fromEntries(
    consultationFormFields.map((field) => [field, typed(field)]),
  ) as ConsultationFormValues;
}

/** The values that a form for this consultation starts with. */
export function consultationFormOf({
  record,
  details,
}: Pick<Consultation, 'record' | 'details'>): ConsultationFormValues {
  return {
    title: record.title,
    why: toMarkdown(record.body),
    needed: String(details.needed),
    opensOn: details.opensOn,
    closesOn: details.closesOn,
    colleges: details.colleges.join('\n'),
    weighing: details.weighing ?? '',
    language: record.language,
  };
}

/** A proposal as a form sent it. */
export function readProposalForm(form: FormData) {
  const typed = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  const kind = typed('kind');
  return {
    kind,
    places: form.getAll(kind === 'add' ? 'branch' : 'places').map(String),
    title: typed('title'),
    wordings: typed('wordings'),
    reason: typed('reason'),
    language: typed('language'),
  };
}
