import { z } from 'zod';
import { documentMediaTypes } from '#kernel/files/document-type.ts';
import { count, day, id, moment, sha256, text } from './archive-values.ts';

/** Of one practice; alone, it is the result of a session closed before sessions could be about several. */
const resultShape = z.looseObject({ groups: z.array(z.unknown()), criteria: z.array(z.unknown()) });
const subjectResultShape = z.looseObject({ key: text, result: resultShape });

/** The rows of evaluation sessions that leave with an archive: not their invitations nor their sheets. */
export const evaluationRows = {
  evaluations: z.strictObject({
    record_id: id,
    framework_version_id: id,
    repeats_id: id.nullable().default(null),
    state: z.enum(['draft', 'closed', 'published', 'withdrawn']),
    closes_on: day.nullable(),
    first_closes_on: day.nullable(),
    opened_at: moment.nullable(),
    closed_at: moment.nullable(),
    published_at: moment.nullable(),
    withdrawn_at: moment.nullable(),
    withdrawn_reason: text,
    result: z.union([resultShape, z.looseObject({ subjects: z.array(subjectResultShape) })]).nullable(),
  }),
  subjects: z.strictObject({ evaluation_id: id, position: z.int().positive(), record_id: id.nullable() }),
  colleges: z.strictObject({
    evaluation_id: id,
    key: text,
    name: text,
    kind: z.enum(['named', 'anonymous', 'unverified']),
    threshold: z.int().nullable(),
    least: z.int().nullable().default(null),
    position: z.int(),
  }),
  'collective-answers': z.strictObject({
    evaluation_id: id,
    subject: z.int().positive(),
    criterion_id: text,
    answer: text,
    reason: text,
    updated_at: moment,
  }),
  priorities: z.strictObject({
    evaluation_id: id,
    criterion_id: text,
    position: z.int(),
    words: text,
    dots: count,
    outcome_id: id.nullable(),
  }),
  evidence: z.strictObject({
    name: z.string().regex(/^[\w-]{22}\.[a-z0-9]{1,8}$/),
    evaluation_id: id,
    media_type: z.enum(['image/webp', ...documentMediaTypes]),
    width: count,
    height: count,
    sha256,
  }),
};
