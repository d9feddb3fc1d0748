import { z } from 'zod';
import { LOWEST_THRESHOLD, OTHERS, USUAL_THRESHOLD } from '#mathematics/college-groups.ts';
import { type FieldProblem, limitedText, problemsOf } from '#kernel/field-problems.ts';
import { isId } from '#kernel/ids.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { type College, type EvaluationSession, roomKey } from './evaluation.ts';

/** Rows offered for colleges in the form; those without a name are left out. */
const collegeRows = 8;
const leastColleges = 2;
/** Characters of what is looked for. */
const longestSearch = 200;

/** How a college's answers will be shown, as one choice of the form: signed, or from 5 or 3 answers. */
export const showings = ['named', `${USUAL_THRESHOLD}`, `${LOWEST_THRESHOLD}`] as const;

/** A text that is there, with at most so many characters. */
const text = (max: number, tidy: (typed: string) => string) =>
  limitedText(max, tidy).refine((typed) => typed !== '');

const collegeFields = {
  key: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .refine((key) => key !== OTHERS && key !== roomKey),
  name: text(100, storableLine),
  least: z.number().int().min(1).max(1000).optional(),
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
    const isLeast = field.endsWith('-least') && key;
    const ofRow = isLeast ? `${key}-least` : tooLong && key ? `${key}-name` : 'colleges';
    const control = place === undefined ? field : ofRow;
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
  colleges: { name: string; showing: string; least: string }[];
}

/** What the form sent of what the session is about. */
export interface TypedSubjects {
  /** Ids of the practices that are ticked. */
  chosen: string[];
  /** Others to look for before anything is saved; empty when the form is sent to be saved. */
  search: string;
}

/** A search that was asked for without a word, as by Enter in another field, is none: the form is then saved. */
export function readSubjects(form: FormData): TypedSubjects {
  const asked = form.get('do') === 'find' ? storableLine(String(form.get('search') ?? '')) : '';
  const chosen = form.getAll('subjects').map(String);
  return { chosen: [...new Set(chosen)].filter(isId), search: asked.slice(0, longestSearch) };
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
      least: value(`college-${row + 1}-least`).trim(),
    })),
  };
}

/** The form as use cases take it. Colleges are named after their row: two sessions need not agree on names. */
export function inputOf(form: EvaluationForm): EvaluationInput {
  const colleges = form.colleges.flatMap((college, row) =>
    college.name.trim() === '' ? [] : [collegeOf(`college-${row + 1}`, college)],
  );
  return { ...form, colleges };
}

function collegeOf(key: string, { name, showing, least }: EvaluationForm['colleges'][number]): College {
  const rule = least === '' ? {} : { least: Number(least) };
  if (showing === 'named') return { key, name, kind: 'named', threshold: null, ...rule };
  return { key, name, kind: 'anonymous', threshold: Number(showing), ...rule };
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
      colleges.map(({ name, kind, threshold, least = '' }) => ({
        name,
        showing: kind === 'named' ? 'named' : String(threshold),
        least: String(least),
      })),
    ),
  };
}

/** The form of a session to be made, with the colleges most sessions have. */
export function newForm(collegeNames: readonly string[]): EvaluationForm {
  const colleges = collegeNames.map((name) => ({ ...emptyRow, name }));
  return { title: '', purpose: '', frameworkVersionId: '', closesOn: '', colleges: withEmptyRows(colleges) };
}

const emptyRow = { name: '', showing: String(USUAL_THRESHOLD), least: '' };

function withEmptyRows(colleges: EvaluationForm['colleges']): EvaluationForm['colleges'] {
  const missing = Math.max(0, collegeRows - colleges.length);
  return [...colleges, ...Array.from({ length: missing }, () => emptyRow)];
}
