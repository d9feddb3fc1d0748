import { randomBytes } from 'node:crypto';
import { exec } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterwards } from './cleanup.ts';
import { type DatabaseProcesses, databaseProcesses } from './processes.ts';

/** A PostgreSQL of the host's own, on this machine, to be killed and started again. */
export interface OwnServer {
  /** A database made for the campaign, dropped afterwards. */
  url: string;
  /** Version as it says itself. */
  version: string;
  /** What runs of it now. */
  processes(): Promise<DatabaseProcesses>;
  /** Whether it may be killed: whoever runs the campaign said how to start it again. */
  isMortal: boolean;
  /** Starts a server that was killed; resolves once it takes connections. */
  start(): Promise<void>;
}

const startPatience = 60_000;

/**
 * Makes a database beside the one that `adminUrl` names, which is left alone.
 *
 * @param startCommand what starts the server after it was killed
 */
export async function openOwnServer(adminUrl: string, startCommand: string | undefined): Promise<OwnServer> {
  const name = `entrelacs_campaign_${randomBytes(4).toString('hex')}`;
  const { version } = await ask<{ version: string }>(
    adminUrl,
    `select current_setting('server_version') as version`,
  );
  await ask(adminUrl, `create database ${name}`);
  const start = () => startServer(adminUrl, startCommand);
  afterwards(async () => {
    await start();
    await ask(adminUrl, `drop database if exists ${name} with (force)`);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    version: version.split(' ')[0] ?? '',
    isMortal: startCommand !== undefined,
    processes: () => processesAt(adminUrl),
    start,
  };
}

/** The process that serves a connection is a child of the server. */
async function processesAt(url: string): Promise<DatabaseProcesses> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const found = await databaseProcesses(rows[0]?.pid ?? 0);
    if (!found) throw new Error('The PostgreSQL of DATABASE_URL is not on this machine');
    return found;
  } finally {
    await client.end();
  }
}

/** The command may fail while processes of the killed server still hold its memory. */
async function startServer(url: string, command: string | undefined): Promise<void> {
  const until = performance.now() + startPatience;
  for (;;) {
    if (await answers(url)) return;
    if (performance.now() > until) throw new Error('The PostgreSQL of the campaign does not start again');
    if (command) await promisify(exec)(command).catch(() => undefined);
    await pause(50);
  }
}

function answers(url: string): Promise<boolean> {
  return ask(url, 'select 1').then(
    () => true,
    () => false,
  );
}

async function ask<Row extends pg.QueryResultRow>(url: string, query: string): Promise<Row> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Row>(query);
    return rows[0] as Row;
  } finally {
    await client.end().catch(() => undefined);
  }
}
