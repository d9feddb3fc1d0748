import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './context.ts';
import { listJobs } from './job-run-store.server.ts';
import { Jobs } from './jobs.server.ts';
import { listOutbox, queueMail, resumeMail } from './mail.server.ts';
import { mailSender } from './mail-sender.server.ts';
import { type SmtpSink, openSmtpSink } from './testing/smtp-sink.server.ts';
import { type TestWorld, openTestWorld } from './testing/test-context.server.ts';

/** The outbox, its jobs and a real mail server together: what owners see when mails do not leave. */
let world: TestWorld;
let context: Context;
let server: SmtpSink;
const account = { user: 'contact@essai.test', password: 'mot de passe très secret' };
const logged: string[] = [];
const running: Jobs[] = [];
/** How many mails the last start put back in line. */
let resumed = 0;

beforeAll(async () => {
  world = await openTestWorld();
  server = await openSmtpSink({
    account,
    onlySender: account.user,
    unknownRecipient: 'inconnue@exemple.test',
  });
});
afterAll(async () => {
  await stop();
  await server.close();
  await world.close();
});
beforeEach(async () => {
  await stop();
  context = await world.elsewhere();
  server.received.length = 0;
  logged.length = 0;
});

/** Starts the jobs as the site does, with that mail server; `works` is false for a site that stops at once. */
async function start(smtpUrl: string | undefined, { from = account.user, works = true } = {}) {
  const { db, clock, url: databaseUrl } = world;
  const pace = { pollingSeconds: 0.5, retries: 1, retryDelaySeconds: 0 };
  const jobs = new Jobs({ db, databaseUrl, clock, pace });
  running.push(jobs);
  const definitions = [mailSender({ db, clock, smtpUrl, from: `Entrelacs <${from}>` })];
  context = { ...context, jobs };
  await jobs.start({
    definitions,
    work: works,
    ...(smtpUrl && { beforeWork: resume }),
    onError: (error) => logged.push(error.message),
  });
}

async function resume() {
  resumed = await resumeMail(context);
}

async function stop() {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
}

async function restart(smtpUrl: string) {
  await stop();
  await start(smtpUrl);
}

const outbox = () => listOutbox(world.db, context.territoryId);
const write = (to: string, subject = 'Bonjour') => queueMail(context, { to, subject, body: 'Un mot.' });
const ofFirst = async () => (await outbox())[0];
const patient = { interval: 20, timeout: 10_000 };

describe('a mail that the server does not take', () => {
  const wrongPassword = () => server.url.replace(/:[^:@]+@/, ':autre-secret@');
  const nowhere = async () => 'smtp://127.0.0.1:1';

  it.each([
    ['a wrong password', wrongPassword, 'anne@exemple.test', 'credentials'],
    ['no password', () => server.url.replace(/\/\/.*@/, '//'), 'anne@exemple.test', 'credentials'],
    ['an address that is not known', () => server.url, 'inconnue@exemple.test', 'recipient'],
    ['a server that is off', nowhere, 'anne@exemple.test', 'unreachable'],
  ])('because of %s waits, is tried again, and says why', async (_, urlOf, to, trouble) => {
    await start(await urlOf());
    await write(to);
    const reason = `app.mail.${trouble}`;
    await expect.poll(ofFirst, patient).toMatchObject({ state: 'stopped', reason, body: 'Un mot.' });
    const { territoryId } = context;
    expect(await listJobs(world.db, territoryId)).toMatchObject([
      { name: 'send-mail', state: 'failed', attempts: 2, failure: reason },
    ]);
    expect(server.received).toEqual([]);
  });

  it('because of its sender says so', async () => {
    await start(server.url, { from: 'ne-pas-repondre@essai.test' });
    await write('anne@exemple.test');
    await expect.poll(ofFirst, patient).toMatchObject({ state: 'stopped', reason: 'app.mail.sender' });
  });

  it('just now leaves at the next try', async () => {
    await start(server.url);
    server.refuseNext(451);
    await write('anne@exemple.test');
    await expect.poll(ofFirst, patient).toMatchObject({ state: 'sent', reason: null });
    expect(server.received).toHaveLength(1);
    // A mail has left a moment before its job is told as done.
    const jobs = () => listJobs(world.db, context.territoryId);
    await expect.poll(jobs, patient).toMatchObject([{ state: 'done', attempts: 2 }]);
  });

  it('leaves neither password nor address in the log, the jobs or their queue', async () => {
    await start(wrongPassword());
    await write('anne@exemple.test');
    await expect.poll(ofFirst, patient).toMatchObject({ state: 'stopped' });
    const { rows } = await sql<{ kept: string }>`select job::text as kept from jobs.job as job`.execute(
      world.db,
    );
    const written = [...logged, ...rows.map(({ kept }) => kept), JSON.stringify(await outbox())].join('\n');
    expect(rows.length).toBeGreaterThan(0);
    expect(written).not.toContain('secret');
    expect([...logged, ...rows.map(({ kept }) => kept)].join('\n')).not.toContain('anne@');
  });
});

describe('mails that waited', () => {
  const subjects = () => server.received.map(({ message }) => /^Subject: (.*)$/m.exec(message)?.[1]?.trim());

  it('for a mail server leave once there is one: oldest first, each once', async () => {
    await start(undefined);
    for (const subject of ['un', 'deux', 'trois', 'quatre']) {
      world.clock.advance(1000);
      await write('anne@exemple.test', subject);
    }
    const states = async () => (await outbox()).map(({ state }) => state);
    await expect.poll(states, patient).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    const jobsBefore = await listJobs(world.db, context.territoryId);
    expect(jobsBefore.map(({ state, failure }) => [state, failure])).toEqual(
      jobsBefore.map(() => ['waiting', 'app.mail.no-server']),
    );
    await restart(server.url);
    expect(resumed).toBe(4);
    await resumeMail(context);
    await expect.poll(states, patient).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(subjects()).toEqual(['un', 'deux', 'trois', 'quatre']);
    const jobs = await listJobs(world.db, context.territoryId);
    expect(jobs.map(({ state, failure }) => [state, failure])).toEqual(jobs.map(() => ['done', null]));
    expect(jobs).toHaveLength(4);
  }, 20_000);

  it('leave before those that were only just written', async () => {
    await start(undefined);
    await write('anne@exemple.test', 'un');
    await expect.poll(ofFirst, patient).toMatchObject({ state: 'waiting' });
    await stop();
    await start(undefined, { works: false });
    world.clock.advance(1000);
    await write('anne@exemple.test', 'deux');
    await restart(server.url);
    await expect.poll(subjects, patient).toEqual(['un', 'deux']);
  }, 20_000);

  it('for the right password leave once it is given', async () => {
    await start(server.url.replace(/:[^:@]+@/, ':autre-secret@'));
    await write('anne@exemple.test', 'patience');
    await expect.poll(ofFirst, patient).toMatchObject({ state: 'stopped' });
    await restart(server.url);
    await expect.poll(ofFirst, patient).toMatchObject({ state: 'sent', reason: null });
    expect(subjects()).toEqual(['patience']);
  }, 20_000);
});
