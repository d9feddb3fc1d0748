import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import type { Database } from '../database.server.ts';

/** Resolves once somebody waits for what another transaction of this database holds. */
export async function untilSomeoneWaits(db: Database): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await sql`
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    expect(rows.length).toBeGreaterThan(0);
  });
}
