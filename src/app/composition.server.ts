import { type Clock, systemClock } from '#kernel/clock.ts';
import { type Actor, type Context, visitor } from '#kernel/context.ts';
import { type Database, openDatabase } from '#kernel/database.server.ts';
import type { Id } from '#kernel/ids.ts';
import { Jobs } from '#kernel/jobs.server.ts';
import { type JournalMemory, createJournalMemory } from '#kernel/journal-memory.server.ts';
import { mailSender } from '#kernel/mail.server.ts';
import { type Sessions, makeSessions } from '#modules/accounts/index.server.ts';
import { type TerritoryDirectory, createTerritoryDirectory } from '#modules/territories/index.server.ts';
import { importJob } from '#modules/practices/index.server.ts';
import type { Configuration } from './configuration.server.ts';

/** Everything that lives as long as the process: what pages, commands and jobs are given to work with. */
export interface App {
  db: Database;
  clock: Clock;
  jobs: Jobs;
  memory: JournalMemory;
  territories: TerritoryDirectory;
  sessions: Sessions;
  /** Public address, without a trailing slash. */
  origin: string;
  close(): Promise<void>;
}

export interface AppOptions {
  databaseUrl: string;
  configuration: Pick<Configuration, 'origin' | 'smtpUrl'>;
  /** False for a command line beside a running server: it queues jobs and leaves them to the server. */
  runJobs: boolean;
  clock?: Clock;
  onError: (error: Error) => void;
}

export async function createApp(options: AppOptions): Promise<App> {
  const clock = options.clock ?? systemClock;
  const db = await openDatabase(options.databaseUrl);
  const jobs = new Jobs({ db, databaseUrl: options.databaseUrl, clock });
  const { origin, smtpUrl } = options.configuration;
  const from = `Entrelacs <ne-pas-repondre@${new URL(origin).hostname}>`;
  const memory = createJournalMemory();
  const definitions = [
    mailSender({ db, smtpUrl, from, now: () => clock.now() }),
    importJob({ db, clock, jobs, memory, origin }),
  ];
  await jobs.start({ definitions, work: options.runJobs, onError: options.onError });
  return {
    db,
    clock,
    jobs,
    memory,
    territories: createTerritoryDirectory(db, clock),
    sessions: await makeSessions({ db, origin }),
    origin,
    async close() {
      await jobs.stop();
      await db.destroy();
    },
  };
}

export function contextFor(app: App, territoryId: Id, actor: Actor = visitor): Context {
  const { db, clock, jobs, memory, origin } = app;
  return { db, clock, jobs, memory, origin, territoryId, actor };
}
