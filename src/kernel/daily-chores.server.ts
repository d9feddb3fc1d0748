import type { PgBoss } from 'pg-boss';
import type { Id } from './ids.ts';

/** What the site does by itself, once a day unless it says otherwise, in every territory. It may be done twice, so it must be idempotent. */
export interface DailyChore {
  name: string;
  /** When, if not at night: a cron expression, in UTC. */
  at?: string;
  run(territoryId: Id): Promise<void>;
}

export interface DailyChores {
  list: readonly DailyChore[];
  territories(): Promise<Id[]>;
  /** When: a cron expression, in UTC. */
  at?: string;
  /** How often, in seconds, one looks whether it is time; 45 at most. */
  pollingSeconds?: number;
}

/** At night in France. */
const everyNight = '17 3 * * *';

/** Nobody waits for a chore. */
export const unhurriedSeconds = 30;

/**
 * Has every chore done every day by one of the nodes; by one that was off at the hour, when it starts again. What fails
 * in one territory is told, tried again later, and keeps it from no other.
 */
export async function scheduleChores(
  boss: PgBoss,
  chores: DailyChores,
  onError: (error: Error) => void,
): Promise<void> {
  const polling = { pollingIntervalSeconds: chores.pollingSeconds ?? unhurriedSeconds };
  for (const chore of chores.list) {
    await boss.createQueue(chore.name, { retryLimit: 3, retryDelay: 600, retryBackoff: true });
    await boss.schedule(chore.name, chores.at ?? chore.at ?? everyNight, null, { missed: 'once' });
    await boss.work(chore.name, polling, () => runEverywhere(chore, { chores, onError }));
  }
}

async function runEverywhere(
  chore: DailyChore,
  { chores, onError }: { chores: DailyChores; onError: (error: Error) => void },
): Promise<void> {
  let failed = 0;
  for (const territoryId of await chores.territories()) {
    try {
      await chore.run(territoryId);
    } catch (error) {
      failed += 1;
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }
  // The queue keeps what it is thrown: never the text of an exception.
  if (failed > 0) throw new Error(`${chore.name} failed in ${failed} territories`);
}
