import { inject } from 'vitest';
import { type Database, openDatabase } from '../database.server.ts';
import { newId } from '../ids.ts';
import { administer } from './administer.server.ts';
import { atThisPlace } from './at-this-place.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of a PostgreSQL for each file that runs at the same time as others, by its place among them. */
    postgresUrls: string[];
  }
}

const templateName = 'entrelacs_template';

/**
 * Address of the PostgreSQL of the test files that run in this place, one after the other. What waits for the
 * transactions of a whole server would wait for those of another file.
 */
export function testServer(): string {
  return atThisPlace(inject('postgresUrls'));
}

/** A database of one's own, copied from a template that already has every table. */
export async function openTestDatabase(): Promise<{ db: Database; url: string; drop(): Promise<void> }> {
  const server = testServer();
  const name = `test_${newId().replaceAll('-', '')}`;
  await administer(server, `create database ${name} template ${templateName}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = await openDatabase(url.href, { connections: 5 });
  return {
    db,
    url: url.href,
    async drop() {
      await db.destroy();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}
