import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { BrowserContext } from 'playwright-core';
import { fixedClock, systemClock } from '#kernel/clock.ts';
import { openDatabase } from '#kernel/database.server.ts';
import { runningPostgresUrl } from '#kernel/postgres/embedded-postgres.server.ts';
import { makeSignedLink } from '#kernel/signed-links.server.ts';
import { purgeChore } from '#modules/records/index.server.ts';

/** The running product that all journeys visit. */
export interface Site {
  origin: string;
  dataFolder: string;
}

export const commandFile = path.resolve(import.meta.dirname, '../../bin/entrelacs.js');

/** The environment of the product's commands: nothing of the test runner's, nor of the host's own instance. */
export function environmentOf(site: Site): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    LANG: 'fr_FR.UTF-8',
    PORT: new URL(site.origin).port,
    ORIGIN: site.origin,
    ENTRELACS_DATA: site.dataFolder,
    ENTRELACS_DEMO: '1',
    IMPORT_PRIVATE_HOSTS: 'localhost',
  };
}

/** The one-time link that `entrelacs owner-link` prints beside the running server. */
export async function ownerLink(site: Site): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [commandFile, 'owner-link', '--data', site.dataFolder],
    { env: environmentOf(site) },
  );
  return stdout.trim();
}

/** Someone's cookies, to come back as the same person. */
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

const cookieOfSite = {
  domain: 'localhost',
  path: '/',
  expires: -1,
  httpOnly: true,
  secure: false,
  sameSite: 'Lax' as const,
};

/** Makes an owner of the territory, by the link that the command line gives and the form that it leads to. */
export async function becomeOwner(site: Site): Promise<Session> {
  const answer = await fetch(await ownerLink(site), {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: site.origin, accept: 'text/html' },
    body: new URLSearchParams({ name: 'Camille Propriétaire', email: 'camille@example.org' }),
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    return { ...cookieOfSite, name, value };
  });
  if (cookies.length === 0) throw new Error(`Nobody became an owner: the site answered ${answer.status}`);
  return { cookies, origins: [] };
}

export interface ReceivedMail {
  subject: string;
  body: string;
  /** The first link of the body: what the reader opens. */
  link: string;
}

/** The latest mail to an address, as its reader gets it. The outbox page masks its links; the database does not. */
export async function mailTo(site: Site, address: string): Promise<ReceivedMail> {
  const [mail] = await rowsOf<{ subject: string; body: string }>(
    site,
    'select subject, body from outgoing_mail where recipient = $1 order by queued_at desc, id desc limit 1',
    [address],
  );
  if (!mail) throw new Error(`No mail was sent to ${address}`);
  const link = /https?:\/\/\S+/.exec(mail.body)?.[0] ?? '';
  return { ...mail, link };
}

/** A link to sign in that was made forty minutes ago, ten minutes after its end. */
export async function expiredSignInLink(site: Site, email: string): Promise<string> {
  const [territory] = await rowsOf<{ id: string }>(site, 'select id from territory', []);
  const db = await openDatabase(await databaseUrlOf(site), { connections: 1 });
  const clock = fixedClock(new Date(Date.now() - 40 * 60_000));
  const token = await makeSignedLink(
    { db, clock },
    { purpose: 'sign-in', territoryId: territory?.id ?? '', subject: email, personId: null, minutes: 30 },
  );
  await db.destroy();
  return `${site.origin}/connexion/lien/${token}`;
}

/** Makes a record one that was deleted forty days ago, and does what the site does by itself every night. */
export async function purgeAfterFortyDays(site: Site, shortId: string): Promise<void> {
  const [record] = await rowsOf<{ territory: string }>(
    site,
    `update record set deleted_at = deleted_at - interval '40 days'
     where short_id = $1 and deleted_at is not null returning territory_id as territory`,
    [shortId],
  );
  if (!record) throw new Error(`No record ${shortId} was deleted`);
  const db = await openDatabase(await databaseUrlOf(site), { connections: 1 });
  await purgeChore({ db, clock: systemClock, rules: [] }).run(record.territory);
  await db.destroy();
}

/** Leaves a territory one owner only: other journeys make others. */
export async function leaveOneOwner(site: Site, email: string): Promise<void> {
  await rowsOf(
    site,
    `update membership set role = 'facilitator'
     where role = 'owner' and person_id <> (select id from person where email = $1)`,
    [email],
  );
}

/**
 * Everyone of the journeys asks for mails from one place, more than a place ever does: the limit for a place would stop
 * them. What each address may ask for is counted on.
 */
export async function forgetMailsFromHere(site: Site): Promise<void> {
  await rowsOf(site, `delete from limited_use where limit_name = 'mail-from-place'`, []);
}

/** What the database of the site answers, past every rule of the product. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  site: Site,
  sql: string,
  values: string[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: await databaseUrlOf(site) });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The address of the site's database. */
export async function databaseUrlOf(site: Site): Promise<string> {
  const url = await runningPostgresUrl(site.dataFolder);
  if (url === undefined) throw new Error('The database of the site does not run');
  return url;
}
