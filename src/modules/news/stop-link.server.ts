import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Locale } from '#kernel/translate.ts';
import { type Result, ok } from '#kernel/result.ts';
import { type SignedLinkError, makeSignedLink, readSignedLink } from '#kernel/signed-links.server.ts';
import { roleOf } from '#modules/accounts/index.server.ts';
import { deleteFollow, findFollow } from '#modules/records/index.server.ts';
import { showFollows } from './follow.server.ts';
import { findReader, saveWish } from './reader-store.server.ts';

const purpose = 'stop-news';
/** The subject of a link that stops all news. */
const everything = 'all';
/** A year: one stops when one has had enough, which may be long after the letter. */
export const stopMinutes = 366 * 24 * 60;

/** A link by which that person stops one follow, or with null all news; it may be used more than once. */
export function makeStopLink(context: Context, personId: Id, followId: Id | null): Promise<string> {
  const { territoryId } = context;
  const link = { purpose, territoryId, subject: followId ?? everything, personId, minutes: stopMinutes };
  return makeSignedLink(context, link);
}

/** What a link would stop, as it stands. */
export type StopShown =
  { what: 'all'; isDone: boolean } | { what: 'follow'; title: string | null; isDone: boolean };

/** Says what a link stops, without doing it. */
export async function showStop(
  context: Context,
  { token, locale }: { token: string; locale: Locale },
): Promise<Result<StopShown, SignedLinkError>> {
  const link = await readLink(context, token);
  if (!link.ok) return link;
  const { personId, subject } = link.value;
  if (subject === everything) {
    return ok({ what: 'all', isDone: (await findReader(context, personId))?.rhythm === 'never' });
  }
  const follow = await findFollow(context, personId, { id: subject });
  if (!follow) return ok({ what: 'follow', title: null, isDone: true });
  // As the person the link was sent to: their own title, and nothing they may no longer read.
  const role = await roleOf(context.db, { territoryId: context.territoryId, personId });
  const [shown] = await showFollows({ ...context, actor: { personId, role } }, { follows: [follow], locale });
  return ok({ what: 'follow', title: shown?.title ?? null, isDone: false });
}

/** Stops what the link says; done again, it changes nothing. */
export async function stopByLink(
  context: Context,
  token: string,
): Promise<Result<undefined, SignedLinkError>> {
  const link = await readLink(context, token);
  if (!link.ok) return link;
  const { personId, subject } = link.value;
  if (subject === everything) {
    const reader = await findReader(context, personId);
    await saveWish(context, personId, { rhythm: 'never', language: reader?.language ?? 'fr', toldFor: '' });
  } else {
    await deleteFollow(context, personId, subject);
  }
  return ok();
}

async function readLink(
  context: Context,
  token: string,
): Promise<Result<{ personId: Id; subject: string }, SignedLinkError>> {
  const link = await readSignedLink(context, token, { purpose, territoryId: context.territoryId });
  if (!link.ok) return link;
  const { personId, subject } = link.value;
  if (personId === null) throw new Error('a link that stops news is for someone');
  return ok({ personId, subject });
}
