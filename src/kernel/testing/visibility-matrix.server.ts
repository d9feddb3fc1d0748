import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Id } from '../ids.ts';

/** What a record is to whoever looks at it; `group` is reserved and shown to nobody yet. */
export const recordStates = [
  'public',
  'members',
  'draft',
  'group',
  'deleted public',
  'deleted draft',
  'hidden public',
  'hidden members',
  'hidden draft',
] as const;
export type RecordState = (typeof recordStates)[number];

/** Puts a record in that state, past every rule. */
export async function putInState(context: Context, recordId: Id, state: RecordState): Promise<void> {
  const now = context.clock.now();
  const [change, visibility] = state.includes(' ') ? state.split(' ') : ['', state];
  await sql`
    update record set visibility = ${visibility},
      deleted_at = ${change === 'deleted' ? now : null},
      hidden_at = ${change === 'hidden' ? now : null},
      hidden_reason = ${change === 'hidden' ? 'other' : null}
    where territory_id = ${context.territoryId} and id = ${recordId}`.execute(context.db);
}

/** Everyone who may look: `author` made the record; `elsewhere` is that same person on another territory. */
export const onlookers = ['visitor', 'contributor', 'author', 'facilitator', 'owner', 'elsewhere'] as const;
export type Onlooker = (typeof onlookers)[number];

/** Who sees what, said once more and in another way than the code does. */
export function maySee(onlooker: Onlooker, state: RecordState): boolean {
  if (onlooker === 'elsewhere') return false;
  if (state === 'public') return true;
  if (state === 'members') return onlooker !== 'visitor';
  if (state === 'hidden public' || state === 'hidden members') {
    return onlooker === 'author' || onlooker === 'facilitator' || onlooker === 'owner';
  }
  return (state === 'draft' || state === 'hidden draft') && onlooker === 'author';
}
