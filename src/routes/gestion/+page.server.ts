import { hasRole } from '#kernel/context.ts';
import { troubledSources } from '#modules/practices/index.server.ts';
import { countWaitingReports } from '#modules/moderation/index.server.ts';
import { refuse } from '../refusal.server.ts';
import type { PageServerLoad } from './$types.d.ts';

export const load: PageServerLoad = async ({ locals: { context, territory } }) => {
  const { actor } = context;
  if (!hasRole(actor, 'facilitator')) refuse(actor.personId ? 'not-allowed' : 'sign-in-first');
  return {
    troubledSources: await troubledSources(context),
    waitingReports: await countWaitingReports(context),
    isOwner: hasRole(actor, 'owner'),
    isDemo: territory.isDemo,
    setupLeft: territory.setupLeft,
  };
};
