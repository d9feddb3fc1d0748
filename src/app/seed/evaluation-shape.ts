import { z } from 'zod';
import { type Slide, dayOf, doneOf, text } from './demo-shapes.ts';

const reasonsShape = z.record(z.string(), text);

/** One of it, or one for each practice of the session. */
const oneOrEach = <Shape extends z.ZodType>(shape: Shape) =>
  z.union([shape.transform((only) => [only]), z.array(shape)]);

/** A file of `data/demo/evaluations`: one session, as far as the day it reached. */
export function evaluationShape(slide: Slide) {
  const day = dayOf(slide);
  const college = z.strictObject({
    key: text,
    kind: z.enum(['named', 'anonymous']),
    name: text,
    /** Cards handed out. */
    links: z.number().int().min(0),
  });
  const sheet = z.strictObject({
    college: text,
    /** Who signs, in a named college. */
    signed: text.optional(),
    /** One word a column of `criteria`: a level, `na`, `dk`, or `-` for what was left without an answer. */
    levels: oneOrEach(text),
    reasons: oneOrEach(reasonsShape).default([]),
  });
  const workshop = doneOf(slide).extend({
    /** What the group answered together, on the first practice. */
    together: z.array(
      z.strictObject({ criterion: text, level: z.number().int().positive(), reason: z.string().default('') }),
    ),
    /** Dots counted in the room, by criterion. */
    dots: z.record(z.string(), z.number().int().positive()),
    priorities: z.array(
      z.strictObject({
        criterion: text,
        words: text,
        /** The action of the plan that it became. */
        became: z.strictObject({ on: day, action: text }).optional(),
      }),
    ),
  });
  return z.strictObject({
    id: text,
    practices: z.array(text).min(1),
    framework: text,
    /** The session it does again. */
    repeats: text.optional(),
    title: text,
    purpose: text,
    /** Who runs the session. */
    by: text,
    created: day,
    opened: day.optional(),
    /** The closing day said to those invited. */
    announced: day.optional(),
    /** The day the answers so far had come. */
    answered: day.optional(),
    closed: day.optional(),
    workshop: workshop.optional(),
    published: day.optional(),
    colleges: z.array(college),
    criteria: z.array(text).default([]),
    sheets: z.array(sheet).default([]),
  });
}

export type DemoEvaluation = z.output<ReturnType<typeof evaluationShape>>;
