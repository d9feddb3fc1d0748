import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import type { Area } from './practice-area.ts';
import { visiblePractices } from './practice-store.server.ts';

/** What the map says of these practices. */
export async function selectPoints(context: Context, ids: readonly Id[]) {
  return visiblePractices(context)
    .select([
      'record.id as id',
      'record.slug as slug',
      'record.short_id as shortId',
      'record.title as title',
      'record.language as language',
      'practice.purpose as purpose',
      'practice.status as status',
      'practice.count as count',
    ])
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
    .execute();
}

/** What is drawn of these practices, by their id. */
export async function selectAreas(context: Context, ids: readonly Id[]): Promise<Map<Id, Area>> {
  if (ids.length === 0) return new Map();
  const rows = await visiblePractices(context)
    .select(['record.id as id', 'practice.area as area'])
    .where((eb) => eb('record.id', '=', eb.fn.any(eb.val([...ids]))))
    .execute();
  return new Map(rows.flatMap(({ id, area }) => (area ? [[id, area] as const] : [])));
}
