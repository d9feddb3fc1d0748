import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, openDatabase, pingDatabase } from './database.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

const key = 'essai';

async function settings(): Promise<number> {
  const row = await world.db
    .selectFrom('setting')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('key', 'like', `${key}%`)
    .executeTakeFirstOrThrow();
  return row.count;
}

describe('a transaction', () => {
  it('writes everything or nothing, the use cases it is made of included', async () => {
    const composed = inTransaction(world.db, async (db) => {
      await db
        .insertInto('setting')
        .values({ key: `${key}.outer`, value: '1' })
        .execute();
      await inTransaction(db, (inner) =>
        inner
          .insertInto('setting')
          .values({ key: `${key}.inner`, value: '1' })
          .execute(),
      );
      throw new Error('too late');
    });
    await expect(composed).rejects.toThrow('too late');
    expect(await settings()).toBe(0);
  });

  it('gives back what its work returns', async () => {
    expect(await inTransaction(world.db, async (db) => db.isTransaction)).toBe(true);
  });
});

describe('what is read', () => {
  it('has counts as numbers, days as text and moments as dates', async () => {
    const { rows } = await sql<{ count: number; day: string; moment: Date }>`
      select count(*) as count, date '2026-11-23' as day, timestamptz '2026-11-23T09:00:00Z' as moment`.execute(
      world.db,
    );
    expect(rows).toEqual([{ count: 1, day: '2026-11-23', moment: new Date('2026-11-23T09:00:00Z') }]);
  });
});

describe('a database', () => {
  it('answers while it is open', async () => {
    expect(await pingDatabase(world.db)).toBe(true);
    const other = await openDatabase(world.url, { connections: 1 });
    await other.destroy();
    expect(await pingDatabase(other)).toBe(false);
  });

  it('survives the loss of a connection between two queries of a transaction, which then fails', async () => {
    const db = await openDatabase(world.url, { connections: 1 });
    const cut = inTransaction(db, async (tx) => {
      await tx
        .insertInto('setting')
        .values({ key: `${key}.cut`, value: '1' })
        .execute();
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      const pid = rows[0]?.pid;
      await sql`select pg_terminate_backend(${pid})`.execute(world.db);
      // Nothing is asked for while the news comes in.
      const isGone = async () => {
        const { rows: left } = await sql`select from pg_stat_activity where pid = ${pid}`.execute(world.db);
        return left.length === 0;
      };
      await expect.poll(isGone, { interval: 20, timeout: 10_000 }).toBe(true);
      await sql`select 1`.execute(tx);
    });
    await expect(cut).rejects.toThrow(/terminat|connection/i);
    expect(await pingDatabase(db)).toBe(true);
    expect(await settings()).toBe(0);
    await db.destroy();
  });

  it('survives the loss of its connections', async () => {
    const db = await openDatabase(world.url, { connections: 1 });
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(world.db);
    await expect.poll(() => pingDatabase(db), { interval: 20, timeout: 10_000 }).toBe(true);
    await db.destroy();
  });
});
