import type { PageData } from './$types.d.ts';

/** What the page of a link that opens a sheet holds. */
export type AnswerPage = Extract<PageData, { session: object }>;

/** The address of a step: relative, since the token stands before it. */
export function stepHref(step: number): string {
  return step === 0 ? '?' : `?etape=${step}`;
}
