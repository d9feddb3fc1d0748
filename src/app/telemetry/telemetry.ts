import type { DatabaseWatch } from '#kernel/database.server.ts';
import type { Database } from '#kernel/database.server.ts';
import type { Handler } from '../door.server.ts';
import type { EndedJob } from '../watch-jobs.server.ts';
import type { RequestWatch } from '../watch-requests.server.ts';

/** What follows the site at work, for figures and traces. None of it is told who people are or what they give. */
export interface Telemetry {
  database: DatabaseWatch;
  watchRequest(): RequestWatch;
  /** Runs a job; the queries that it makes are then told as its own. */
  duringJob<T>(job: string, work: () => Promise<T>): Promise<T>;
  jobEnded(job: EndedJob): void;
  /** From now on what the site keeps is counted too, each time figures are asked for. */
  watchSite(site: WatchedSite): void;
  /** Answers with all figures as Prometheus reads them. */
  writeFigures: Handler | undefined;
  /** Sends what is not sent yet, as far as it can be soon. */
  stop(): Promise<void>;
}

export interface WatchedSite {
  db: Database;
  /** Whose disk is watched; undefined where the host runs the database. */
  dataFolder: string | undefined;
  now: () => Date;
}
