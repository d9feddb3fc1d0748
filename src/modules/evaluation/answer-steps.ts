/** Where someone stands who answers: before the first question, in one dimension of one subject, or at the end. */
export type AnswerPlace =
  | { at: 'welcome' }
  /** Both counted from 0. */
  | { at: 'questions'; subject: number; dimension: number }
  | { at: 'end' };

/** How much is asked. */
export interface AnswerPlan {
  subjects: number;
  dimensions: number;
}

/**
 * The place of a step: 0 is the welcome, then come the dimensions of the first subject, those of the second…, then the
 * end. A step that is none is the welcome. Example with 2 subjects of 3 dimensions: 4 is the first dimension of the second.
 */
export function placeOfStep(step: number, { subjects, dimensions }: AnswerPlan): AnswerPlace {
  const last = subjects * dimensions;
  if (!Number.isInteger(step) || step < 1 || step > last + 1) return { at: 'welcome' };
  if (step > last) return { at: 'end' };
  return {
    at: 'questions',
    subject: Math.floor((step - 1) / dimensions),
    dimension: (step - 1) % dimensions,
  };
}

/** The step of a place, the other way round. */
export function stepOf(place: AnswerPlace, { subjects, dimensions }: AnswerPlan): number {
  if (place.at === 'welcome') return 0;
  if (place.at === 'end') return subjects * dimensions + 1;
  return place.subject * dimensions + place.dimension + 1;
}
