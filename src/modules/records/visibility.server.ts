import type { ExpressionBuilder, Expression, SqlBool } from 'kysely';
import { type Context, hasRole } from '#kernel/context.ts';
import type { Tables } from '#kernel/database.server.ts';
import type { Kind } from './record.ts';

/**
 * The one place that decides who sees what: this territory's records, of the kinds it uses, not deleted and not merged into another one, public; those for members
 * when one is signed in; what facilitators prepare for them; drafts for their authors; hidden ones for their authors and facilitators. Every list, page,
 * count, search and export passes here.
 *
 * @param when `deleted`, `hidden`, `merged`: the records that the actor would see if they had not been deleted, hidden or merged
 */
export function visibleTo(context: Context, when: 'kept' | 'deleted' | 'hidden' | 'merged' = 'kept') {
  return (eb: ExpressionBuilder<Tables, 'record'>): Expression<SqlBool> => {
    const { actor, territoryId, kindsOff = [] } = context;
    const isAuthor = actor.personId ? [eb(eb.val(actor.personId), '=', eb.fn.any('record.author_ids'))] : [];
    const seen = [eb('record.visibility', '=', 'public')];
    if (hasRole(actor, 'contributor')) seen.push(eb('record.visibility', '=', 'members'));
    if (hasRole(actor, 'facilitator')) seen.push(eb('record.visibility', '=', 'facilitators'));
    if (actor.personId) seen.push(eb.and([eb('record.visibility', '=', 'draft'), ...isAuthor]));
    const shown = eb.or([eb('record.hidden_at', 'is', null), ...isAuthor]);
    return eb.and([
      eb('record.territory_id', '=', territoryId),
      eb('record.deleted_at', when === 'deleted' ? 'is not' : 'is', null),
      eb('record.merged_into', when === 'merged' ? 'is not' : 'is', null),
      ...(when === 'hidden' ? [eb('record.hidden_at', 'is not', null)] : []),
      ...(when === 'hidden' || hasRole(actor, 'facilitator') ? [] : [shown]),
      ...kindsOff.map((kind) => eb('record.kind', '!=', kind as Kind)),
      eb.or(seen),
    ]);
  };
}
