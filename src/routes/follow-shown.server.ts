import { type FollowName, findOwn } from '#modules/news/index.server.ts';
import { listAddress } from '#modules/news/index.ts';
import { hasRole } from '#kernel/context.ts';
import type { RecordCore } from '#modules/records/index.ts';
import { feedAddress } from './feed-answer.server.ts';

/** How a reader may follow what a page shows. */
export interface FollowShown {
  /** Address of its feed, without the language; null for what visitors do not see. */
  feed: string | null;
  /** What the form names, and where it comes back to; null for what has no letters. */
  form: { field: 'record' | 'list'; value: string; back: string } | null;
  state: 'followed' | 'not-followed' | 'signed-out';
}

interface Asked {
  locals: App.Locals;
  url: URL;
}

/** For the page of a list. */
export async function listFollowed(
  event: Asked,
  path: string,
  params: URLSearchParams,
): Promise<FollowShown> {
  const list = listAddress(path, params) ?? path;
  const form = { field: 'list' as const, value: list, back: event.url.pathname + event.url.search };
  return { feed: feedAddress(list), form, state: await stateOf(event, { list }) };
}

/** For the page of a record. */
export async function recordFollowed(
  event: Asked,
  { shortId, visibility }: Pick<RecordCore, 'shortId' | 'visibility'>,
): Promise<FollowShown> {
  return {
    feed: visibility === 'public' ? `/nouveautes/${shortId}.atom` : null,
    form: { field: 'record', value: shortId, back: event.url.pathname },
    state: await stateOf(event, { shortId }),
  };
}

async function stateOf({ locals }: Asked, name: FollowName): Promise<FollowShown['state']> {
  if (!hasRole(locals.context.actor, 'contributor')) return 'signed-out';
  return (await findOwn(locals.context, name)) ? 'followed' : 'not-followed';
}
