import { sql } from 'kysely';
import type { Context } from '#kernel/context.ts';
import type { Id } from '#kernel/ids.ts';
import { visibleTo } from '#modules/records/index.server.ts';
import type { SearchScope } from './duplicate-store.server.ts';
import type { PairState } from './pair-state.ts';
import type { LikenessFound, LikenessReason } from './likeness.ts';

export interface FoundPair extends LikenessFound {
  firstId: Id;
  secondId: Id;
}

/** Two ids as a pair is kept: the earlier one first. */
const inOrder = (a: Id, b: Id): [Id, Id] => (a < b ? [a, b] : [b, a]);

/**
 * Writes the pairs found for these practices in place of those found before; what people decided about a pair, or said, stays.
 *
 * @param now.of whether all pairs of these practices were looked for, or only those of which they are the first
 */
export async function replacePairs(
  { db, territoryId }: SearchScope,
  ids: readonly Id[],
  now: { found: readonly FoundPair[]; of: 'first' | 'either' },
): Promise<void> {
  const given = now.found.map(({ firstId, secondId, score, reasons }) => ({
    firstId,
    secondId,
    score,
    reasons,
  }));
  await sql`
    delete from duplicate_pair where territory_id = ${territoryId} and state = 'open' and not said
      and (first_id = any(${ids}::uuid[]) ${now.of === 'either' ? sql`or second_id = any(${ids}::uuid[])` : sql``})`.execute(
    db,
  );
  await sql`
    insert into duplicate_pair (first_id, second_id, territory_id, score, reasons, state)
    select "firstId", "secondId", ${territoryId}::uuid, score, reasons, 'open'
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as given("firstId" uuid, "secondId" uuid, score real, reasons jsonb)
    on conflict (first_id, second_id) do update set score = excluded.score, reasons = excluded.reasons`.execute(
    db,
  );
}

/** Someone says that two practices are the same: the pair comes first, whatever was decided before. False when it stood so. */
export async function insertSaid(context: Context, ids: readonly [Id, Id]): Promise<boolean> {
  const [firstId, secondId] = inOrder(...ids);
  const { numInsertedOrUpdatedRows } = await context.db
    .insertInto('duplicate_pair')
    .values({
      first_id: firstId,
      second_id: secondId,
      territory_id: context.territoryId,
      score: 0,
      reasons: '[]',
      state: 'open',
      said: true,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['first_id', 'second_id'])
        .doUpdateSet({ said: true })
        .where('duplicate_pair.said', '=', false),
    )
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Notes what was decided about a pair; false when there is no such pair, or it stood so. */
export async function setPairState(
  context: Context,
  ids: readonly [Id, Id],
  state: PairState,
): Promise<boolean> {
  const [firstId, secondId] = inOrder(...ids);
  const { numUpdatedRows } = await context.db
    .updateTable('duplicate_pair')
    .set({ state })
    .where('territory_id', '=', context.territoryId)
    .where('first_id', '=', firstId)
    .where('second_id', '=', secondId)
    .where('state', '<>', state)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export interface PairListed {
  firstId: Id;
  secondId: Id;
  score: number;
  reasons: LikenessReason[];
  said: boolean;
}

/** Pairs of which the actor sees both, those that someone named first, then the most certain, with how many there are. */
export async function selectPairs(
  context: Context,
  { state, limit, offset }: { state: PairState; limit: number; offset: number },
): Promise<{ pairs: PairListed[]; total: number }> {
  const { db, territoryId } = context;
  const seen = db
    .selectFrom('record')
    .select('record.id')
    .where('record.territory_id', '=', territoryId)
    .where('record.kind', '=', 'practice')
    .where(visibleTo(context));
  const listed = db
    .selectFrom('duplicate_pair as pair')
    .where('pair.territory_id', '=', territoryId)
    .where('pair.state', '=', state)
    .where((eb) => eb.exists(seen.where(sql<boolean>`record.id = pair.first_id`)))
    .where((eb) => eb.exists(seen.where(sql<boolean>`record.id = pair.second_id`)));
  const [pairs, { total }] = await Promise.all([
    listed
      .select(['pair.first_id as firstId', 'pair.second_id as secondId'])
      .select(['pair.score', 'pair.reasons', 'pair.said'])
      .orderBy('pair.said', 'desc')
      .orderBy('pair.score', 'desc')
      .orderBy('pair.first_id')
      .orderBy('pair.second_id')
      .limit(limit)
      .offset(offset)
      .execute(),
    listed.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { pairs, total: Number(total) };
}

/** What was found and decided about a practice that is merged holds for the one that stands for it, unless something was already. */
export async function inheritPairs(
  { db, territoryId }: Context,
  { from, to }: { from: Id; to: Id },
): Promise<void> {
  await sql`
    insert into duplicate_pair (first_id, second_id, territory_id, score, reasons, state, said)
    select least(${to}::uuid, other), greatest(${to}::uuid, other), ${territoryId}::uuid, score, reasons, state, said
    from (
      select case first_id when ${from}::uuid then second_id else first_id end as other, score, reasons, state, said
      from duplicate_pair where territory_id = ${territoryId} and (first_id = ${from} or second_id = ${from})
    ) as pair
    where other <> ${to}::uuid
    on conflict (first_id, second_id) do nothing`.execute(db);
}
