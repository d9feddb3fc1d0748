import { z } from 'zod';
import { LOWEST_THRESHOLD, OTHERS, USUAL_THRESHOLD } from '#mathematics/college-groups.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import type { College, EvaluationSession } from './evaluation.ts';

/** Rows offered for colleges in the form; those without a name are left out. */
const collegeRows = 8;
const leastColleges = 2;

/** How a college's answers will be shown, as one choice of the form: signed, or from 5 or 3 answers. */
export const showings = ['named', `${USUAL_THRESHOLD}`, `${LOWEST_THRESHOLD}`] as const;

/** A text that is there, with at most so many characters. */
const text = (max: number, tidy: (typed: string) => string) =>
  limitedText(max, tidy).refine((typed) => typed !== '');

const collegeFields = {
  key: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .refine((key) => key !== OTHERS),
  name: text(100, storableLine),
};

const collegeShape = z.discriminatedUnion('kind', [
  z.object({ ...collegeFields, kind: z.literal('named'), threshold: z.null() }),
  z.object({
    ...collegeFields,
    kind: z.literal('anonymous'),
    threshold: z.number().int().min(LOWEST_THRESHOLD).max(1000),
  }),
]);

/** A session as a form or the demonstration gives it. */
export const evaluationShape = z.object({
  title: text(200, storableLine),
  purpose: text(20_000, (typed) => storableText(typed).trim()),
  frameworkVersionId: z.uuid(),
  closesOn: z.preprocess((value) => (value === '' ? null : value), z.iso.date().nullable()),
  colleges: z
    .array(collegeShape)
    .min(leastColleges)
    .max(20)
    .refine((colleges) => allDifferent(colleges.map(({ key }) => key)))
    .refine((colleges) => allDifferent(colleges.map(({ name }) => name.toLowerCase()))),
});

export type EvaluationInput = z.input<typeof evaluationShape>;
export type EvaluationFields = z.output<typeof evaluationShape>;

function allDifferent(values: string[]): boolean {
  return new Set(values).size === values.length;
}

/**
 * What the shape refused, each once, by the name of its control: a field, or `college-3-name` for a name too long in
 * the third row. Whatever else is wrong with colleges is `colleges`.
 */
export function problemsIn(error: z.ZodError, input: EvaluationInput): FieldProblem[] {
  const problems = new Map<string, FieldProblem>();
  for (const { field, tooLong } of problemsOf(error)) {
    const [, place] = /^colleges-(\d+)-/.exec(field) ?? [];
    const key = place && input.colleges[Number(place) - 1]?.key;
    const control = place === undefined ? field : tooLong && key ? `${key}-name` : 'colleges';
    if (!problems.has(control)) problems.set(control, { field: control, ...(tooLong && { tooLong }) });
  }
  return [...problems.values()];
}

/** What the form holds, as it was typed: what is not understood comes back to be mended. */
export interface EvaluationForm {
  title: string;
  purpose: string;
  frameworkVersionId: string;
  closesOn: string;
  colleges: { name: string; showing: string }[];
}

export function readForm(form: FormData): EvaluationForm {
  const value = (name: string) => String(form.get(name) ?? '');
  return {
    title: value('title'),
    purpose: value('purpose'),
    frameworkVersionId: value('frameworkVersionId'),
    closesOn: value('closesOn'),
    colleges: Array.from({ length: collegeRows }, (_, row) => ({
      name: value(`college-${row + 1}-name`),
      showing: value(`college-${row + 1}-showing`),
    })),
  };
}

/** The form as use cases take it. Colleges are named after their row: two sessions need not agree on names. */
export function inputOf(form: EvaluationForm): EvaluationInput {
  const colleges = form.colleges.flatMap(({ name, showing }, row) =>
    name.trim() === '' ? [] : [collegeOf(`college-${row + 1}`, name, showing)],
  );
  return { ...form, colleges };
}

function collegeOf(key: string, name: string, showing: string): College {
  if (showing === 'named') return { key, name, kind: 'named', threshold: null };
  return { key, name, kind: 'anonymous', threshold: Number(showing) };
}

/** The form of a session that exists, to be edited while it is a draft. */
export function formOf({
  record,
  frameworkVersionId,
  closesOn,
  colleges,
}: EvaluationSession): EvaluationForm {
  return {
    title: record.title,
    purpose: toMarkdown(record.body),
    frameworkVersionId,
    closesOn: closesOn ?? '',
    colleges: withEmptyRows(
      colleges.map(({ name, kind, threshold }) => ({
        name,
        showing: kind === 'named' ? 'named' : String(threshold),
      })),
    ),
  };
}

/** The form of a session to be made, with the colleges most sessions have. */
export function newForm(collegeNames: readonly string[]): EvaluationForm {
  const colleges = collegeNames.map((name) => ({ name, showing: String(USUAL_THRESHOLD) }));
  return { title: '', purpose: '', frameworkVersionId: '', closesOn: '', colleges: withEmptyRows(colleges) };
}

function withEmptyRows(colleges: EvaluationForm['colleges']): EvaluationForm['colleges'] {
  const missing = Math.max(0, collegeRows - colleges.length);
  return [
    ...colleges,
    ...Array.from({ length: missing }, () => ({ name: '', showing: String(USUAL_THRESHOLD) })),
  ];
}
