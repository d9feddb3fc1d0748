import { type Context, hasRole } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { findEvaluation } from '#modules/evaluation/index.server.ts';
import type { Kind } from '#modules/records/index.ts';

/**
 * Records without the evaluation sessions that are being prepared, for those who do not run them: the record core shows
 * these to whoever signed in, and their pages answer facilitators only.
 */
export async function withoutDraftSessions<One extends { id: Id; kind: Kind }>(
  context: Context,
  records: readonly One[],
): Promise<One[]> {
  if (hasRole(context.actor, 'facilitator')) return [...records];
  const seen = await Promise.all(
    records.map(async ({ id, kind }) => kind !== 'evaluation' || (await findEvaluation(context, { id }))),
  );
  return records.filter((_, place) => seen[place]);
}
