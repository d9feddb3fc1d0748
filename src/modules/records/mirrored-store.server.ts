import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { goneFromSource } from './hiding.ts';

/** Says of records which source they mirror, or with null that they are like any other. */
export async function setMirrorOf(context: Context, ids: readonly Id[], sourceId: Id | null): Promise<void> {
  await context.db
    .updateTable('record')
    .set({ mirror_of: sourceId })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', sql<Id>`any(${ids}::uuid[])`)
    .execute();
}

/** Hides those of these records that are shown; returns them. */
export async function hideAll(context: Context, ids: readonly Id[]): Promise<Id[]> {
  const rows = await context.db
    .updateTable('record')
    .set({ hidden_at: context.clock.now(), hidden_reason: goneFromSource, hidden_words: '' })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', sql<Id>`any(${ids}::uuid[])`)
    .where('hidden_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Shows those of these records that are hidden because they had gone; returns them. */
export async function showAll(context: Context, ids: readonly Id[]): Promise<Id[]> {
  const rows = await context.db
    .updateTable('record')
    // A change of now for whoever keeps a copy.
    .set({ hidden_at: null, hidden_reason: null, hidden_words: '', updated_at: context.clock.now() })
    .where('territory_id', '=', context.territoryId)
    .where('id', '=', sql<Id>`any(${ids}::uuid[])`)
    .where('hidden_reason', '=', goneFromSource)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
