import type { Clock } from './clock.ts';
import type { Database } from './database.server.ts';
import type { Id } from './ids.ts';
import type { JobQueue } from './jobs.server.ts';
import type { JournalMemory } from './journal-memory.server.ts';

/** What a person may be on a territory, from the least to the most trusted. */
export const roles = ['visitor', 'contributor', 'facilitator', 'owner'] as const;
export type Role = (typeof roles)[number];

/** Who acts: nobody in particular (a visitor), or a person with a role on this territory. */
export interface Actor {
  personId: Id | null;
  role: Role;
}

export const visitor: Actor = { personId: null, role: 'visitor' };

/** What every use case is given: where it acts, for whom, and when. */
export interface Context {
  db: Database;
  clock: Clock;
  jobs: JobQueue;
  memory: JournalMemory;
  /** Public address of the site, without a trailing slash: what links in mails begin with. */
  origin: string;
  territoryId: Id;
  actor: Actor;
  /** Kinds of records, and `entry` of the knowledge base, that the territory does without: kept, and shown nowhere. None when not given. */
  kindsOff?: readonly string[];
  /** Where the journal stands, when all that is recalled may be of one moment: see `readingOnce`. */
  journalPosition?: () => Promise<string>;
}

export function hasRole(actor: Actor, least: Role): boolean {
  return roles.indexOf(actor.role) >= roles.indexOf(least);
}
