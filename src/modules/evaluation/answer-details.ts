/** How sure someone is of an answer: 1 not very, 2 fairly, 3 very. */
export const confidences = [1, 2, 3] as const;
export type Confidence = (typeof confidences)[number];

/** A page where what is said can be looked up, and what it shows. */
export interface EvidenceLink {
  url: string;
  words: string;
}

/** A photograph or a document that shows it, by the name under which it is kept, and what it shows. */
export interface EvidenceFile {
  name: string;
  words: string;
}

/** What is said beside an answer to one criterion. Absent or null: nothing. */
export interface AnswerDetails {
  /** What was counted, for a criterion answered by a number: its level stands among the answers. */
  number?: number | null | undefined;
  confidence?: Confidence | null | undefined;
  evidence?: EvidenceLink[] | undefined;
  file?: EvidenceFile | null | undefined;
}

/** Numbers beyond are slips of the hand. */
const largestNumber = 1e12;

/**
 * The number that was typed, as people write it: `1 200`, `3,5`, `12 %`.
 *
 * @returns null for nothing typed, undefined for what is no number
 */
export function readNumber(typed: string): number | null | undefined {
  const text = typed
    .replaceAll(/[\s\u00A0\u202F]/gu, '')
    .replace(/%$/, '')
    .replace(',', '.')
    .replace('\u2212', '-');
  if (text === '') return null;
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) return undefined;
  const number = Number(text);
  return Math.abs(number) <= largestNumber ? number : undefined;
}

export function readConfidence(typed: string): Confidence | null | undefined {
  if (typed === '') return null;
  return confidences.find((step) => String(step) === typed);
}
