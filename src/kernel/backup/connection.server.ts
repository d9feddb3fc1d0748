import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from '../database.server.ts';

/** One connection, used bare and through Kysely alike: what both do is in the same transaction. */
export interface Connection {
  client: pg.Client;
  db: Kysely<Tables>;
  close(): Promise<void>;
}

/**
 * Values are written and read in the same way on every server, whatever the host has set; nobody's time limits stop a long
 * work; a row the account may not see is an error, not an absence.
 */
const sessionSettings = `
  set client_encoding = 'UTF8';
  set datestyle = 'ISO, YMD';
  set intervalstyle = 'postgres';
  set timezone = 'UTC';
  set bytea_output = 'hex';
  set extra_float_digits = 1;
  set statement_timeout = 0;
  set lock_timeout = 0;
  set idle_in_transaction_session_timeout = 0;
  set row_security = off;
`;

/** @throws when the database does not answer */
export async function connect(databaseUrl: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A connection that is lost fails the query under way; unheard, its event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(sessionSettings);
  const lent = Object.assign(client, { release: () => undefined });
  const pool = { options: {}, connect: async () => lent, end: async () => undefined };
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { client, db, close: () => client.end() };
}
