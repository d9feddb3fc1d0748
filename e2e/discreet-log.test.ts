import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Route, routes } from '#app/route-manifest.ts';
import { type RunningSite, newSite, runSite } from './support/run-site.ts';
import { type Site, becomeOwner, mailTo, ownerLink } from './support/site.ts';

/** In what people send: nothing of it may come out. */
const canary = 'canari-x7q';
const email = `${canary}@example.org`;
/** What browsers say of themselves and of where they come from. */
const personal = {
  'user-agent': `Mozilla ${canary}`,
  referer: `https://exemple.fr/${canary}`,
  'x-forwarded-for': canary,
  'x-request-id': `${canary}-longer`,
  'accept-language': canary,
};

interface Line {
  level: string;
  event: string;
  route?: string;
  status?: number;
  request?: string;
}

let own: { site: Site; folder: string };
let running: RunningSite;
let secrets: string[];
let statuses: Map<string, number[]>;

beforeAll(async () => {
  own = await newSite();
  running = await runSite(own.site, {
    LOG_LEVEL: 'debug',
    SMTP_URL: `smtp://${canary}:${canary}@127.0.0.1:9`,
  });
  const { cookies } = await becomeOwner(own.site);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  await send('/connexion', { email, [canary]: canary });
  secrets = [canary, ...cookies.map(({ value }) => value.slice(0, 20))];
  secrets.push(lastPart(await ownerLink(own.site)), lastPart((await mailTo(own.site, email)).link));
  statuses = await driveEverything(cookie);
});
afterAll(async () => {
  await running.stop();
  await rm(own.folder, { recursive: true });
});

function lastPart(link: string): string {
  return new URL(link).pathname.split('/').at(-1) ?? '';
}

async function send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const { origin } = own.site;
  const answer = await fetch(origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...personal, ...headers, origin, accept: 'text/html' },
    body: new URLSearchParams(fields),
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function look(path: string, headers: Record<string, string> = {}): Promise<number> {
  const sent = { ...personal, ...headers };
  const answer = await fetch(own.site.origin + path, { redirect: 'manual', headers: sent });
  await answer.arrayBuffer();
  return answer.status;
}

/** Every address with secrets in place of what it takes, and every form, as a stranger and as the owner. */
async function driveEverything(cookie: string): Promise<Map<string, number[]>> {
  const answered = new Map<string, number[]>();
  for (const route of routes) {
    const visits = addressesOf(route).flatMap((address) =>
      ([{}, { cookie }] as Record<string, string>[]).flatMap((headers) => [
        look(`${address}?q=${canary}&email=${encodeURIComponent(email)}`, headers),
        look(`/en${address}?${canary}`, headers),
        ...(route.kind === 'page' ? [send(address, formOf(), headers)] : []),
      ]),
    );
    const found = await Promise.all(visits);
    answered.set(route.path, found);
  }
  return answered;
}

/** With a word of ours, and, where a link's secret stands, with a true one. */
function addressesOf({ path, sample }: Route): string[] {
  const withWord = path.replaceAll(/\[[^\]]+\]/g, encodeURIComponent(`${email}-00000000`));
  const withSecret = secrets.slice(-2).map((token) => path.replace('[token]', token));
  return [
    withWord,
    ...(path.includes('[token]') ? withSecret : []),
    ...(sample?.startsWith('/') ? [sample] : []),
  ];
}

function formOf(): Record<string, string> {
  const names = [
    'email',
    'name',
    'title',
    'text',
    'commune',
    'description',
    'reason',
    'label',
    'code',
    canary,
  ];
  return Object.fromEntries(names.map((name) => [name, name === 'email' ? email : `${canary} ${email}`]));
}

function linesOf(text: string): Line[] {
  const lines = text.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Line);
}

describe('the log of a site on which people do everything', () => {
  it('tells of every address, by its route', () => {
    const told = new Set(linesOf(running.output() + running.errors()).map(({ route }) => route));
    expect(routes.map(({ path }) => path).filter((path) => !told.has(path))).toEqual([]);
  });

  it('holds nothing of what they gave, in any form', () => {
    const written = running.output() + running.errors();
    const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
    const leaks = written.split('\n').filter((line) => forms.some((secret) => line.includes(secret)));
    expect(leaks).toEqual([]);
    expect(written).not.toMatch(/127\.0\.0\.1|::1/);
  });

  it('tells of troubles, but none that bad input makes', () => {
    const broken = [...statuses].filter(([, found]) => found.some((status) => status >= 500));
    expect(broken).toEqual([]);
    // The mail server is not there: that is worth a warning, and says which trouble it is.
    const warnings = linesOf(running.errors()).filter(({ event }) => event === 'job');
    expect(warnings).toContainEqual(
      expect.objectContaining({ level: 'warn', job: 'send-mail', state: 'failed' }),
    );
  });
});
