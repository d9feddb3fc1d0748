import { z } from 'zod';

/** How much a text is too long: characters beyond the most there may be. */
export interface TooLong {
  excess: number;
  max: number;
}

/** A field of a form that was not understood. */
export interface FieldProblem {
  field: string;
  /** It is for its length: by how much, so that the person can be told. */
  tooLong?: TooLong;
  /** It is for its links to other sites: more than a newcomer may add. */
  tooManyLinks?: true;
}

/**
 * Whether a text has more than `max` characters, and how many more; undefined when it fits. A character outside the
 * basic plane (an emoji, a letter of an old alphabet) counts for one, as people count.
 *
 * @example tooLongFor('abcde', 3) // { excess: 2, max: 3 }
 */
export function tooLongFor(text: string, max: number): TooLong | undefined {
  // A text has no more characters than code units: most need no counting.
  const excess = text.length > max ? [...text].length - max : 0;
  return excess > 0 ? { excess, max } : undefined;
}

/** A text made tidy, then refused when it has more than `max` characters: nothing is cut. */
export function limitedText(max: number, tidy: (text: string) => string) {
  return z
    .string()
    .transform(tidy)
    .superRefine((text, context) => {
      const tooLong = tooLongFor(text, max);
      if (tooLong) context.addIssue({ code: 'custom', params: { tooLong } });
    });
}

/**
 * The fields that a schema refused, each once and in order, with by how much those that are too long are. A field of
 * a row is named as its control is: `sources-2-url` for `url` in the second of `sources`.
 */
export function problemsOf(error: z.ZodError): FieldProblem[] {
  const problems = new Map<string, FieldProblem>();
  for (const issue of error.issues) {
    const field = issue.path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('-');
    const tooLong = issue.code === 'custom' ? (issue.params?.['tooLong'] as TooLong | undefined) : undefined;
    if (!problems.has(field)) problems.set(field, { field, ...(tooLong && { tooLong }) });
  }
  return [...problems.values()];
}
