import { toMarkdown } from '#kernel/rich-text/to-markdown.ts';
import {
  type AttachmentShown,
  type MergedOrigin,
  type RecordCore,
  type TopicKind,
  type Topics,
  addressOf,
  contentPath,
  topicsAmong,
} from '#modules/records/index.ts';
import type { OwnValue } from './fields/own-value.ts';
import { type PublicDetails, publicDetails } from './practice-fields.ts';
import type { Practice } from './practice.ts';

/**
 * A practice as programs and open data see it. Nothing private is here: no contact, no e-mail address, no
 * unrecognised column of an imported file. What it has beside the core is told by `practice-fields.ts`.
 */
export interface PublicPractice extends PublicDetails {
  id: string;
  url: string;
  title: string;
  pitch: string;
  /** Markdown. */
  description: string;
  /** `potential` for an idea, else `existing`. */
  state: 'potential' | 'existing';
  /** Names of themes, challenges and communities of interest. */
  themes: string[];
  challenges: string[];
  communities: string[];
  /** Keywords. */
  tags: string[];
  /** Where people talk about it; empty when nowhere is known. */
  chat: string;
  /** Named co-authors, who have no account. */
  co_authors: string[];
  language: string;
  licence: string;
  source: string;
  source_url: string;
  source_id: string;
  /** Whom a source that is asked again wants named, its site, and the day (UTC) when it last answered; empty for any other. */
  source_credit: string;
  source_site: string;
  source_seen_on: string | null;
  /** Records that say the same and were merged into this one, each with its own source and licence. */
  merged: PublicMerged[];
  created_at: string;
  updated_at: string;
  confirmed_on: string | null;
  pictures: PublicPicture[];
  documents: PublicDocument[];
  /** What it says in the public fields that the territory added, by their keys; choices by theirs. */
  fields: Record<string, OwnValue>;
}

/** By its id here, from which an old address still leads to the practice. */
export interface PublicMerged {
  id: string;
  source: string;
  source_url: string;
  source_id: string;
  licence: string;
}

interface PublicPicture {
  url: string;
  /** In pixels. */
  width: number;
  height: number;
  /** What it shows, in the language of the practice; empty for a decorative one. */
  alt: string;
  credit: string;
  /** SPDX; empty when nobody said. */
  licence: string;
}

interface PublicDocument {
  url: string;
  name: string;
  title: string;
  /** In bytes. */
  size: number;
  credit: string;
  licence: string;
}

export interface PublicSurroundings {
  /** Public address of the site, without a trailing slash. */
  origin: string;
  /** Those of the territory. */
  topics: Topics;
  /** Its own. */
  files?: readonly AttachmentShown[] | undefined;
  /** What was merged into it. */
  merged?: readonly MergedOrigin[] | undefined;
  /** What is to be said of the source that is followed for it. */
  followed?: SourceFollowed | undefined;
  /** What `publicOwnValues` lets everyone see. */
  own?: Record<string, OwnValue> | undefined;
}

export interface SourceFollowed {
  attribution: string;
  /** Without what its address of data may hold. */
  site: string;
  lookedAt: Date | null;
}

export function toPublicPractice(
  { record, details }: Practice,
  { origin, topics, files = [], merged = [], followed, own = {} }: PublicSurroundings,
): PublicPractice {
  const about = topicsAmong(topics, record.topicIds);
  const named = (kind: TopicKind) => about.filter((topic) => topic.kind === kind).map(({ name }) => name);
  return {
    id: record.id,
    url: origin + addressOf(record),
    title: record.title,
    pitch: record.pitch,
    description: toMarkdown(record.body),
    ...publicDetails(details),
    state: details.status === 'idea' ? 'potential' : 'existing',
    themes: named('theme'),
    challenges: named('challenge'),
    communities: named('community'),
    tags: record.tags,
    chat: record.chatUrl,
    co_authors: record.coAuthors,
    language: record.language,
    licence: record.licence,
    source: record.sourceName,
    source_url: record.sourceUrl,
    source_id: record.sourceRecordId,
    source_credit: followed?.attribution ?? '',
    source_site: followed?.site ?? '',
    source_seen_on: followed?.lookedAt?.toISOString().slice(0, 10) ?? null,
    merged: merged.map((other) => ({
      id: other.id,
      source: other.sourceName,
      source_url: other.sourceUrl,
      source_id: other.sourceRecordId,
      licence: other.licence,
    })),
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
    confirmed_on: record.confirmedOn,
    pictures: files
      .filter(({ kind }) => kind === 'picture')
      .flatMap((file) => publicPicture(record, file, origin)),
    documents: files
      .filter(({ kind }) => kind === 'document')
      .map((file) => publicDocument(record, file, origin)),
    fields: own,
  };
}

/** At its largest. */
function publicPicture(record: RecordCore, file: AttachmentShown, origin: string): PublicPicture[] {
  const size = file.sizes.at(-1);
  if (!size) return [];
  const url = origin + contentPath(record.shortId, file, size.width);
  const { description: alt, credit, licence } = file;
  return [{ url, width: size.width, height: size.height, alt, credit, licence }];
}

function publicDocument(record: RecordCore, file: AttachmentShown, origin: string): PublicDocument {
  const { name, description: title, credit, licence } = file;
  const url = origin + contentPath(record.shortId, file, 0);
  return { url, name, title, size: file.sizes[0]?.bytes ?? 0, credit, licence };
}
