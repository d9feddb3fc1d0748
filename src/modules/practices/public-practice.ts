import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import { addressOf } from '#modules/records/index.ts';
import type { Practice } from './practice.ts';

/**
 * A practice as programs and open data see it. Nothing private is here: no contact, no e-mail address, no
 * unrecognised column of an imported file.
 */
export interface PublicPractice {
  id: string;
  url: string;
  title: string;
  pitch: string;
  /** Markdown. */
  description: string;
  purpose: string | null;
  status: string;
  /** `potential` for an idea, else `existing`. */
  state: 'potential' | 'existing';
  sector: string | null;
  legal_status: string | null;
  commune_code: string | null;
  commune: string;
  place: string;
  /** WGS 84; null when unknown or doubtful. */
  lat: number | null;
  lng: number | null;
  since: string;
  carriers: string;
  website: string;
  /** How many practices an aggregate record stands for; null for one. */
  count: number | null;
  themes: string[];
  language: string;
  licence: string;
  source: string;
  source_url: string;
  source_id: string;
  created_at: string;
  updated_at: string;
  confirmed_on: string | null;
}

/** `origin`: public address of the site, without a trailing slash. */
export function toPublicPractice({ record, details }: Practice, origin: string): PublicPractice {
  const shown = !details.pointIsDoubtful;
  return {
    id: record.id,
    url: origin + addressOf(record),
    title: record.title,
    pitch: record.pitch,
    description: toMarkdown(record.body),
    purpose: details.purpose,
    status: details.status,
    state: details.status === 'idea' ? 'potential' : 'existing',
    sector: details.sector,
    legal_status: details.legalStatus,
    commune_code: details.communeCode,
    commune: details.communeName,
    place: details.place,
    lat: shown ? details.lat : null,
    lng: shown ? details.lng : null,
    since: details.since,
    carriers: details.carriers,
    website: details.website,
    count: details.count,
    themes: record.tags,
    language: record.language,
    licence: record.licence,
    source: record.sourceName,
    source_url: record.sourceUrl,
    source_id: record.sourceRecordId,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
    confirmed_on: record.confirmedOn,
  };
}
