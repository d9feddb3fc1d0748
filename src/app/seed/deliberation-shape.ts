import { z } from 'zod';
import { proposalKinds, weighings } from '#modules/deliberation/index.ts';
import { languages } from '#modules/records/index.ts';
import { type Slide, dayOf, doneOf, text } from './demo-shapes.ts';

/** A file of `data/demo/deliberations`: one consultation, as far as the day it reached. */
export function deliberationShape(slide: Slide) {
  const day = dayOf(slide);
  const done = doneOf(slide);
  const proposal = done.extend({
    kind: z.enum(proposalKinds),
    places: z.array(text).default([]),
    title: text,
    wordings: z.array(text).default([]),
    reason: text,
    language: z.enum(languages).default('fr'),
    decided: done.extend({ outcome: z.enum(['adopted', 'declined']), reason: text }).optional(),
  });
  const voice = z.strictObject({
    college: text.optional(),
    /** One sign a proposal: `+` agrees, `-` disagrees, `0` passes, `.` did not vote on it. */
    votes: text,
    /**
     * A budget of points for each thing that is weighed, parted by `/`: the branches, then what hangs on each; `.` for
     * one that was left.
     */
    weights: text.optional(),
    /** What was added to a vote, by the place of its proposal, from 1. */
    nuances: z.record(z.string(), text).default({}),
  });
  return z.strictObject({
    id: text,
    /** What it is about: a practice, or a framework that the territory makes of one that was there. */
    practice: text.optional(),
    framework: z
      .strictObject({
        id: text,
        from: text,
        title: text,
        begun: done,
        published: done,
        /** What follows from the decisions. */
        next: done.extend({ note: text }),
      })
      .optional(),
    title: text,
    why: text,
    by: text,
    needed: z.number().int().positive(),
    opened: day,
    announced: day.optional(),
    colleges: z.array(text).default([]),
    weighing: z.enum(weighings).optional(),
    proposals: z.array(proposal),
    voted: done,
    closed: done.optional(),
    voices: z.array(voice),
  });
}

export type DemoDeliberation = z.output<ReturnType<typeof deliberationShape>>;
