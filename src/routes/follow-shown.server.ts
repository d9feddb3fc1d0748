import { listAddress } from '#modules/news/index.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { feedAddress } from './feed-answer.server.ts';

/** How a reader may follow what a page shows. */
export interface FollowShown {
  /** Address of its feed, without the language; null for what visitors do not see. */
  feed: string | null;
}

/** For the page of a list. */
export function listFollowed(path: string, params: URLSearchParams): FollowShown {
  return { feed: feedAddress(listAddress(path, params) ?? path) };
}

/** For the page of a record. */
export function recordFollowed({ shortId, visibility }: RecordCore): FollowShown {
  return { feed: visibility === 'public' ? `/nouveautes/${shortId}.atom` : null };
}
