import type { Context } from '#kernel/context.ts';
import { hasRole } from '#kernel/context.ts';
import { firstEntryOfActor } from '#kernel/journal-search.server.ts';
import { outsideLinks } from '#kernel/rich-text/outside-links.ts';
import { type RichText, emptyRichText } from '#kernel/rich-text/rich-text.ts';

/** Days after their first contribution to a territory during which someone is a newcomer there. */
const newcomerDays = 3;
/** Links to other sites that a newcomer may add to one text: advertising needs more. */
const mostLinks = 2;

/**
 * Whether the actor may add the links that `after` has and `before` has not: newcomers add two at most to one text.
 * Facilitators are no newcomers anywhere; whoever is not signed in is one.
 */
export async function mayAddLinks(
  context: Context,
  after: RichText,
  before: RichText = emptyRichText(),
): Promise<boolean> {
  const { actor, territoryId, clock } = context;
  if (hasRole(actor, 'facilitator')) return true;
  const known = new Set(outsideLinks(before));
  if (outsideLinks(after).filter((link) => !known.has(link)).length <= mostLinks) return true;
  if (actor.personId === null) return false;
  const first = await firstEntryOfActor(context.db, { territoryId, actorId: actor.personId });
  const since = clock.now().getTime() - newcomerDays * 86_400_000;
  return first !== undefined && first.getTime() <= since;
}
