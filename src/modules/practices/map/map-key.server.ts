import { createHash } from 'node:crypto';

/** All that decides which practices a map shows. Two maps of equal keys are the same map. */
export interface PracticeMapKey {
  territory: string;
  /** Who may see them: maps made for everyone may be kept by shared caches. */
  audience: 'public' | 'members';
  /** The filters, always written in the same order. */
  filter: string;
  /** Where the journal stands: a later position is another map. */
  position: string;
}

/** A short tag, the same for equal keys, to stand in addresses (`?v=`) and in HTTP's `etag`. */
export function versionOf({ territory, audience, filter, position }: PracticeMapKey): string {
  const text = JSON.stringify([territory, audience, filter, position]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
