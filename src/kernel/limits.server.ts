import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from './context.ts';
import type { DailyChore } from './daily-chores.server.ts';
import { type Database, inTransaction } from './database.server.ts';
import type { Id } from './ids.ts';
import { secretNamed } from './settings.server.ts';

declare module './database.server.ts' {
  interface Tables {
    limited_use: LimitedUseTable;
  }
}

interface LimitedUseTable {
  territory_id: Id;
  /** Name of the limit. */
  limit_name: string;
  /** HMAC of the source: no address, of the network or of a person, stands in the database for its sake. */
  source: string;
  used_at: Date;
}

/** How often one source may do something: `most` times within any `minutes` in a row, over all nodes of an instance. */
export interface Limit {
  name: string;
  most: number;
  minutes: number;
}

/** How long any use is kept, whatever its limit: no limit counts over more than a day. */
const keptMinutes = 24 * 60;

/**
 * Counts one more use, if the limit allows it. Uses at the very same moment wait for each other, until the transaction
 * of the caller ends.
 *
 * @param source who or where: a person's id, an e-mail address, the place of a network address
 * @returns false when the limit is reached: nothing is counted, so that waiting always helps
 */
export function takeTurn(context: Context, limit: Limit, source: string): Promise<boolean> {
  return inTransaction(context.db, async (db) => {
    const inside = { ...context, db };
    await sql`select pg_advisory_xact_lock(hashtext(${`limit ${limit.name}`}), hashtext(${source}))`.execute(
      db,
    );
    if (!(await isWithin(inside, limit, source))) return false;
    await noteUse(inside, limit, source);
    return true;
  });
}

/** Whether the limit allows one more use; what only failures count against asks this, then {@link noteUse} of them. */
export async function isWithin(context: Context, limit: Limit, source: string): Promise<boolean> {
  const { used } = await context.db
    .selectFrom('limited_use')
    .select((eb) => eb.fn.countAll<number>().as('used'))
    .where('territory_id', '=', context.territoryId)
    .where('limit_name', '=', limit.name)
    .where('source', '=', await keyOf(context.db, source))
    .where('used_at', '>', minutesAgo(context, limit.minutes))
    .executeTakeFirstOrThrow();
  return used < limit.most;
}

/** Counts one more use, and forgets those of everyone that no longer count. */
export async function noteUse(context: Context, limit: Limit, source: string): Promise<void> {
  const { territoryId, clock } = context;
  await context.db
    .deleteFrom('limited_use')
    .where('territory_id', '=', territoryId)
    .where((eb) =>
      eb.or([
        eb('used_at', '<=', minutesAgo(context, keptMinutes)),
        eb('limit_name', '=', limit.name).and('used_at', '<=', minutesAgo(context, limit.minutes)),
      ]),
    )
    .execute();
  const key = await keyOf(context.db, source);
  await context.db
    .insertInto('limited_use')
    .values({ territory_id: territoryId, limit_name: limit.name, source: key, used_at: clock.now() })
    .execute();
}

/** Forgets what counts against some sources, whatever the limit. */
export async function forgetUses(context: Context, sources: readonly string[]): Promise<void> {
  const keys = await Promise.all(sources.map((source) => keyOf(context.db, source)));
  if (keys.length === 0) return;
  await context.db
    .deleteFrom('limited_use')
    .where('territory_id', '=', context.territoryId)
    .where('source', 'in', keys)
    .execute();
}

/** Each day, the uses that no limit counts any more are forgotten, also where nothing limited was done since. */
export function limitChore({ db, clock }: Pick<Context, 'db' | 'clock'>): DailyChore {
  return {
    name: 'forget-limited-uses',
    async run(territoryId) {
      await db
        .deleteFrom('limited_use')
        .where('territory_id', '=', territoryId)
        .where('used_at', '<=', minutesAgo({ clock }, keptMinutes))
        .execute();
    },
  };
}

function minutesAgo({ clock }: Pick<Context, 'clock'>, minutes: number): Date {
  return new Date(clock.now().getTime() - minutes * 60_000);
}

async function keyOf(db: Database, source: string): Promise<string> {
  return createHmac('sha256', await secretNamed(db, 'limit-sources'))
    .update(source)
    .digest('base64url');
}
