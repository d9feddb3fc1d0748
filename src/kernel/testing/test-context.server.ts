import { sql } from 'kysely';
import { fixedClock } from '../clock.ts';
import type { Context, Role } from '../context.ts';
import type { Database } from '../database.server.ts';
import { type Id, newId } from '../ids.ts';
import type { JobQueue } from '../jobs.server.ts';
import { createJournalMemory } from '../journal-memory.server.ts';
import type { Json } from '../json.ts';
import { openTestDatabase } from './test-database.server.ts';

export interface TestWorld {
  db: Database;
  url: string;
  clock: ReturnType<typeof fixedClock>;
  territoryId: Id;
  /** Jobs that were queued, in order; none is run. */
  queued: { name: string; input: Json }[];
  /** Someone new with that role; `visitor` is nobody. */
  as(role: Role, name?: string): Promise<Context>;
  /** A second territory on the same instance, as seen by a visitor. */
  elsewhere(): Promise<Context>;
  close(): Promise<void>;
}

/** A territory to try use cases on: real database, a clock that stands still, people at will. */
export async function openTestWorld(): Promise<TestWorld> {
  const { db, url, drop } = await openTestDatabase();
  const clock = fixedClock('2026-11-23T09:00:00Z');
  const queued: { name: string; input: Json }[] = [];
  const jobs: JobQueue = {
    async enqueue(_, job) {
      queued.push({ name: job.name, input: job.input });
      return newId();
    },
  };
  const origin = 'http://essai.test';
  const memory = createJournalMemory();
  const territoryId = await addTerritory(db, 'essai.test');
  return {
    db,
    url,
    clock,
    territoryId,
    queued,
    async as(role, name = 'Camille') {
      const personId = role === 'visitor' ? null : await addPerson(db, { territoryId, name, role });
      return { db, clock, jobs, memory, origin, territoryId, actor: { personId, role } };
    },
    async elsewhere() {
      const otherId = await addTerritory(db, `${newId()}.test`);
      return {
        db,
        clock,
        jobs,
        memory,
        origin,
        territoryId: otherId,
        actor: { personId: null, role: 'visitor' },
      };
    },
    close: drop,
  };
}

async function addTerritory(db: Database, host: string): Promise<Id> {
  const id = newId();
  const empty = JSON.stringify({ type: 'doc', content: [{ type: 'paragraph' }] });
  await sql`
    insert into territory (id, host, name, welcome, communes, time_zone, created_at)
    values (${id}, ${host}, 'Pays d’essai', ${empty}, '{35236}', 'Europe/Paris', now())`.execute(db);
  return id;
}

/** Marks the territory of a world as invented, or as a real one again. */
export async function becomeDemonstration({ db, territoryId }: TestWorld, isDemo = true): Promise<void> {
  await sql`update territory set is_demo = ${isDemo} where id = ${territoryId}`.execute(db);
}

async function addPerson(db: Database, person: { territoryId: Id; name: string; role: Role }): Promise<Id> {
  const id = newId();
  await sql`
    insert into person (id, name, email, email_verified, created_at, updated_at)
    values (${id}, ${person.name}, ${`${id}@exemple.test`}, true, now(), now())`.execute(db);
  if (person.role !== 'contributor') {
    await sql`
      insert into membership (territory_id, person_id, role, created_at)
      values (${person.territoryId}, ${id}, ${person.role}, now())`.execute(db);
  }
  return id;
}
