import pg from 'pg';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';

/** A connection to the product's database, for what is sent bare. */
export async function connectBare(dataFolder: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await runningPostgresUrl(dataFolder) });
  // A connection lost while idle fails the next query, which says where we were.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
