import type { Id } from '#kernel/ids.ts';
import type { Kind, Language } from './record.ts';

/** What one record is to another, read from the first to the second. */
export type LinkType = 'evaluates' | 'chosen-for' | 'carries-out' | 'follows-from';

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
