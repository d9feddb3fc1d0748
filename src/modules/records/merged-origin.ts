import type { Id } from '#kernel/ids.ts';

/** Where a record that was merged into another one comes from. */
export interface MergedOrigin {
  /** The record that stands for it today. */
  standsFor: Id;
  id: Id;
  sourceName: string;
  sourceUrl: string;
  sourceRecordId: string;
  licence: string;
}
