import type { Id } from '#kernel/ids.ts';
import type { Kind, Language } from './record.ts';

/**
 * What one record is to another, read from the first to the second. People tie any two records that go together
 * (`related-to`, the same read either way); the others come from what a capability does.
 */
export type LinkType = 'evaluates' | 'chosen-for' | 'carries-out' | 'follows-from' | 'related-to';

/** Kinds whose pages show what people tied to them. */
export const kindsWithLinks: readonly Kind[] = [
  'practice',
  'evaluation',
  'lever',
  'action',
  'page',
  'deliberation',
  'decision',
];

/** What is shown of a record at the other end of a link. */
export interface LinkedRecord {
  id: Id;
  kind: Kind;
  shortId: string;
  slug: string;
  title: string;
  language: Language;
}

export interface RelatedRecord extends LinkedRecord {
  type: LinkType;
  /** `out`: the record asked about points to this one; `in`: this one points to it. */
  direction: 'out' | 'in';
}

/** A record that another one, `fromId`, points to. */
export type PointedRecord = Omit<RelatedRecord, 'direction'> & { fromId: Id };
