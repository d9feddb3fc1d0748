import { z } from 'zod';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { parseMarkdown } from '#kernel/rich-text/from-markdown.ts';
import { findCommuneByCode } from '#modules/territories/index.server.ts';
import { emptyDetails, legalStatuses, purposes, sectors, statuses } from './practice.ts';
import { createPractice } from './save-practice.server.ts';

const demoPracticeShape = z.object({
  id: z.string(),
  title: z.string(),
  pitch: z.string(),
  description: z.string(),
  purpose: z.enum(purposes),
  status: z.enum(statuses),
  legalStatus: z.enum(legalStatuses),
  sector: z.enum(sectors),
  tags: z.array(z.string()),
  commune: z.string().optional(),
  point: z.object({ lat: z.number(), lng: z.number() }).optional(),
  aggregate: z.object({ count: z.number(), type: z.object({ fr: z.string() }) }).optional(),
  since: z.string().default(''),
  lastConfirmed: z.string(),
  carriers: z.array(z.string()).default([]),
  links: z.array(z.object({ url: z.string() })).default([]),
});

/** `data/demo/practices.yaml` */
export const demoPracticesShape = z.object({
  lang: z.literal('fr'),
  source: z.string(),
  practices: z.array(demoPracticeShape),
});

/** Makes the practices of a demonstration; returns their ids by their names in the file. */
export async function seedPractices(
  context: Context,
  { lang, source, practices }: z.output<typeof demoPracticesShape>,
): Promise<Map<string, Id>> {
  const ids = new Map<string, Id>();
  for (const practice of practices) {
    const commune = practice.commune ? await findCommuneByCode(practice.commune) : undefined;
    const record = await createPractice(context, {
      fields: {
        title: practice.title,
        pitch: practice.pitch,
        body: parseMarkdown(practice.description),
        language: lang,
        visibility: 'public',
        licence: 'CC-BY-SA-4.0',
        tags: practice.tags,
        sourceName: source,
        sourceUrl: '',
        sourceRecordId: practice.id,
        confirmedOn: practice.lastConfirmed,
      },
      details: {
        ...emptyDetails,
        purpose: practice.purpose,
        status: practice.status,
        legalStatus: practice.legalStatus,
        sector: practice.sector,
        communeCode: commune?.code ?? null,
        communeName: commune?.name ?? '',
        lat: practice.point?.lat ?? null,
        lng: practice.point?.lng ?? null,
        since: practice.since,
        carriers: practice.carriers.join(', '),
        website: practice.links[0]?.url ?? '',
        count: practice.aggregate?.count ?? null,
      },
    });
    ids.set(practice.id, record.id);
  }
  return ids;
}
