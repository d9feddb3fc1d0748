import { z } from 'zod';
import { parsePartialDate } from '#kernel/dates/partial-date.ts';
import { limitedText } from '#kernel/field-problems.ts';
import { storableLine, storableText } from '#kernel/storable-text.ts';
import { isWebAddress } from '#kernel/web-address.ts';
import { languageShape } from '#modules/records/index.ts';
import { phases, postures } from './lever.ts';
import { isBlankInspiration, isBlankSource } from './lever-form.ts';

const line = (max: number) => limitedText(max, storableLine);
const paragraphs = (max: number) => limitedText(max, (text) => storableText(text).trim());
const isSaid = (text: string) => text !== '';

const sourceShape = z.object({
  title: line(300).refine(isSaid),
  publisher: line(200),
  /** Partial date, empty when it is not known. */
  date: line(40)
    .refine((text) => text === '' || parsePartialDate(text) !== null)
    .transform((text): string => parsePartialDate(text) ?? ''),
  url: line(1_000).refine((text) => text === '' || isWebAddress(text)),
});

const inspirationShape = z.object({
  place: line(200).refine(isSaid),
  when: line(100),
  what: paragraphs(2_000).refine(isSaid),
  source: sourceShape,
});

/** Rows of a form: those left blank are left out; the others keep their place, so that an error names it. */
function rows<Shape extends z.ZodType>(shape: Shape, isBlank: (row: z.input<Shape>) => boolean) {
  const row = z.preprocess((typed) => (isBlank(typed as z.input<Shape>) ? null : typed), shape.nullable());
  return z.array(row).transform((all) => all.filter((one) => one !== null));
}

/**
 * A lever as a form gives it: what it is, how it is done, when, in which posture and who can. The lists are filtered by
 * what the form offered, in the use case.
 */
export const leverInputShape = z.object({
  title: line(200).refine(isSaid),
  pitch: line(300),
  how: paragraphs(100_000).refine(isSaid),
  language: languageShape,
  phase: z.enum(phases),
  posture: z.enum(postures),
  competent: z.array(z.string()),
  means: z.array(z.string()),
  brakes: z.array(z.string()),
  callsOn: z.array(z.string()),
  criteria: z.array(z.string()),
  inspirations: rows(inspirationShape, isBlankInspiration),
  sources: rows(sourceShape, isBlankSource),
});

/**
 * What was ticked, among what the form offered. What was there before keeps its place, so that a form nobody touched
 * changes nothing; what the form could not offer (a criterion of a framework one no longer sees) stays.
 */
export function ticked<Value extends string>(
  offered: readonly Value[],
  given: readonly string[],
  before: readonly Value[],
): Value[] {
  const isGiven = (value: Value) => given.includes(value);
  return [
    ...before.filter((value) => isGiven(value) || !offered.includes(value)),
    ...offered.filter((value) => isGiven(value) && !before.includes(value)),
  ];
}
