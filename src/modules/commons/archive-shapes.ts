import { z } from 'zod';
import { languages } from '#kernel/content-terms.ts';
import { documentMediaTypes } from '#kernel/files/document-type.ts';
import { actionStatuses } from '#modules/action-plans/index.ts';
import { frameworkDraftShape } from '#modules/framework/index.ts';
import { competentBodies, phases, postures } from '#modules/knowledge/index.ts';
import {
  digitals,
  legalStatuses,
  milieus,
  purposes,
  reaches,
  sectors,
  statuses,
} from '#modules/practices/index.ts';
import { topicKinds } from '#modules/records/index.ts';
import { sections, setupSteps } from '#modules/territories/index.ts';
import {
  address,
  area,
  count,
  day,
  hiding,
  id,
  kind,
  moment,
  richText,
  sha256,
  shortId,
  slug,
  source,
  text,
  texts,
} from './archive-values.ts';
import { consultationShape, decisionShape, proposalShape } from './deliberation-shapes.ts';
import { evaluationRows } from './evaluation-rows.ts';
import { ownFieldShape, ownListShape, ownValuesShape } from './own-form-shapes.ts';

/*
 * The rows of an archive, a line of JSON each, by the names of the columns of the database: what they must be to be let in.
 * An archive may come from anybody; the database checks again what ties rows to each other.
 */

export const territoryShape = z.strictObject({
  name: text.min(1).max(200),
  welcome: richText,
  communes: texts,
  time_zone: text,
  language: z.enum(languages),
  licence: text,
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable(),
  sections_off: z.array(z.enum(sections)),
  setup_left: z.array(z.enum(setupSteps)),
  confirm_after_months: z.int().nullable(),
  publisher: text,
  director: text,
  hosting: text,
  legal: richText.nullable(),
  privacy: richText.nullable(),
});

export const rowShapes = {
  topics: z.strictObject({
    id,
    kind: z.enum(topicKinds),
    slug,
    name: text,
    description: text,
    parent_id: id.nullable(),
    position: z.int(),
    removed: z.boolean(),
    merged_into: id.nullable(),
  }),
  'own-lists': ownListShape,
  'own-fields': ownFieldShape,
  records: z.strictObject({
    id,
    kind,
    short_id: shortId,
    slug,
    title: text,
    pitch: text,
    body: richText,
    language: z.enum(languages),
    visibility: z.enum(['public', 'members', 'facilitators']),
    body_reserved: z.boolean(),
    licence: text,
    source_name: text,
    source_url: address,
    source_record_id: text,
    fingerprint: text,
    tags: texts,
    topic_ids: z.array(id),
    chat_url: address,
    co_authors: texts,
    version: count,
    created_at: moment,
    updated_at: moment,
    confirmed_on: day.nullable(),
    ...hiding,
  }),
  practices: z.strictObject({
    record_id: id,
    purpose: z.enum(purposes).nullable(),
    status: z.enum(statuses),
    sector: z.enum(sectors).nullable(),
    legal_status: z.enum(legalStatuses).nullable(),
    commune_code: text.nullable(),
    commune_name: text,
    place: text,
    lat: z.number().nullable(),
    lng: z.number().nullable(),
    point_is_doubtful: z.boolean(),
    since: text,
    carriers: text,
    website: address,
    count: z.int().nullable(),
    milieu: z.enum(milieus).nullable(),
    digital: z.enum(digitals).nullable(),
    reach: z.enum(reaches),
    also_in: z.array(z.strictObject({ code: text.nullable(), name: text })),
    epci_code: text.nullable(),
    epci_name: text,
    area: area.nullable(),
    partners: text,
    links: z.array(z.strictObject({ label: text, url: address })),
    fields: ownValuesShape.default({}),
  }),
  'framework-versions': z.strictObject({
    id,
    record_id: id,
    number: count,
    state: z.enum(['draft', 'published']),
    content: frameworkDraftShape,
    published_at: moment.nullable(),
    retired_at: moment.nullable().default(null),
  }),
  ...evaluationRows,
  levers: z.strictObject({
    record_id: id,
    shipped_id: text.nullable(),
    phase: z.enum(phases),
    posture: z.enum(postures),
    competent: z.array(z.enum(competentBodies)),
    means: texts,
    brakes: texts,
    calls_on: texts,
    criteria: texts,
    inspirations: z.array(z.looseObject({ source })),
    sources: z.array(source),
  }),
  'chosen-levers': z.strictObject({
    lever_id: id,
    evaluation_id: id,
    reason: text,
    criteria: texts,
    chosen_at: moment,
  }),
  actions: z.strictObject({
    record_id: id,
    who: text,
    due: text,
    status: z.enum(actionStatuses),
    progress: text,
  }),
  consultations: consultationShape,
  decisions: decisionShape,
  proposals: proposalShape,
  links: z.strictObject({ id, from_id: id, to_id: id, type: text, created_at: moment }),
  comments: z.strictObject({
    id,
    record_id: id,
    author_name: text,
    body: richText,
    created_at: moment,
    ...hiding,
  }),
  attachments: z
    .strictObject({
      id,
      record_id: id,
      kind: z.enum(['picture', 'document']),
      name: text.regex(/^[^/\\]+$/),
      media_type: z.enum(['image/webp', ...documentMediaTypes]),
      received: count,
      description: text,
      decorative: z.boolean(),
      credit: text,
      licence: text,
      position: z.int(),
      created_at: moment,
      attached_at: moment,
    })
    .refine((file) => (file.kind === 'picture') === (file.media_type === 'image/webp')),
  'attachment-files': z.strictObject({ attachment_id: id, width: count, height: count, sha256 }),
  history: z.strictObject({
    id,
    record_id: id,
    action: z.string().regex(/^[a-z]+\.[a-z-]+$/),
    changes: z.record(z.string(), z.strictObject({ before: z.json(), after: z.json() })),
    undoes: id.nullable(),
    happened_at: moment,
  }),
  purged: z.strictObject({
    short_id: shortId,
    record_id: id,
    kind,
    seen_by: z.enum(['public', 'members', 'authors']),
    origin_mark: text,
    purged_at: moment,
  }),
} as const;

export type PartName = keyof typeof rowShapes;

/** In the order in which they are written and read: what others name comes before them. */
export const partNames = Object.keys(rowShapes) as PartName[];

/** Where a part stands in the archive. */
export function fileOfPart(name: PartName): string {
  return `data/${name}.jsonl`;
}

export const territoryFile = 'data/territory.json';
