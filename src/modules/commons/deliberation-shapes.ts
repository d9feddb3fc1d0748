import { z } from 'zod';
import { languages } from '#kernel/content-terms.ts';
import { fewestShown, outcomes, proposalKinds, weighings } from '#modules/deliberation/index.ts';
import { count, day, hiding, id, moment, text, texts } from './archive-values.ts';

/* Consultations, what was proposed in them and what was decided. Who voted what stays. */

const branch = z.strictObject({
  id: text,
  title: z.strictObject({ fr: text.optional(), en: text.optional() }),
});

const people = z.int().min(0);
const tally = z.strictObject({ agree: people, disagree: people, pass: people }).nullable();
const tallies = z.strictObject({ verified: tally, room: tally });

const atLeastFive = z.int().min(fewestShown);
const hundredth = z.int().min(0).max(100);
const range = z.strictObject({ lower: hundredth, median: hundredth, upper: hundredth });
const ofPeople = z.strictObject({ people: atLeastFive, ranges: z.array(range) });
const parts = z.array(
  ofPeople.extend({ kind: z.enum(['college', 'group', 'unsaid', 'others']), name: text }),
);
const end = z.strictObject({ part: count, median: hundredth });

/** What may be shown of the weights of a branch: everyone's own stay. */
const weightsTold = z.strictObject({
  id: text,
  items: texts,
  everyone: ofPeople.nullable(),
  room: ofPeople.nullable(),
  colleges: parts,
  groups: parts,
  gap: z.strictObject({ by: z.enum(['colleges', 'groups']), item: text, low: end, high: end }).nullable(),
  former: count,
});

export const consultationShape = z.strictObject({
  record_id: id,
  subject_id: id.nullable(),
  needed: count,
  opens_on: day.nullable(),
  closes_on: day.nullable(),
  closed: z.boolean(),
  colleges: texts,
  weighing: z.enum(weighings).nullable(),
  branches: z.array(branch.extend({ items: z.array(branch) })),
  weights_told: z.array(weightsTold).nullable().default(null),
});

export const decisionShape = z.strictObject({
  record_id: id,
  consultation_id: id.nullable(),
  subject_id: id.nullable(),
  proposal_id: id.nullable(),
  outcome: z.enum(outcomes),
  reason: text,
  proposed: z.strictObject({
    kind: z.enum(proposalKinds),
    places: texts,
    title: text,
    wordings: texts,
    reason: text,
    language: z.enum(languages),
  }),
  took_part: z.strictObject({
    people: z.int().min(0),
    inRoom: z.int().min(0),
    colleges: z.array(z.strictObject({ name: text, people: z.int().min(1).nullable() })),
    tallies,
  }),
  decided_on: day,
  undone: z.boolean(),
});

export const proposalShape = z.strictObject({
  id,
  consultation_id: id,
  kind: z.enum(proposalKinds),
  places: texts,
  title: text,
  wordings: texts,
  reason: text,
  language: z.enum(languages),
  state: z.enum(['open', 'merged', 'adopted', 'declined']),
  merged_into: id.nullable(),
  decision_id: id.nullable(),
  tally: tallies.nullable(),
  created_at: moment,
  ...hiding,
});
