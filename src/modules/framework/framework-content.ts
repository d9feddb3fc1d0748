import { z } from 'zod';
import { numberScaleShape } from './number-scale.ts';
import { inLanguages, isWorded, noLanguage, textShape, wordsShape } from './words.ts';
import { type UnsoundPlace, problemsOf } from './sound-content.ts';

/** Stable names that answers, levers and actions point to: lower-case ASCII words joined by hyphens. */
const idShape = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** What one level of a criterion's scale means, in a sentence that can be observed. */
const anchorShape = z
  .strictObject({ ...inLanguages, level: z.number().int().min(1) })
  .refine(isWorded, noLanguage);
export type Anchor = z.output<typeof anchorShape>;

/** Something that can be counted or looked up, beside the sentences of the scale. */
const indicatorShape = z.strictObject({
  id: idShape,
  title: wordsShape,
  unit: wordsShape.optional(),
  /** How it is counted, and where it is found. */
  how: wordsShape,
});

/** Goals of sustainable development, by their number: https://sdgs.un.org/goals. */
const goals = 17;

const criterionShape = z.strictObject({
  id: idShape,
  title: wordsShape,
  question: wordsShape,
  why: wordsShape.optional(),
  comparedWith: wordsShape.optional(),
  conditions: wordsShape.optional(),
  rebound: wordsShape.optional(),
  /** From the most fragile level, 1, to the most solid. */
  scale: z.array(anchorShape).min(2).max(10),
  /** For a criterion answered by a number: how it becomes a level of the scale. */
  measure: numberScaleShape.optional(),
  /** Changes the words of the form only: the two levels are then no, 1, and yes, 2. */
  answeredBy: z.literal('yes-no').optional(),
  notApplicableIf: wordsShape.optional(),
  evidence: wordsShape.optional(),
  indicators: z.array(indicatorShape).max(20).optional(),
  stakes: z.array(wordsShape).max(20).optional(),
  sdgs: z.array(z.number().int().min(1).max(goals)).max(goals).optional(),
  sources: z.array(idShape).max(20).default([]),
});
export type Criterion = z.output<typeof criterionShape>;

function dimensionShape(leastCriteria: number) {
  return z.strictObject({
    id: idShape,
    title: wordsShape,
    description: wordsShape.optional(),
    criteria: z.array(criterionShape).min(leastCriteria).max(50),
  });
}
export type Dimension = z.output<ReturnType<typeof dimensionShape>>;

const sourceShape = z.strictObject({
  id: idShape,
  title: wordsShape,
  publisher: textShape,
  /** Partial date: `2017`, `2017-03` or `2017-03-09`. */
  date: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .optional(),
  url: z.url({ protocol: /^https?$/ }),
});
export type FrameworkSource = z.output<typeof sourceShape>;

/** The version that another one was made from: of the same framework, or of one that came from elsewhere. */
const lineageShape = z.strictObject({
  /** The `id` of the content it was made from. */
  frameworkId: idShape,
  /** Of another territory only. */
  territory: z.strictObject({ name: textShape, url: z.url({ protocol: /^https?$/ }).optional() }).optional(),
  version: z.number().int().min(1),
  title: wordsShape,
});
export type Lineage = z.output<typeof lineageShape>;

/** What a criterion becomes of criteria of the version before, so that past answers can be read again. */
const passedShape = z.strictObject({
  from: z.array(idShape).max(50),
  how: z.enum(['kept', 'adapted', 'ask-again']),
  /** The level that each old level becomes, from the first. */
  levels: z.array(z.number().int().min(1).max(10)).max(10).optional(),
});
export type Passed = z.output<typeof passedShape>;

const droppedShape = z.strictObject({ id: idShape, reason: textShape });
export type Dropped = z.output<typeof droppedShape>;

/** A decision of the territory that this version carries out, and the criteria it made or changed. */
const adoptedShape = z.strictObject({
  decisionId: z.guid(),
  kind: z.enum(['add', 'change', 'split', 'merge', 'drop']),
  criteria: z.array(idShape).max(50),
});
export type Adopted = z.output<typeof adoptedShape>;

function contentShape({ dimensions, criteria }: { dimensions: number; criteria: number }) {
  return z
    .strictObject({
      id: idShape,
      version: z.number().int().min(1),
      /** The day it was published; for a draft, the day it was begun. */
      published: z.iso.date(),
      /** True for the frameworks that come with the product: people should make them theirs. */
      startingPoint: z.boolean(),
      licence: textShape,
      authors: z.array(textShape).min(1).max(100),
      title: wordsShape,
      description: wordsShape.optional(),
      notice: wordsShape.optional(),
      howToAnswer: wordsShape.optional(),
      /** What changed since the version before, in words. */
      changeNote: wordsShape.optional(),
      from: lineageShape.optional(),
      /** By the id of a criterion of this version. */
      passage: z.record(idShape, passedShape).optional(),
      dropped: z.array(droppedShape).max(1000).optional(),
      adopted: z.array(adoptedShape).max(1000).optional(),
      sources: z.array(sourceShape).max(200),
      dimensions: z.array(dimensionShape(criteria)).min(dimensions).max(20),
    })
    .superRefine((content, check) => {
      const add = ({ path, message }: UnsoundPlace) => check.addIssue({ code: 'custom', path, message });
      problemsOf(content).forEach(add);
    });
}

/**
 * One version of a framework: the tree of dimensions and criteria, each with its worded scale, and the sources of
 * what it states. Nothing in it has a weight: weights are people's.
 */
export const frameworkShape = contentShape({ dimensions: 1, criteria: 1 });

/** A version that is being written: it may still be empty. */
export const frameworkDraftShape = contentShape({ dimensions: 0, criteria: 0 });

export type FrameworkContent = z.output<typeof frameworkShape>;
