import { inject } from 'vitest';
import { type Database, openDatabase } from '../database.server.ts';
import { newId } from '../ids.ts';
import { administer } from './administer.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the PostgreSQL that the whole test run shares. */
    postgresUrl: string;
  }
}

const templateName = 'entrelacs_template';

/** A database of one's own, copied from a template that already has every table. */
export async function openTestDatabase(): Promise<{ db: Database; url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
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
