import { z } from 'zod';

const text = z.string().trim().min(1).max(2000);

/** A text in both languages of the interface. */
const wordsShape = z.strictObject({ fr: text, en: text });

/** Stable names that answers, levers and actions point to: lower-case ASCII words joined by hyphens. */
const idShape = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** What one level of a criterion's scale means, in a sentence that can be observed. */
const anchorShape = wordsShape.extend({ level: z.number().int().min(1) });
export type Anchor = z.output<typeof anchorShape>;

const criterionShape = z.strictObject({
  id: idShape,
  title: wordsShape,
  question: wordsShape,
  why: wordsShape,
  comparedWith: wordsShape,
  conditions: wordsShape,
  rebound: wordsShape,
  /** From the most fragile level, 1, to the most solid. */
  scale: z.array(anchorShape).min(2).max(10),
  notApplicableIf: wordsShape,
  evidence: wordsShape,
  sources: z.array(idShape).max(20).default([]),
});
export type Criterion = z.output<typeof criterionShape>;

const dimensionShape = z.strictObject({
  id: idShape,
  title: wordsShape,
  description: wordsShape,
  criteria: z.array(criterionShape).min(1).max(50),
});
export type Dimension = z.output<typeof dimensionShape>;

const sourceShape = z.strictObject({
  id: idShape,
  title: wordsShape,
  publisher: text,
  /** Partial date: `2017`, `2017-03` or `2017-03-09`. */
  date: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .optional(),
  url: z.url({ protocol: /^https?$/ }),
});
export type FrameworkSource = z.output<typeof sourceShape>;

/**
 * One version of a framework: the tree of dimensions and criteria, each with its worded scale, and the sources of
 * what it states. Nothing in it has a weight: all criteria of a dimension count the same, and so do dimensions.
 */
export const frameworkShape = z
  .strictObject({
    id: idShape,
    version: z.number().int().min(1),
    published: z.iso.date(),
    /** True for the framework that comes with the product: people should make it theirs. */
    startingPoint: z.boolean(),
    licence: text,
    authors: z.array(text).min(1).max(100),
    title: wordsShape,
    description: wordsShape,
    notice: wordsShape,
    howToAnswer: wordsShape,
    sources: z.array(sourceShape).max(200),
    dimensions: z.array(dimensionShape).min(1).max(20),
  })
  .superRefine((content, check) => {
    for (const { path, message } of problemsOf(content)) check.addIssue({ code: 'custom', path, message });
  });

export type FrameworkContent = z.output<typeof frameworkShape>;

interface UnsoundPlace {
  path: (string | number)[];
  message: string;
}

interface Tree {
  dimensions: Dimension[];
  sources: FrameworkSource[];
}

/** What the shape of each part cannot say: ids stand once, sources are known, levels go 1, 2, 3… */
function problemsOf({ dimensions, sources }: Tree): UnsoundPlace[] {
  const criteria = dimensions.flatMap((dimension, d) =>
    dimension.criteria.map((criterion, c) => ({ ...criterion, path: ['dimensions', d, 'criteria', c] })),
  );
  const known = new Set(sources.map(({ id }) => id));
  return [
    ...repeatedIds(dimensions.map(({ id }, d) => ({ id, path: ['dimensions', d] }))),
    ...repeatedIds(criteria),
    ...repeatedIds(sources.map(({ id }, s) => ({ id, path: ['sources', s] }))),
    ...criteria.flatMap(({ sources: cited, path }) =>
      cited.flatMap((id, s) =>
        known.has(id) ? [] : [{ path: [...path, 'sources', s], message: 'names no source of the framework' }],
      ),
    ),
    // Answers are stored as these numbers.
    ...criteria.flatMap(({ scale, path }) =>
      scale.every(({ level }, i) => level === i + 1)
        ? []
        : [{ path: [...path, 'scale'], message: 'does not go 1, 2, 3… in this order' }],
    ),
  ];
}

function repeatedIds(places: { id: string; path: (string | number)[] }[]): UnsoundPlace[] {
  const seen = new Set<string>();
  return places.flatMap(({ id, path }) => {
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated ? [{ path: [...path, 'id'], message: 'stands twice' }] : [];
  });
}
